import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'

test('whoami says who a token is', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { body } = await parleyClient(server, home.secrets.bob).get('/whoami')
  assert.deepEqual(body, {
    account: { id: home.account.id, name: 'Home' },
    author: { kind: 'member', id: home.bob.id, name: 'Bob Home' },
    role: 'agent',
    token: { id: body.token.id, label: 'test', dialect: 'parley', expiresAt: null },
  })
  const jane = (await parleyClient(server, home.secrets.jane).get('/whoami')).body
  assert.deepEqual([jane.role, jane.author.name], ['contact', 'Jane Doe'])
  const install = (await parleyClient(server, server.installToken).get('/whoami')).body
  assert.deepEqual([install.role, install.account], ['install', null])
})

test('a token of the installation makes an account with a first administrator, who can work at once', async (t) => {
  const server = await startServer(t)
  const install = parleyClient(server, server.installToken)
  const body = { name: 'New Hotel', timezone: 'Europe/Berlin', locale: 'de', administrator: { name: 'Ida', email: 'ida@new.example' } }
  const create = () => install.post('/accounts', body, { headers: { 'idempotency-key': 'a1' } })
  const [made, twin] = await Promise.all([create(), create()])
  assert.equal(made.status, 201)
  assert.deepEqual(twin.body, made.body)
  assert.deepEqual([made.body.account.name, made.body.account.timezone, made.body.account.locale], ['New Hotel', 'Europe/Berlin', 'de'])
  assert.deepEqual([made.body.administrator.name, made.body.administrator.role], ['Ida', 'administrator'])
  await server.restart()
  assert.deepEqual((await create()).body, made.body)
  const { secret } = made.body.token
  for (const table of ['idempotency_keys', 'tokens', 'events']) {
    assert.ok(!JSON.stringify(await server.core.store.all(`select * from ${table}`)).includes(secret), table)
  }
  const ida = parleyClient(server, secret)
  assert.deepEqual((await ida.get('/whoami')).body.account, { id: made.body.account.id, name: 'New Hotel' })
  assert.equal((await ida.post('/conversations', {})).body.error.code, 'channel_not_found')
  await ida.post('/channels', { name: 'Web' })
  assert.equal((await ida.post('/conversations', {})).body.number, 1)

  const list = await install.get('/accounts?limit=2')
  assert.deepEqual(
    list.body.accounts.map((one: { name: string }) => one.name),
    ['Home', 'Away'],
  )
  const rest = await install.get(`/accounts?after=${list.body.nextAfter}`)
  assert.deepEqual([rest.body.accounts.length, rest.body.nextAfter], [1, null])
  assert.equal((await install.post('/accounts', { name: 'Bare' })).body.token, undefined)
  for (const bad of [
    {},
    { name: '' },
    { name: 'x', timezone: 'Mars/Base' },
    { name: 'x', locale: '!' },
    { name: 'x', administrator: {} },
  ]) {
    assert.equal((await install.post('/accounts', bad)).status, 422, JSON.stringify(bad))
  }
})

test('an account is read by its people and changed by its administrators and the installation', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const [admin, agent] = [parleyClient(server, home.secrets.ann), parleyClient(server, home.secrets.bob)]
  const path = `/accounts/${home.account.id}`
  const before = (await agent.get(path)).body
  assert.deepEqual([before.name, before.supportMemberIds], ['Home', [home.ann.id]])
  const changes = { name: 'Home & Garden', timezone: 'Asia/Tokyo', custom: { stars: 5 } }
  const changed = await admin.patch(path, changes)
  assert.deepEqual(changed.body, { ...before, ...changes, updatedAt: changed.body.updatedAt })
  assert.deepEqual((await agent.get(path)).body, changed.body)
  const byInstall = await parleyClient(server, server.installToken).patch(path, { locale: 'ja' })
  assert.deepEqual([byInstall.status, byInstall.body.locale], [200, 'ja'])
  assert.equal((await agent.patch(path, { name: 'x' })).status, 403)
  for (const id of [away.account.id, 999_999, 'x']) {
    for (const answer of [await admin.get(`/accounts/${id}`), await admin.patch(`/accounts/${id}`, { name: 'x' })]) {
      assert.deepEqual([answer.status, answer.body.error.code], [404, 'account_not_found'])
    }
  }
  assert.deepEqual((await admin.patch(path, { supportMemberIds: [home.bob.id] })).body.supportMemberIds, [home.bob.id])
  const foreign = await admin.patch(path, { supportMemberIds: [home.bob.id, away.bob.id] })
  assert.deepEqual([foreign.status, foreign.body.error.field], [404, 'supportMemberIds'])
  assert.equal((await admin.patch(path, { timezone: 'nowhere' })).body.error.field, 'timezone')
})
