import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { createToken } from '../../core/tokens/create-token.ts'
import { createClient, failure } from './test-client.ts'

async function start(t: TestContext) {
  const server = await startServer(t)
  const client = createClient(server)
  const sent = (await client.send({ content: 'Hello!' })).body.data.id as string
  const own = client.pathOf(server.home.conversation)
  /** Every route there is, as a request that Ann may make. */
  const routes = (conversation = own, user = client.user(server.home.eve)): [method: string, path: string, body?: unknown][] => [
    ['GET', `${conversation}/messages`],
    ['POST', `${conversation}/messages`, { content: 'Hello!' }],
    ['GET', '/ondi/messaging/conversations'],
    ['POST', '/ondi/messaging/conversations', { participants: [user] }],
    ['GET', conversation],
    ['PUT', conversation, { title: 'x' }],
    ['PATCH', conversation, { title: 'y' }],
    ['PUT', `${conversation}/participants`, { action: 'add', user_ids: [user] }],
    ['PUT', `${conversation}/read-status?message_id=${sent}`],
    ['PATCH', `${conversation}/read-status?message_id=${sent}`],
    ['POST', `${conversation}/read-status?message_id=${sent}`],
    ['GET', '/ondi/users/me'],
  ]
  return { server, client, home: server.home, away: server.away, routes, own }
}

test('every route refuses a missing and a wrong credential, and one that is no user’s, with 401 and without a trace', async (t) => {
  const { server, client, routes } = await start(t)
  const before = await client.countRows()
  for (const [method, path, body] of routes()) {
    for (const token of [undefined, 'wrong', 'x'.repeat(5000), server.clientToken, server.portfolioToken, server.installToken]) {
      const answer = await server.call(method, path, { token, body })
      assert.deepEqual([answer.status, answer.body], [401, failure('Unauthorized')], `${method} ${path}`)
    }
    const basic = await server.call(method, path, { headers: { authorization: 'Basic YTpi' }, body })
    assert.equal(basic.status, 401)
  }
  assert.deepEqual(await client.countRows(), before)
})

test('another account’s conversation does not exist, whichever way round', async (t) => {
  const { server, client, home, away, routes } = await start(t)
  const other = createClient(server, away)
  const before = await client.countRows()
  const unknown = failure('Conversation not found')
  const cases = [
    [home.tokens.ondi, routes(other.pathOf(away.conversation), client.user(home.eve))],
    [away.tokens.ondi, routes(client.pathOf(home.conversation), other.user(away.eve))],
    [home.tokens.ondi, routes('/ondi/messaging/conversations/00000000-0000-4000-8000-000000000000')],
    [home.tokens.ondi, routes(`/ondi/messaging/conversations/${client.user(home.ann)}`)],
  ] as const
  for (const [token, list] of cases) {
    for (const [method, path, body] of list.filter(([, path]) => /conversations\/./.test(path))) {
      const answer = await server.call(method, path, { token, body })
      assert.deepEqual([answer.status, answer.body], [404, unknown], `${method} ${path}`)
    }
  }
  const foreign = await server.call('POST', '/ondi/messaging/conversations', {
    token: home.tokens.ondi,
    body: { participants: [other.user(away.eve)] },
  })
  assert.deepEqual([foreign.status, foreign.body], [404, failure('User not found')])
  assert.deepEqual(await client.countRows(), before)
})

test('tenant_id may be left out or be the token’s own; another tenant is 403, an unknown one 404, anything else 400', async (t) => {
  const { server, client, away, routes } = await start(t)
  const other = createClient(server, away)
  for (const [method, path, body] of routes()) {
    const sign = path.includes('?') ? '&' : '?'
    for (const [tenant, status, message] of [
      [other.tenant, 403, 'Forbidden'],
      ['00000000-0000-4000-8000-000000000000', 404, 'Tenant not found'],
      ['{{tenant_id}}', 400, 'tenant_id must be a UUID'],
    ] as const) {
      const answer = await client.call(method, `${path}${sign}tenant_id=${encodeURIComponent(tenant)}`, { body })
      assert.deepEqual([answer.status, answer.body], [status, failure(message)], `${method} ${path}`)
    }
    for (const tenant of ['', client.tenant, client.tenant.toUpperCase()]) {
      const { status } = await client.call(method, `${path}${sign}tenant_id=${tenant}`, { body })
      // Added once, somebody cannot be added again.
      assert.ok(status < 300 || (path.endsWith('/participants') && status === 400), `${method} ${path} ${status}`)
    }
  }
})

test('a token over several tenants has to name one of them', async (t) => {
  const { server, client, home, away } = await start(t)
  const other = createClient(server, away)
  const { secret } = await server.core.store.tx((tx) =>
    createToken(server.core, tx, {
      accountId: 0,
      accountIds: [home.account.id],
      author: { kind: 'member', id: home.ann.id },
      scope: 'portfolio',
      dialect: 'ondi',
      label: 'test',
    }),
  )
  const list = (query: string) => client.list(query, secret)
  const missing = await list('')
  assert.deepEqual([missing.status, missing.body], [400, failure('tenant_id is required')])
  assert.equal((await list('?tenant_id=')).status, 400)
  assert.equal((await list(`?tenant_id=${client.tenant}`)).status, 200)
  assert.equal((await list(`?tenant_id=${other.tenant}`)).status, 403)
})

test('an API key of a user works in either spelling of its header', async (t) => {
  const { server, client, home } = await start(t)
  const path = client.messagesOf(home.conversation)
  for (const header of ['X-APIKey', 'X-API-Key']) {
    assert.equal((await server.call('GET', path, { headers: { [header]: home.tokens.ondi } })).status, 200)
    assert.equal((await server.call('GET', path, { headers: { [header]: server.portfolioToken } })).status, 401)
  }
})

test('paths work under the mount, at the root, and behind an optional /v1', async (t) => {
  const { client, own } = await start(t)
  const bare = own.replace('/ondi', '')
  for (const path of [own, bare, `/v1${bare}`, own.replace('/ondi', '/ondi/v1')]) {
    assert.equal((await client.call('GET', `${path}/messages?language=ar`)).body.total, 1, path)
  }
  for (const path of ['/ondi/users/me', '/users/me', '/v1/users/me']) assert.equal((await client.call('GET', path)).status, 200, path)
})

test('an id that is no UUID is 400; unknown addresses and wrong methods are 404, all in the vendor’s envelope', async (t) => {
  const { server, client, home, own } = await start(t)
  for (const id of ['7', 'x', ':conversationId', `${client.user(home.ann)}0`]) {
    const answer = await client.call('GET', `/ondi/messaging/conversations/${id}/messages`)
    assert.deepEqual([answer.status, answer.body], [400, failure('conversationId must be a UUID')], id)
  }
  assert.equal((await server.call('GET', '/ondi/messaging/conversations/x/messages')).status, 401)
  for (const [method, path] of [
    ['DELETE', `${own}/messages`],
    ['PUT', `${own}/messages`],
    ['POST', '/ondi/users/me'],
    ['GET', '/ondi/auth/login'],
    ['GET', '/ondi/nothing'],
    ['GET', '/messaging/nothing'],
  ] as const) {
    const answer = await client.call(method, path)
    assert.deepEqual([answer.status, answer.body], [404, failure('Not found')], `${method} ${path}`)
  }
  const broken = await client.call('GET', '/ondi/messaging/conversations/%E0%A4%A/messages')
  assert.deepEqual([broken.status, broken.body.success], [400, false])
})
