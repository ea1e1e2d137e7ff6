import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openEventStream } from '../../../../../test/event-stream-client.ts'
import { type CallAnswer, type CallOptions, ENGINE, startServer, type TestServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'
import type { Place } from '../../../../../test/world.ts'
import { createSignInLink } from '../../../../core/sessions/sign-in-links.ts'

const SESSION = '/parley/v1/session'
const PASSWORD = 'correct horse'
const DAYS_14 = 14 * 24 * 3600
const ATTRIBUTES = 'Path=/parley; HttpOnly; SameSite=Strict'

function clockOf() {
  const clock = { time: Date.UTC(2026, 0, 2) * 1000, now: () => clock.time, pass: (seconds: number) => (clock.time += seconds * 1_000_000) }
  return clock
}

async function givePassword(server: TestServer, kind: 'members' | 'contacts', { id }: { id: number }): Promise<void> {
  const answer = await server.call('PUT', `/parley/v1/${kind}/${id}/password`, {
    token: server.home.secrets.ann,
    body: { password: PASSWORD },
  })
  assert.equal(answer.status, 204, answer.text)
}

type Page = { cookie: string; csrf: string; call(method: string, path: string, options?: CallOptions): Promise<CallAnswer> }

/** A page of a browser that has signed in: its cookie goes with every call, its word with those that change something. */
async function signIn(server: TestServer, body: object): Promise<Page> {
  const answer = await server.call('POST', SESSION, { body })
  assert.equal(answer.status, 200, answer.text)
  const cookie = cookieOf(answer)
  const { csrf } = answer.body
  return {
    cookie,
    csrf,
    call: (method, path, { headers, ...rest } = {}) =>
      server.call(method, `/parley/v1${path}`, { headers: { cookie, 'x-csrf-token': csrf, ...headers }, ...rest }),
  }
}

const cookieOf = ({ headers }: CallAnswer) => /^[^;]*/.exec(headers.get('set-cookie') ?? '')?.[0] ?? ''
const refusalOf = ({ status, body }: CallAnswer) => [status, body?.error?.code]
const linkFor = ({ core }: TestServer, member: Place['ann'], seconds = 60) =>
  core.store.tx((tx) => createSignInLink(core, tx, member, seconds))
const countTokens = async ({ core }: TestServer) => (await core.store.one<{ count: number }>('select count(*) as count from tokens'))?.count

test('a member signs in with a password, a token or a link, works with the cookie, and signs out', async (t) => {
  const clock = clockOf()
  const server = await startServer(t, clock)
  const { home } = server
  await givePassword(server, 'members', home.ann)
  const ways = [
    { email: home.ann.email, password: PASSWORD },
    { email: ' ANN@home.example', password: PASSWORD, accountId: home.account.id },
    { token: home.tokens.ondi },
    { link: await linkFor(server, home.ann) },
  ]
  const members = parleyClient(server, home.secrets.ann)
  const expected = {
    account: { id: home.account.id, name: 'Home', locale: home.account.locale, timezone: home.account.timezone },
    member: (await members.get(`/members/${home.ann.id}`)).body,
    expiresAt: '2026-01-16T00:00:00.000000Z',
  }
  for (const body of ways) {
    const answer = await server.call('POST', SESSION, { body })
    assert.equal(answer.status, 200, answer.text)
    const { csrf, ...shown } = answer.body
    assert.deepEqual(shown, expected)
    assert.match(csrf, /^[\w-]{43}$/)
    const set = answer.headers.get('set-cookie') ?? ''
    assert.match(set, new RegExp(`^parley_session=parley_[\\w-]{32}; Max-Age=${DAYS_14}; ${ATTRIBUTES}$`))
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const headers = { cookie: `theme=dark; ${cookieOf(answer)}; other=1` }
    assert.deepEqual((await server.call('GET', SESSION, { headers })).body, answer.body)
    const said = await server.call('POST', `/parley/v1/conversations/${home.conversation.id}/messages`, {
      headers: { ...headers, 'x-csrf-token': csrf },
      body: { text: 'From the inbox' },
    })
    assert.deepEqual([said.status, said.body.author?.id], [201, home.ann.id], said.text)
    const stream = await openEventStream(`${server.url}/parley/v1/events`, { headers })
    assert.equal((await stream.next(({ type }) => type === 'ready')).type, 'ready')
    stream.close()
    const out = await server.call('DELETE', SESSION, { headers: { ...headers, 'x-csrf-token': csrf } })
    assert.deepEqual([out.status, out.headers.get('set-cookie')], [204, `parley_session=; Max-Age=0; ${ATTRIBUTES}`])
    assert.deepEqual(refusalOf(await server.call('GET', SESSION, { headers })), [401, 'token_invalid'])
  }
  assert.equal((await server.call('GET', '/parley/v1/whoami', { token: home.tokens.ondi })).status, 200, 'a token outlives its sessions')
  const rows = JSON.stringify(await server.core.store.all('select * from tokens'))
  for (const { link } of ways) assert.ok(link === undefined || !rows.includes(link), 'a link lies in the store as a hash only')
  assert.ok((await members.get('/tokens')).body.tokens.every(({ label }: { label: string }) => label === 'test'))
})

test('a session does what it says in X-CSRF-Token alone, and for pages of the server alone', {
  skip: ENGINE === 'postgres' && 'no matter of the store',
}, async (t) => {
  const server = await startServer(t)
  const { home } = server
  const ann = await signIn(server, { token: home.secrets.ann })
  const bob = await signIn(server, { token: home.secrets.bob })
  const twin = await signIn(server, { token: home.secrets.ann })
  const change = (headers: Record<string, string>) =>
    server.call('PATCH', `/parley/v1/accounts/${home.account.id}`, {
      headers: { cookie: ann.cookie, ...headers },
      body: { name: 'Renamed' },
    })
  for (const csrf of [undefined, '', 'wrong', `${ann.csrf}x`, bob.csrf, twin.csrf]) {
    const answer = await change(csrf === undefined ? {} : { 'x-csrf-token': csrf })
    assert.deepEqual(refusalOf(answer), [403, 'csrf_invalid'], csrf)
    assert.match(answer.body.error.message, /GET \/parley\/v1\/session/)
  }
  const foreign = ['https://evil.example', 'http://127.0.0.1:1', `http://127.0.0.1.evil.example:${new URL(server.url).port}`, 'null', 'x']
  for (const origin of foreign) {
    assert.deepEqual(refusalOf(await change({ origin, 'x-csrf-token': ann.csrf })), [403, 'origin_not_allowed'], origin)
    assert.deepEqual(refusalOf(await ann.call('GET', '/members', { headers: { origin } })), [403, 'origin_not_allowed'])
    assert.deepEqual(refusalOf(await server.call('POST', SESSION, { headers: { origin }, body: { token: home.secrets.ann } })), [
      403,
      'origin_not_allowed',
    ])
    const bearer = await server.call('GET', '/parley/v1/members', { token: home.secrets.bob, headers: { origin, cookie: ann.cookie } })
    assert.equal(bearer.status, 200, 'a token is anybody’s who has it')
  }
  assert.equal((await change({ 'x-csrf-token': ann.csrf, origin: server.url })).status, 200)
  const head = await ann.call('HEAD', '/members', { headers: { 'x-csrf-token': '' } })
  assert.equal(head.status, 200)
})

test('a Bearer token wins over the cookie, needs no word, and has no session', {
  skip: ENGINE === 'postgres' && 'no matter of the store',
}, async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { cookie } = await signIn(server, { token: home.secrets.ann })
  const headers = { cookie }
  const token = home.secrets.jane
  assert.equal((await server.call('GET', '/parley/v1/whoami', { token, headers })).body.author.id, home.jane.id)
  assert.deepEqual(refusalOf(await server.call('GET', '/parley/v1/whoami', { token: 'wrong', headers })), [401, 'token_invalid'])
  assert.equal(
    (await server.call('POST', `/parley/v1/conversations/${home.conversation.id}/typing`, { token, headers, body: { on: true } })).status,
    204,
  )
  for (const method of ['GET', 'DELETE']) {
    assert.deepEqual(refusalOf(await server.call(method, SESSION, { token: home.secrets.ann, headers })), [404, 'session_not_found'])
    assert.deepEqual(refusalOf(await server.call(method, SESSION)), [401, 'token_missing'])
  }
  // A proxy in front may have a password of its own.
  assert.equal((await server.call('GET', SESSION, { headers: { cookie, authorization: 'Basic eDp5' } })).status, 200)
})

