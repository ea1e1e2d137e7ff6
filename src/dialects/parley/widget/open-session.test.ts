import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../test/harness.ts'
import { digestStore } from '../../../../test/rules/store-digest.ts'
import { hashOf, makeChannel, startWidget, visits } from './widget-test.ts'

const DAY = 24 * 3600 * 1e6

test('who only looks leaves nothing behind, and comes back with the same secret', async (t) => {
  const { server, open } = await startWidget(t, {
    settings: {
      widget: { greeting: 'Welcome!', colour: '#0a7d5b', position: 'start', theme: 'sideways', texts: { send: 'Off it goes', x: 1 } },
    },
  })
  const before = await digestStore(server.core.store)
  const first = await open()
  assert.equal(first.status, 200)
  assert.deepEqual([first.body.contact, first.body.conversation, first.body.team], [null, null, { online: false, names: [] }])
  assert.deepEqual(first.body.channel, {
    name: 'Chat',
    greeting: 'Welcome!',
    colour: '#0a7d5b',
    position: 'start',
    texts: { send: 'Off it goes' },
    identityRequired: false,
  })
  assert.equal((await open({ token: first.body.token, name: 'Nobody yet' })).body.token, first.body.token)
  assert.notEqual((await open()).body.token, first.body.token)
  assert.equal(await digestStore(server.core.store), before)
  // Until they have written it opens nothing.
  assert.equal((await server.call('GET', '/parley/v1/conversations', { token: first.body.token })).status, 401)
})

test('a secret that was made up, cut short or given for another channel is passed over', async (t) => {
  const { server, open, say } = await startWidget(t)
  const other = visits(server, (await makeChannel(server, server.home)).identifier)
  const elsewhere = (await other.open()).body.token
  const own: string = (await open()).body.token
  for (const token of [
    elsewhere,
    own.slice(0, -1),
    `${own.slice(0, -1)}~`,
    'visitor_zzz',
    server.home.tokens.parley,
    server.home.secrets.jane,
    '',
  ]) {
    assert.notEqual((await open({ token })).body.token, token)
    assert.equal((await say(token, 'Hello')).status, 401, token)
  }
  assert.equal((await say(undefined, 'Hello')).body.error.code, 'token_missing')
})

test('whoever proves an identifier is that contact, everywhere the same', async (t) => {
  const { server, ann, channel, open } = await startWidget(t)
  const known = (await ann.post('/contacts', { name: 'Rosa Keller', identifier: 'guest-7' })).body
  const identity = { identifier: 'guest-7', identifierHash: hashOf(channel, 'guest-7') }
  const first = await open(identity)
  assert.deepEqual(first.body.contact, { id: known.id, name: 'Rosa Keller' })
  const again = await open({ ...identity, token: first.body.token })
  assert.equal(again.body.token, first.body.token)
  assert.equal((await open({ token: first.body.token })).body.contact.id, known.id)

  const fresh = await open({ identifier: 'guest-8', identifierHash: hashOf(channel, 'guest-8'), name: 'Tim', email: 'tim@guests.example' })
  const made = (await ann.get(`/contacts/${fresh.body.contact.id}`)).body
  assert.deepEqual([made.identifier, made.name, made.email], ['guest-8', 'Tim', 'tim@guests.example'])
  assert.equal((await server.call('GET', '/parley/v1/whoami', { token: fresh.body.token })).body.role, 'contact')
})

test('a wrong hash is refused, and where the channel demands one a missing one, too', async (t) => {
  const { server, ann, channel, open } = await startWidget(t)
  const strict = await makeChannel(server, server.home, { hmacMandatory: true })
  const before = (await ann.get('/contacts')).body.contacts.length
  const wrong = [hashOf({ hmacToken: 'guessed' }, 'guest-7'), hashOf(channel, 'guest-8'), 'zz', hashOf(channel, 'guest-7').slice(2)]
  for (const identifierHash of wrong) {
    const refused = await open({ identifier: 'guest-7', identifierHash })
    assert.deepEqual([refused.status, refused.body.error.code], [401, 'identity_hash_invalid'])
  }
  assert.equal((await open({ identifierHash: hashOf(channel, '') })).status, 401)
  const page = visits(server, strict.identifier)
  assert.equal((await page.open({ identifier: 'guest-7' })).status, 401)
  assert.equal((await page.open({ identifier: 'guest-7', identifierHash: hashOf(channel, 'guest-7') })).status, 401)
  assert.equal((await page.open({ identifier: 'guest-7', identifierHash: hashOf(strict, 'guest-7') })).status, 200)
  assert.equal((await page.open()).body.channel.identityRequired, true)
  assert.equal((await ann.get('/contacts')).body.contacts.length, before + 1)
})

