import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { assertRefused, mewsClient } from '../../../../test/mews-client.ts'

const NOW = '2026-01-05T10:00:00Z'
const now = () => Date.parse(NOW) * 1000

test('an enterprise is answered as configuration/get has it, with the time it was linked', async (t) => {
  const server = await startServer(t, { now })
  const { post } = mewsClient(server)
  const { Currencies, AccountingConfiguration, IsPortfolio, ...enterprise } = (await post('configuration/get')).body.Enterprise
  assert.deepEqual([Currencies.length, AccountingConfiguration, IsPortfolio], [1, null, false])
  const answer = await post('enterprises/getAll', { Limitation: { Count: 10 } })
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body, { Enterprises: [{ ...enterprise, LinkedUtc: NOW }], Cursor: enterprise.Id })
})

test('a portfolio pages through its enterprises, newest first, and filters them', async (t) => {
  const server = await startServer(t, { now })
  const { post } = mewsClient(server, 'portfolio')
  const [home, away] = [server.home, server.away].map((place) => server.core.ids.toUuid('account', place.account.id))
  const list = async (filters: object, Limitation: object = { Count: 10 }) => {
    const answer = await post('enterprises/getAll', { ...filters, Limitation })
    assert.equal(answer.status, 200, answer.text)
    return answer.body.Enterprises.map((enterprise: { Name: string }) => enterprise.Name)
  }
  assert.deepEqual(await list({}), ['Away', 'Home'])
  assert.deepEqual(await list({}, { Count: 1 }), ['Away'])
  assert.deepEqual(await list({}, { Count: 1, Cursor: away }), ['Home'])
  assert.deepEqual(await list({}, { Count: 1, Cursor: home }), [])
  assert.deepEqual(await list({ EnterpriseIds: [home] }), ['Home'])
  assert.deepEqual(await list({ EnterpriseIds: [home] }, { Count: 1, Cursor: away }), ['Home'])
  assert.deepEqual(await list({ ExternalIdentifiers: ['x'] }), [])
  const during = { StartUtc: NOW, EndUtc: '2026-04-05T10:00:00Z' }
  const earlier = { StartUtc: '2025-12-05T10:00:00Z', EndUtc: NOW }
  assert.deepEqual(await list({ LinkedUtc: during, UpdatedUtc: during }), ['Away', 'Home'])
  assert.deepEqual(await list({ LinkedUtc: earlier }), [])
  assert.deepEqual(await list({ UpdatedUtc: earlier }), [])
})

test('what is outside of the scope or malformed is refused by name, and an empty page can be a 204', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const away = server.core.ids.toUuid('account', server.away.account.id)
  const Limitation = { Count: 10 }
  const home = server.core.ids.toUuid('account', server.home.account.id)
  for (const EnterpriseIds of [[away], [], ['nonsense'], 5, Array(1001).fill(home)]) {
    assertRefused(await post('enterprises/getAll', { EnterpriseIds, Limitation }), 400, 'Invalid EnterpriseIds')
  }
  for (const Cursor of [away, 'nonsense', 5])
    assertRefused(await post('enterprises/getAll', { Limitation: { Count: 1, Cursor } }), 400, 'Invalid Cursor')
  for (const bad of [undefined, {}, { Count: 0 }])
    assertRefused(await post('enterprises/getAll', { Limitation: bad }), 400, 'Invalid Limitation')
  assertRefused(await post('enterprises/getAll', { ExternalIdentifiers: [], Limitation }), 400, 'Invalid ExternalIdentifiers')
  assertRefused(await post('enterprises/getAll', { LinkedUtc: {}, Limitation }), 400, 'Invalid LinkedUtc')
  assertRefused(await post('enterprises/getAll', { UpdatedUtc: {}, Limitation }), 400, 'Invalid UpdatedUtc')
  const tooLong = { StartUtc: '2026-01-05T10:00:00Z', EndUtc: '2026-04-05T10:00:01Z' }
  assertRefused(await post('enterprises/getAll', { LinkedUtc: tooLong, Limitation }), 400, 'Invalid LinkedUtc')
  assertRefused(await post('enterprises/getAll', { UpdatedUtc: tooLong, Limitation }), 400, 'Invalid UpdatedUtc')
  assert.equal((await post('enterprises/getAll', { EnterpriseIds: Array(1000).fill(home), Limitation })).status, 200)
  const empty = await post('enterprises/getAll', { ExternalIdentifiers: ['x'], Limitation }, { prefer: 'return=minimal' })
  assert.deepEqual({ status: empty.status, text: empty.text }, { status: 204, text: '' })
})
