import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type CallAnswer, ENGINE, startServer, type TestServer } from '../../test/harness.ts'
import { countRows, mewsClient, threadId } from '../../test/mews-client.ts'
import { systemCtx } from '../core/accounts/create-account.ts'
import { ensureContactChannel } from '../core/channels/ensure-contact-channel.ts'
import { createContact } from '../core/contacts/create-contact.ts'
import { DIALECT_NAMES, type DialectName } from '../model/token.ts'

const START = Date.parse('2026-01-05T10:00:00Z') * 1000
const SECOND = 1_000_000

/** A server that limits some dialects, and a clock that stands still until it is moved. */
async function start(t: TestContext, ...limited: DialectName[]) {
  const clock = { now: START }
  const server = await startServer(t, { now: () => clock.now, parts: { limits: new Set(limited) } })
  return { server, clock }
}

/** The same request again and again, a hundred at a time; how many were refused with 429, and the last answer. */
async function repeat(times: number, send: () => Promise<CallAnswer>): Promise<{ refused: number; last: CallAnswer }> {
  const answers: CallAnswer[] = []
  while (answers.length < times) {
    answers.push(...(await Promise.all(Array.from({ length: Math.min(100, times - answers.length) }, send))))
  }
  return { refused: answers.filter((one) => one.status === 429).length, last: answers.at(-1) as CallAnswer }
}

/** One cheap read of each dialect with one of home's tokens, and how this vendor says that there were too many. */
const READS: Record<DialectName, [path: (server: TestServer) => string, body: (answer: CallAnswer) => unknown, retryAfter: string]> = {
  parley: [
    () => '/parley/v1/whoami',
    ({ body }) => ({ error: { code: 'rate_limited', message: 'Too many requests.', requestId: body.error.requestId } }),
    '60',
  ],
  chatwoot: [({ home }) => `/chatwoot/api/v1/accounts/${home.account.id}/inboxes`, () => 'Retry later', '60'],
  ndoto: [({ home }) => `/ndoto/api/v1/accounts/${home.account.id}/inboxes`, () => ({ error: 'Rate limit exceeded' }), '60'],
  '99digital': [({ home }) => `/99digital/api/v1/accounts/${home.account.id}/inboxes`, () => ({ error: 'Rate limit exceeded' }), '60'],
  ondi: [() => '/ondi/users/me', () => ({ success: false, message: 'Too many requests' }), '60'],
  mews: [() => '', ({ body }) => ({ Message: 'Too many requests', RequestId: body.RequestId, Details: null }), '30'],
  tidysupport: [
    () => '/tidysupport/v1/customers',
    () => ({ statusCode: 429, error: 'Too Many Requests', message: 'Too many requests.' }),
    '60',
  ],
}

/** Requests are counted in memory. */
const ONCE = { skip: ENGINE === 'postgres' && 'no matter of the store' }

for (const name of DIALECT_NAMES) {
  const most = name === 'mews' ? 200 : 3000
  test(
    `${name}: of more than ${most} requests with one token the rest is refused in the vendor’s words, until the time is over`,
    ONCE,
    async (t) => {
      const { server, clock } = await start(t, name)
      const [path, body, retryAfter] = READS[name]
      const token = server.home.tokens[name]
      const send = name === 'mews' ? () => mewsClient(server).post('configuration/get') : () => server.call('GET', path(server), { token })
      assert.equal((await repeat(most, send)).refused, 0)
      const refused = await send()
      assert.deepEqual([refused.status, refused.body], [429, body(refused)])
      assert.equal(refused.headers.get('retry-after'), retryAfter)
      const other = name === 'mews' ? mewsClient(server, 'away').post('configuration/get') : undefined
      const elsewhere = await (other ?? server.call('GET', path({ ...server, home: server.away }), { token: server.away.tokens[name] }))
      assert.equal(elsewhere.status, 200, 'another token has an allowance of its own')
      const span = name === 'mews' ? 30 : 60
      clock.now += span * SECOND - 1
      const late = await send()
      assert.deepEqual([late.status, late.headers.get('retry-after')], [429, '1'])
      clock.now += 1
      assert.equal((await send()).status, 200)
    },
  )
}

test('nothing is limited unless it is switched on, and then one dialect alone', async (t) => {
  const { server } = await start(t, 'ndoto')
  assert.equal((await repeat(201, () => mewsClient(server).post('configuration/get'))).refused, 0)
  const { home } = server
  const search = (name: 'ndoto' | 'chatwoot') => () =>
    server.call('GET', `/${name}/api/v1/accounts/${home.account.id}/contacts/search?q=x`, { token: home.tokens[name] })
  assert.equal((await repeat(101, search('chatwoot'))).refused, 0)
  assert.equal((await repeat(101, search('ndoto'))).refused, 1)
})