test('a stranger who says who they are takes along what they wrote, and somebody else on that machine does not', async (t) => {
  const { server, ann, channel, open, say } = await startWidget(t)
  const identity = (identifier: string) => ({ identifier, identifierHash: hashOf(channel, identifier) })
  const known = (await ann.post('/contacts', { name: 'Rosa Keller', identifier: 'guest-7' })).body
  const stranger = (await open()).body.token
  const said = await say(stranger, 'Is breakfast included?')
  const conversationId = said.body.conversation.id

  const rosa = await open({ token: stranger, ...identity('guest-7') })
  assert.deepEqual([rosa.body.contact.id, rosa.body.conversation.id], [known.id, conversationId])
  assert.equal((await ann.get(`/contacts/${said.body.contact.id}`)).status, 404)
  assert.equal((await ann.get(`/conversations/${conversationId}`)).body.contactId, known.id)
  const shows = (token: string) => server.call('GET', `/parley/v1/conversations/${conversationId}`, { token })
  assert.equal((await shows(rosa.body.token)).status, 200)
  // Whoever kept what the stranger had, from before, is still a stranger.
  assert.equal((await shows(stranger)).status, 401)
  assert.equal((await say(stranger, 'Rosa speaking')).status, 401)
  assert.equal((await open({ token: stranger })).body.contact, null)

  const tim = await open({ token: rosa.body.token, ...identity('guest-8') })
  assert.notEqual(tim.body.contact.id, known.id)
  assert.deepEqual([tim.body.conversation, tim.body.token === rosa.body.token], [null, false])
  assert.equal((await server.call('GET', `/parley/v1/conversations/${conversationId}`, { token: tim.body.token })).status, 404)

  // Nobody has this identifier yet: the stranger gets it.
  const second = (await open()).body.token
  const { contact } = (await say(second, 'Hello')).body
  const named = await open({ token: second, ...identity('guest-9') })
  assert.deepEqual([named.body.contact.id, named.body.token === second], [contact.id, false])
  assert.equal((await open({ token: second })).body.contact, null)
  assert.equal((await open({ token: named.body.token, ...identity('guest-9') })).body.token, named.body.token)

  // A browser opens all of its tabs again.
  const third = (await open()).body.token
  await say(third, 'Hello')
  const tabs = await Promise.all([1, 2, 3].map(() => open({ token: third, ...identity('guest-9') })))
  assert.deepEqual(
    tabs.map(({ status, body }) => [status, body.contact?.id]),
    tabs.map(() => [200, contact.id]),
  )
})

test('by what anybody may say nobody becomes somebody else', async (t) => {
  const { server, ann, open, say } = await startWidget(t)
  const { jane } = server.home
  const stranger = (await open()).body.token
  const said = await say(stranger, 'I am Jane', { visitor: { name: 'Jane?', email: jane.email } })
  assert.notEqual(said.body.contact.id, jane.id)
  assert.equal((await open({ token: stranger, identifier: 'ceo', phone: '+4930111' })).body.contact.id, said.body.contact.id)
  const entered = (await ann.get(`/contacts/${said.body.contact.id}`)).body
  assert.deepEqual([entered.name, entered.email, entered.phone, entered.identifier], ['Jane?', null, '+4930111', null])
  assert.deepEqual(entered.additional, { stated: { email: jane.email, identifier: 'ceo' } })
})

test('a token is good for ninety days from the last visit, and no longer', async (t) => {
  let now = Date.now() * 1000
  const server = await startServer(t, { now: () => now })
  const { open, say } = visits(server, (await makeChannel(server, server.home)).identifier)
  const { token } = (await open()).body
  const first = (await say(token, 'Hello')).body
  now += 80 * DAY
  const back = (await open({ token })).body
  assert.deepEqual([back.token, back.contact.id, back.expiresAt > first.expiresAt], [token, first.contact.id, true])
  now += 80 * DAY
  assert.equal((await read(server, token)).status, 200)
  now += 11 * DAY
  assert.equal((await read(server, token)).status, 401)
  assert.notEqual((await open({ token })).body.token, token)
  assert.equal((await say(token, 'Hello')).status, 401)
})

test('what a channel, an origin or an account does not allow', async (t) => {
  const { server, open } = await startWidget(t, { settings: { widget: { origins: ['https://shop.example', 'nonsense'] } } })
  const from = (origin?: string) => open({}, { headers: origin === undefined ? {} : { origin } })
  assert.equal((await from('https://shop.example')).status, 200)
  assert.equal((await from(server.url)).status, 200)
  for (const origin of ['https://shop.example.evil.example', 'http://shop.example', 'null', undefined]) {
    const refused = await from(origin)
    assert.deepEqual([refused.status, refused.body.error.code], [403, 'origin_not_allowed'], origin)
  }
  // Only widgets' channels have one: in an API channel a source id opens conversations, too.
  assert.equal((await visits(server, server.home.channel.identifier).open()).body.error.code, 'channel_not_found')
  for (const name of ['nothing', '%00']) assert.equal((await visits(server, name).open()).status, 404)
  assert.equal((await open({ nonsense: true }, { headers: { origin: server.url } })).status, 422)
  assert.equal((await open({ email: 'no address' }, { headers: { origin: server.url } })).body.error.field, 'email')
  assert.equal((await open({ name: 'x'.repeat(20_000) }, { headers: { origin: server.url } })).body.error.code, 'body_too_large')
  const broken = { headers: { origin: server.url, 'content-type': 'application/json' }, body: undefined, raw: '{' }
  assert.equal((await open({}, broken)).body.error.code, 'json_malformed')
  await server.core.store.tx((tx) => tx.run("update accounts set status = 'suspended' where account_id = $1", [server.home.account.id]))
  server.core.accounts.clear()
  assert.equal((await from(server.url)).body.error.code, 'account_suspended')
})

test('one address opens so many sessions a minute and no more', async (t) => {
  const { open } = await startWidget(t)
  const from = (address: string) => open({}, { headers: { 'x-forwarded-for': address } })
  for (let i = 0; i < 300; i++) assert.equal((await from('198.51.100.7')).status, 200)
  const refused = await from('198.51.100.7')
  assert.deepEqual([refused.status, refused.body.error.code], [429, 'rate_limited'])
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  assert.equal((await from('198.51.100.8')).status, 200)
})

function read(server: TestServer, token: string) {
  return server.call('GET', '/parley/v1/conversations', { token })
}
