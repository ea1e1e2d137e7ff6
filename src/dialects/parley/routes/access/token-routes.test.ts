import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'

test('a token is made for any dialect, shown once, used, listed and revoked', async (t) => {
  let now = Date.UTC(2026, 0, 2) * 1000
  const server = await startServer(t, { now: () => now })
  const { home } = server
  const admin = parleyClient(server, home.secrets.ann)
  const author = { kind: 'member', id: home.eve.id }
  const made = await admin.post('/tokens', { author, label: 'Eve’s phone', expiresAt: '2026-01-03T00:00:00Z' })
  assert.equal(made.status, 201)
  const { secret, ...shown } = made.body
  assert.match(secret, /^parley_[\w-]{32}$/)
  assert.deepEqual(shown, {
    id: shown.id,
    author: { ...author, name: home.eve.name },
    dialect: 'parley',
    label: 'Eve’s phone',
    createdAt: '2026-01-02T00:00:00.000000Z',
    expiresAt: '2026-01-03T00:00:00.000000Z',
  })
  const eve = parleyClient(server, secret)
  assert.equal((await eve.get('/whoami')).body.author.id, home.eve.id)
  const list = await admin.get('/tokens')
  assert.deepEqual(list.body.tokens.at(-1), shown)
  assert.ok(!list.text.includes(secret))
  now = Date.UTC(2026, 0, 3) * 1000
  assert.equal((await eve.get('/whoami')).status, 401)

  const chatwoot = (await admin.post('/tokens', { author, dialect: 'chatwoot' })).body
  const other = parleyClient(server, chatwoot.secret)
  assert.equal((await other.get('/whoami')).status, 200)
  const revoked = await admin.delete(`/tokens/${chatwoot.id}`)
  assert.deepEqual([revoked.status, revoked.text], [204, ''])
  assert.equal((await other.get('/whoami')).status, 401)
  assert.equal((await admin.delete(`/tokens/${chatwoot.id}`)).body.error.code, 'token_not_found')
})

test('a keyed token is made once, its secret is given again and stored nowhere', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const admin = parleyClient(server, home.secrets.ann)
  const body = { author: { kind: 'contact', id: home.jane.id } }
  const create = (key: string) => admin.post('/tokens', body, { headers: { 'idempotency-key': key } })
  const [first, twin] = await Promise.all([create('t1'), create('t1')])
  assert.equal(first.status, 201)
  assert.deepEqual(twin.body, first.body)
  await server.restart()
  assert.deepEqual((await create('t1')).body, first.body)
  const second = (await create('t2')).body
  assert.notEqual(second.secret, first.body.secret)
  const elsewhere = await parleyClient(server, server.away.secrets.ann).post(
    '/tokens',
    { author: { kind: 'contact', id: server.away.jane.id } },
    { headers: { 'idempotency-key': 't1' } },
  )
  assert.notEqual(elsewhere.body.secret, first.body.secret)
  await server.core.store.tx((tx) => tx.run('delete from idempotency_keys'))
  const forgotten = await create('t1')
  assert.equal(forgotten.status, 201)
  assert.notEqual(forgotten.body.secret, first.body.secret)
  assert.equal((await parleyClient(server, first.body.secret).get('/whoami')).body.author.id, home.jane.id)
  for (const table of ['idempotency_keys', 'tokens', 'events']) {
    assert.ok(!JSON.stringify(await server.core.store.all(`select * from ${table}`)).includes(first.body.secret), table)
  }
})

test('no token is made for somebody who is not of the account', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const admin = parleyClient(server, home.secrets.ann)
  const cases: [author: unknown, status: number, code: string][] = [
    [{ kind: 'member', id: away.ann.id }, 404, 'participant_not_found'],
    [{ kind: 'contact', id: home.ann.id }, 404, 'contact_not_found'],
    [{ kind: 'member', id: home.jane.id }, 404, 'member_not_found'],
    [{ kind: 'application', id: 999_999 }, 404, 'application_not_found'],
    [{ kind: 'system', id: 0 }, 422, 'body_invalid'],
    [{ kind: 'member' }, 422, 'body_invalid'],
  ]
  const before = await server.core.store.all('select id from tokens')
  for (const [author, status, code] of cases) {
    const answer = await admin.post('/tokens', { author })
    assert.deepEqual([answer.status, answer.body.error?.code], [status, code], JSON.stringify(author))
  }
  const late = await admin.post('/tokens', { author: { kind: 'member', id: home.eve.id }, expiresAt: '2026-13-01' })
  assert.deepEqual([late.status, late.body.error.field], [422, 'expiresAt'])
  assert.equal((await server.core.store.all('select id from tokens')).length, before.length)
  const { body } = await admin.post('/tokens', { author: { kind: 'application', id: server.application.id } })
  assert.equal((await parleyClient(server, body.secret).get('/whoami')).body.role, 'application')
})

test('tokens that are half of a credential, of several accounts, unknown or absent are refused', async (t) => {
  const server = await startServer(t)
  for (const token of [server.clientToken, server.portfolioToken, server.home.tokens.mews, 'nonsense', 'x'.repeat(5000)]) {
    const answer = await parleyClient(server, token).get('/whoami')
    assert.deepEqual([answer.status, answer.body.error.code], [401, 'token_invalid'])
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
  }
  const none = await server.call('GET', '/parley/v1/whoami')
  assert.deepEqual([none.status, none.body.error.code], [401, 'token_missing'])
  const unknown = await server.call('GET', '/parley/v1/nothing-here', { token: server.home.secrets.ann })
  assert.deepEqual([unknown.status, unknown.body.error.code, typeof unknown.body.error.requestId], [404, 'route_not_found', 'string'])
})