test('only sessions of members are good in the cookie, and only here', {
  skip: ENGINE === 'postgres' && 'no matter of the store',
}, async (t) => {
  const server = await startServer(t)
  const { home } = server
  await givePassword(server, 'contacts', home.jane)
  const customer = await server.call('POST', '/ondi/auth/login', { body: { email: home.jane.email, password: PASSWORD } })
  for (const secret of [
    home.secrets.ann,
    server.installToken,
    home.tokens.mews,
    customer.body.access_token,
    customer.body.refresh_token,
    'x',
  ]) {
    const headers = { cookie: `parley_session=${secret}` }
    assert.deepEqual(refusalOf(await server.call('GET', '/parley/v1/whoami', { headers })), [401, 'token_invalid'])
  }
  const { cookie } = await signIn(server, { token: home.secrets.ann })
  for (const named of [`x${cookie}`, cookie.replace('=', 's='), `${cookie}.x`, `other="; ${cookie}`.slice(0, 9)]) {
    assert.deepEqual(refusalOf(await server.call('GET', SESSION, { headers: { cookie: named } })), [401, 'token_missing'], named)
  }
  const elsewhere = [`/chatwoot/api/v1/accounts/${home.account.id}/inboxes`, '/ondi/messaging/conversations', '/tidysupport/v1/customers']
  for (const path of elsewhere) assert.equal((await server.call('GET', path, { headers: { cookie } })).status, 401, path)
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/parley/v1/events`, { headers: { cookie } } as never)
  const refused = new Promise<{ code: number; reason: string }>((resolve) => socket.addEventListener('close', resolve as never))
  socket.addEventListener('open', () => socket.send('{"type":"hello"}'))
  const { code } = await refused
  assert.equal(code, 1008, 'a socket waits for its token, whatever cookie came with it')
})

test('whoever is no member of the team, or proves nothing, is not signed in', async (t) => {
  const clock = clockOf()
  const server = await startServer(t, clock)
  const { home, away } = server
  await givePassword(server, 'members', home.ann)
  await givePassword(server, 'contacts', home.jane)
  const stale = await linkFor(server, home.bob)
  clock.pass(60)
  const ended = await linkFor(server, home.eve)
  assert.equal((await parleyClient(server, home.secrets.ann).delete(`/members/${home.eve.id}`)).status, 204)
  const link = await linkFor(server, home.ann)
  const before = await countTokens(server)
  const email = home.ann.email
  const cases: [body: object, status: number, code: string][] = [
    [{ email, password: 'wrong horse' }, 401, 'credentials_invalid'],
    [{ email, password: PASSWORD, accountId: away.account.id }, 401, 'credentials_invalid'],
    [{ email: home.jane.email, password: PASSWORD }, 403, 'members_only'],
    [{ token: home.secrets.jane }, 403, 'members_only'],
    [{ token: server.installToken }, 403, 'members_only'],
    [{ token: server.portfolioToken }, 403, 'members_only'],
    [{ token: home.tokens.mews }, 403, 'members_only'],
    [{ token: 'wrong' }, 401, 'token_invalid'],
    [{ token: home.secrets.eve }, 401, 'token_invalid'],
    [{ token: link }, 401, 'token_invalid'],
    [{ link: home.secrets.ann }, 401, 'link_invalid'],
    [{ link: 'wrong' }, 401, 'link_invalid'],
    [{ link: stale }, 401, 'link_invalid'],
    [{ link: ended }, 401, 'link_invalid'],
    [{}, 422, 'body_invalid'],
    [{ email }, 422, 'body_invalid'],
    [{ password: PASSWORD }, 422, 'body_invalid'],
    [{ email, password: PASSWORD, link }, 422, 'body_invalid'],
    [{ accountId: home.account.id, link }, 422, 'body_invalid'],
    [{ token: 5 }, 422, 'body_invalid'],
    [{ link, other: 1 }, 422, 'body_invalid'],
    [[], 422, 'body_invalid'],
    [{ token: 'x'.repeat(20_000) }, 413, 'body_too_large'],
  ]
  for (const [body, status, code] of cases) {
    const answer = await server.call('POST', SESSION, { body })
    assert.deepEqual(refusalOf(answer), [status, code], JSON.stringify(body))
    assert.equal(answer.headers.get('set-cookie'), null)
  }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const answer = await server.call('POST', SESSION, { raw: JSON.stringify({ link }), headers: { 'content-type': type } })
    assert.deepEqual(refusalOf(answer), [415, 'media_type_unsupported'], 'a form of another page cannot sign anybody in')
  }
  assert.equal(await countTokens(server), before)
  for (const secret of [link, stale]) {
    assert.deepEqual(refusalOf(await server.call('GET', '/parley/v1/whoami', { token: secret })), [401, 'token_invalid'])
    assert.deepEqual(refusalOf(await server.call('GET', SESSION, { headers: { cookie: `parley_session=${secret}` } })), [
      401,
      'token_invalid',
    ])
  }
})

test('a session ends with its time, its token, its member’s place and password, and its account', async (t) => {
  const clock = clockOf()
  const server = await startServer(t, clock)
  const { home, core } = server
  const ann = parleyClient(server, home.secrets.ann)
  await givePassword(server, 'members', home.bob)
  const make = async (member: Place['ann'], more: object = {}) =>
    (await ann.post('/tokens', { author: { kind: 'member', id: member.id }, ...more })).body as { id: number; secret: string }
  const byHand = await make(home.bob)
  const short = await make(home.bob, { expiresAt: '2026-01-02T01:00:00Z' })
  const pages = {
    ofToken: await signIn(server, { token: byHand.secret }),
    ofSession: await signIn(server, { token: byHand.secret }),
    ofShort: await signIn(server, { token: short.secret }),
    ofPassword: await signIn(server, { email: home.bob.email, password: PASSWORD }),
    ofMember: await signIn(server, { link: await linkFor(server, home.eve) }),
    ofAccount: await signIn(server, { token: home.secrets.ann }),
  }
  const statusOf = async (page: Page) => refusalOf(await page.call('GET', '/session'))
  const alive = [200, undefined]
  const over = [401, 'token_invalid']
  for (const page of Object.values(pages)) assert.deepEqual(await statusOf(page), alive)

  assert.equal((await pages.ofSession.call('DELETE', '/session')).status, 204)
  assert.deepEqual(await statusOf(pages.ofSession), over)
  assert.deepEqual(await statusOf(pages.ofToken), alive, 'one browser signs out for itself')
  assert.equal((await ann.delete(`/tokens/${byHand.id}`)).status, 204)
  assert.deepEqual(await statusOf(pages.ofToken), over)
  clock.pass(3600)
  assert.deepEqual(await statusOf(pages.ofShort), over)
  await givePassword(server, 'members', home.bob)
  assert.deepEqual(await statusOf(pages.ofPassword), over)
  assert.equal((await ann.delete(`/members/${home.eve.id}`)).status, 204)
  assert.deepEqual(await statusOf(pages.ofMember), over)

  const again = await signIn(server, { email: home.bob.email, password: PASSWORD })
  await core.store.tx((tx) => tx.run("update accounts set status = 'suspended' where account_id = $1", [home.account.id]))
  core.accounts.clear()
  assert.deepEqual(await statusOf(pages.ofAccount), [403, 'account_suspended'])
  const bodies = [{ email: home.bob.email, password: PASSWORD }, { token: home.secrets.bob }, { link: await linkFor(server, home.bob) }]
  for (const body of bodies) assert.deepEqual(refusalOf(await server.call('POST', SESSION, { body })), [403, 'account_suspended'])
  await core.store.tx((tx) => tx.run("update accounts set status = 'active' where account_id = $1", [home.account.id]))
  core.accounts.clear()
  clock.pass(DAYS_14 - 1)
  assert.deepEqual(await statusOf(again), alive)
  clock.pass(1)
  assert.deepEqual(await statusOf(again), over)
})

test('whoever tries too often is told how many seconds to wait', { skip: ENGINE === 'postgres' && 'no matter of the store' }, async (t) => {
  const clock = clockOf()
  const server = await startServer(t, clock)
  await givePassword(server, 'members', server.home.ann)
  const attempt = (password: string) => server.call('POST', SESSION, { body: { email: server.home.ann.email, password } })
  for (let tries = 0; tries < 6; tries++) {
    if (tries === 5) clock.pass(1)
    assert.deepEqual(refusalOf(await attempt('wrong horse')), [401, 'credentials_invalid'])
  }
  const locked = await attempt(PASSWORD)
  assert.deepEqual([...refusalOf(locked), locked.headers.get('retry-after')], [429, 'sign_in_locked', '2'])
  clock.pass(2)
  assert.equal((await attempt(PASSWORD)).status, 200)
})

test('where the browser came by https, the cookie comes back by https only', {
  skip: ENGINE === 'postgres' && 'no matter of the store',
}, async (t) => {
  const server = await startServer(t)
  const isSecure = async (headers: Record<string, string>) => {
    const answer = await server.call('POST', SESSION, { body: { token: server.home.secrets.ann }, headers })
    assert.equal(answer.status, 200, answer.text)
    return answer.headers.get('set-cookie')?.endsWith('; Secure')
  }
  const { host } = new URL(server.url)
  assert.equal(await isSecure({}), false)
  assert.equal(await isSecure({ origin: server.url }), false)
  assert.equal(await isSecure({ origin: `https://${host}` }), true, 'through a proxy')
  server.core.publicUrl = 'https://chat.example.com'
  assert.equal(await isSecure({}), true)
  assert.equal(await isSecure({ origin: 'https://chat.example.com' }), true)
})
