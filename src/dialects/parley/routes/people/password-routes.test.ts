import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'

const PASSWORD = 'correct horse'

test('an administrator gives and takes passwords; nobody else does', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const path = `/parley/v1/contacts/${home.jane.id}/password`
  const put = (token: string, body: unknown, at = path, headers = {}) => server.call('PUT', at, { token, body, headers })
  const login = async (password = PASSWORD) =>
    (await server.call('POST', '/ondi/auth/login', { body: { email: home.jane.email, password } })).status
  assert.equal((await put(home.secrets.ann, { password: PASSWORD })).status, 204)
  assert.equal(await login(), 200)
  for (const [token, status] of [
    [home.secrets.bob, 403],
    [home.secrets.jane, 403],
    [away.secrets.ann, 404],
    ['wrong', 401],
  ] as const) {
    assert.equal((await put(token, { password: 'stolen horse' })).status, status)
    assert.equal((await server.call('DELETE', path, { token })).status, status)
  }
  for (const body of [{}, { password: 'short' }, { password: 5 }, { password: 'x'.repeat(1025) }, { password: PASSWORD, more: 1 }]) {
    assert.equal((await put(home.secrets.ann, body)).status, 422, JSON.stringify(body))
  }
  assert.equal(await login(), 200)
  const wrongKind = await put(home.secrets.ann, { password: PASSWORD }, `/parley/v1/members/${home.jane.id}/password`)
  assert.deepEqual([wrongKind.status, wrongKind.body.error.code], [404, 'member_not_found'])
  const { id } = (await server.call('POST', '/parley/v1/contacts', { token: home.secrets.ann, body: { name: 'No address' } })).body
  const nowhere = await put(home.secrets.ann, { password: PASSWORD }, `/parley/v1/contacts/${id}/password`)
  assert.deepEqual([nowhere.status, nowhere.body.error.code], [422, 'password_needs_email'])
  assert.equal((await server.call('DELETE', path, { token: home.secrets.ann })).status, 204)
  assert.equal(await login(), 401)
})

test('what is kept of a keyed request is no quick way to the password', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const path = `/parley/v1/members/${home.bob.id}/password`
  const put = (password: string) =>
    server.call('PUT', path, { token: home.secrets.ann, body: { password }, headers: { 'idempotency-key': 'once' } })
  assert.deepEqual([(await put(PASSWORD)).status, (await put(PASSWORD)).status, (await put('another horse')).status], [204, 204, 422])
  const quick = hash('sha256', `PUT ${path}\n${JSON.stringify({ password: PASSWORD })}`, 'base64')
  assert.ok(!JSON.stringify(await core.store.all('select * from idempotency_keys')).includes(quick))
})