test('Mews: an allowance begins with its first request; tokens are looked at before it, parameters after it', async (t) => {
  const { server, clock } = await start(t, 'mews')
  const { post } = mewsClient(server)
  const bad = () => post('messages/getAll', { Limitation: 5 })
  assert.equal((await bad()).status, 400)
  clock.now += 29 * SECOND
  assert.equal((await repeat(199, bad)).last.status, 400)
  const before = await countRows(server)
  const message = { Messages: [{ MessageThreadId: threadId(server, server.home.conversation), Text: 'Hi' }] }
  for (const refused of [await bad(), await post('messages/add', message)]) {
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1'])
    assert.equal(refused.headers.get('request-id'), refused.body.RequestId)
  }
  assert.deepEqual(await countRows(server), before)
  assert.equal((await post('messages/getAll', { ClientToken: 'nobody' })).status, 401)
  assert.equal(
    (await server.call('POST', '/api/connector/v1/messages/getAll', { raw: '{', headers: { 'content-type': 'application/json' } })).status,
    400,
  )
  assert.equal((await mewsClient(server, 'stranger').post('configuration/get')).status, 200)
  assert.equal((await mewsClient(server, 'portfolio').post('configuration/get')).status, 200)
  clock.now += SECOND
  assert.equal((await repeat(200, bad)).last.status, 400)
  assert.equal((await bad()).headers.get('retry-after'), '30')
})

test('the Chatwoot family: contacts are searched a hundred times a minute in an account, whoever asks', async (t) => {
  const { server, clock } = await start(t, 'chatwoot', 'ndoto', '99digital')
  const { home, away } = server
  for (const name of ['chatwoot', 'ndoto', '99digital'] as const) {
    const search =
      (token: string, place = home) =>
      () =>
        server.call('GET', `/${name}/api/v1/accounts/${place.account.id}/contacts/search?q=jane`, { token })
    assert.equal((await repeat(60, search(home.tokens[name]))).refused, 0)
    assert.equal((await repeat(41, search(home.secrets.bob))).refused, 1)
    assert.equal((await search(away.tokens[name], away)()).status, 200)
    assert.equal(
      (await server.call('GET', `/${name}/api/v1/accounts/${home.account.id}/contacts`, { token: home.tokens[name] })).status,
      200,
    )
  }
  clock.now += 60 * SECOND
  const again = `/chatwoot/api/v1/accounts/${home.account.id}/contacts/search?q=jane`
  assert.equal((await server.call('GET', again, { token: home.tokens.chatwoot })).status, 200)
})

test('the Chatwoot family: a conversation takes 200 messages a minute, from both sides together; the others go on', async (t) => {
  const { server, clock } = await start(t, 'chatwoot', 'ndoto', '99digital')
  const { home, core } = server
  const visitor = await server.call('POST', `/chatwoot/public/api/v1/inboxes/${home.channel.identifier}/contacts`, { body: {} })
  const own = `/chatwoot/public/api/v1/inboxes/${home.channel.identifier}/contacts/${visitor.body.source_id}/conversations`
  const { id } = (await server.call('POST', own, { body: {} })).body
  const agent = (name: 'chatwoot' | 'ndoto' | '99digital', number: number) => () =>
    server.call('POST', `/${name}/api/v1/accounts/${home.account.id}/conversations/${number}/messages`, {
      token: home.tokens[name],
      body: { content: 'ping', message_type: 'outgoing' },
    })
  const say = () => server.call('POST', `${own}/${id}/messages`, { body: { content: 'pong' } })
  const count = async () => (await core.store.one<{ n: number }>('select count(*) as n from messages'))?.n
  const half = await Promise.all([repeat(100, agent('chatwoot', id)), repeat(100, say)])
  assert.deepEqual(
    half.map(({ last }) => last.status),
    [200, 200],
  )
  const before = await count()
  const refused = await agent('chatwoot', id)()
  assert.deepEqual([refused.status, refused.body], [422, { error: 'Validation failed: Too many messages' }])
  const told = await say()
  assert.deepEqual([told.status, told.body], [422, { message: 'Too many messages', attributes: ['base'] }])
  assert.equal(await count(), before)
  assert.equal((await agent('chatwoot', home.conversation.number)()).status, 200)
  for (const name of ['ndoto', '99digital'] as const) {
    assert.equal((await repeat(200, agent(name, id))).last.status, 200)
    const { status, body } = await agent(name, id)()
    assert.deepEqual([status, body], [422, { error: 'Too many messages' }])
  }
  clock.now += 60 * SECOND
  assert.equal((await agent('chatwoot', id)()).status, 200)
  assert.equal((await say()).status, 200)
})

test('a clock that was set back keeps nobody out', async (t) => {
  const { server, clock } = await start(t, 'mews')
  const send = () => mewsClient(server).post('configuration/get')
  assert.equal((await repeat(201, send)).refused, 1)
  clock.now -= 3600 * SECOND
  assert.equal((await send()).status, 200)
})

test('a visitor of the Client API is a caller like any other; whoever has no name is known by address', async (t) => {
  const { server } = await start(t, 'chatwoot')
  assert.equal((await repeat(3001, () => server.call('GET', '/chatwoot/api'))).refused, 1)
  const contacts = `/chatwoot/public/api/v1/inboxes/${server.home.channel.identifier}/contacts`
  assert.equal((await server.call('POST', contacts, { body: {} })).status, 429)
  const ctx = systemCtx(server.core, server.home.account.id)
  const [one, other] = await server.core.store.tx(async (tx) => {
    const links = []
    for (const name of ['One', 'Other']) {
      const contact = await createContact(ctx, tx, { name })
      links.push(await ensureContactChannel(ctx, tx, { channelId: server.home.channel.id, contactId: contact.id }))
    }
    return links
  })
  assert.equal((await repeat(3001, () => server.call('GET', `${contacts}/${one?.sourceId}`))).refused, 1)
  assert.equal((await server.call('GET', `${contacts}/${other?.sourceId}`)).status, 200)
})
