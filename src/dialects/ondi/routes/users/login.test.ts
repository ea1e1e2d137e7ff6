import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

const PASSWORD = 'correct horse'

async function givePasswords(server: TestServer): Promise<void> {
  const { home } = server
  const token = home.secrets.ann
  for (const path of [`/members/${home.ann.id}`, `/contacts/${home.jane.id}`]) {
    const answer = await server.call('PUT', `/parley/v1${path}/password`, { token, body: { password: PASSWORD } })
    assert.equal(answer.status, 204, answer.text)
  }
}

test('a member and a customer log in and use their tokens, behind the prefix, at the root and behind /v1', async (t) => {
  const server = await startServer(t)
  const client = createClient(server)
  const { home } = server
  await givePasswords(server)
  for (const [path, person, admin] of [
    ['/ondi/auth/login', home.ann, true],
    ['/auth/login', home.jane, false],
    ['/v1/auth/login', home.ann, true],
  ] as const) {
    const { status, body } = await server.call('POST', path, { body: { email: person.email, password: PASSWORD } })
    assert.equal(status, 200, JSON.stringify(body))
    const { user, access_token, refresh_token, ...rest } = body
    assert.deepEqual(rest, { success: true, message: 'Logged in successfully', expires_in: 3600 })
    assert.deepEqual([user.id, user.email, user.is_system_admin], [client.user(person), person.email, admin])
    assert.equal((await client.list('', access_token)).status, 200)
    assert.equal((await client.list('', refresh_token)).status, 401, 'a refresh token opens nothing')
    assert.deepEqual((await client.call('GET', '/ondi/users/me', { token: access_token })).body.user, user)
  }
})

test('a tenant may be named in the body or the query; an unknown one is 404, one where the password is wrong 401', async (t) => {
  const server = await startServer(t)
  await givePasswords(server)
  const { home, away, core } = server
  const [here, there] = [home, away].map((place) => core.ids.toUuid('account', place.account.id))
  const login = (query: string, body: object = {}) =>
    server.call('POST', `/ondi/auth/login${query}`, { body: { email: home.ann.email, password: PASSWORD, ...body } })
  assert.equal((await login(`?tenant_id=${here}`)).status, 200)
  assert.equal((await login('?tenant_id=&language=ar', { tenant_id: here })).status, 200)
  assert.equal((await login('', { tenant_id: there })).status, 401)
  const unknown = await login('?tenant_id=6f1d3c52-0000-4000-8000-000000000000')
  assert.deepEqual([unknown.status, unknown.body], [404, failure('Tenant not found')])
})

test('whatever is wrong with a login is refused, and opens no session', async (t) => {
  const server = await startServer(t)
  await givePasswords(server)
  const { email } = server.home.ann
  const tokens = async () => (await server.core.store.one<{ count: number }>('select count(*) as count from tokens'))?.count
  const before = await tokens()
  for (const [body, status, message] of [
    [{ email, password: 'wrong horse' }, 401, 'Invalid email or password'],
    [{ email: 'nobody@home.example', password: PASSWORD }, 401, 'Invalid email or password'],
    [{ email: server.home.bob.email, password: PASSWORD }, 401, 'Invalid email or password'],
    [{ email }, 400, undefined],
    [{ password: PASSWORD }, 400, undefined],
    [{ email, password: 5 }, 400, undefined],
    [{ email, password: '' }, 400, undefined],
    [[], 400, undefined],
  ] as const) {
    const answer = await server.call('POST', '/ondi/auth/login', { body })
    assert.equal(answer.status, status, JSON.stringify(body))
    assert.equal(answer.body.success, false)
    if (message) assert.deepEqual(answer.body, failure(message))
  }
  assert.equal((await server.call('POST', '/ondi/auth/login', { raw: '{', headers: { 'content-type': 'application/json' } })).status, 400)
  assert.equal(await tokens(), before)
})

test('a refresh token is changed once; shown again it ends the session; an expired one is 401', async (t) => {
  const clock = createClock()
  const server = await startServer(t, clock)
  const client = createClient(server)
  await givePasswords(server)
  const login = await server.call('POST', '/ondi/auth/login', { body: { email: server.home.ann.email, password: PASSWORD } })
  clock.pass(3600)
  assert.equal((await client.list('', login.body.access_token)).status, 401)
  const refresh = (refresh_token: unknown) => server.call('POST', '/v1/auth/refresh', { body: { refresh_token } })
  const next = await refresh(login.body.refresh_token)
  const { access_token, refresh_token, ...rest } = next.body
  assert.deepEqual([next.status, rest], [200, { success: true, message: 'Tokens refreshed successfully', expires_in: 3600 }])
  assert.equal((await client.list('', access_token)).status, 200)
  const again = await refresh(login.body.refresh_token)
  assert.deepEqual([again.status, again.body], [401, failure('Unauthorized')])
  assert.equal((await client.list('', access_token)).status, 401)
  assert.equal((await refresh(refresh_token)).status, 401)
  for (const [wrong, status] of [
    [undefined, 400],
    [7, 400],
    ['', 400],
    [server.home.tokens.ondi, 401],
  ] as const) {
    assert.equal((await refresh(wrong)).status, status, String(wrong))
  }
  const late = await server.call('POST', '/ondi/auth/login', { body: { email: server.home.ann.email, password: PASSWORD } })
  clock.pass(30 * 24 * 3600)
  assert.equal((await refresh(late.body.refresh_token)).status, 401)
})

test('somebody of a suspended account can neither log in nor refresh', async (t) => {
  const server = await startServer(t)
  await givePasswords(server)
  const body = { email: server.home.ann.email, password: PASSWORD }
  const { refresh_token } = (await server.call('POST', '/ondi/auth/login', { body })).body
  await server.core.store.tx((tx) => tx.run("update accounts set status = 'suspended' where account_id = $1", [server.home.account.id]))
  server.core.accounts.clear()
  for (const [path, said] of [
    ['/ondi/auth/login', body],
    ['/ondi/auth/refresh', { refresh_token }],
  ] as const) {
    const answer = await server.call('POST', path, { body: said })
    assert.deepEqual([answer.status, answer.body], [403, failure('Forbidden')], path)
  }
})

test('passwords and sessions lie in the store as hashes only, and show in no list of tokens', async (t) => {
  const server = await startServer(t)
  await givePasswords(server)
  const { body } = await server.call('POST', '/ondi/auth/login', { body: { email: server.home.ann.email, password: PASSWORD } })
  const rows = JSON.stringify([
    await server.core.store.all('select * from tokens'),
    await server.core.store.all('select * from passwords'),
    await server.core.store.all('select * from events'),
  ])
  for (const secret of [PASSWORD, body.access_token, body.refresh_token]) assert.ok(!rows.includes(secret))
  const list = (await parleyClient(server, server.home.secrets.ann).get('/tokens')).body.tokens as { label: string }[]
  assert.ok(list.length > 0 && list.every((token) => token.label === 'test'))
})
