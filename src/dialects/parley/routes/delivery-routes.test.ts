import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CallOptions, startServer } from '../../../../test/harness.ts'

const NOW = Date.UTC(2026, 0, 2) * 1000
const AT = '2026-01-02T00:00:00.000000Z'

test('deliveries are made known, changed, listed and forgotten by the team', async (t) => {
  const server = await startServer(t, { now: () => NOW })
  const { home, away } = server
  const call = (method: string, path: string, body?: unknown, token = home.secrets.bob, options: CallOptions = {}) =>
    server.call(method, `/parley/v1/deliveries${path}`, { token, body, ...options })
  const made = await call('PUT', '/D%2F1', { orderReference: 'O-7', driverId: home.eve.id, customerId: home.jane.id })
  const whole = {
    reference: 'D/1',
    orderReference: 'O-7',
    driverId: home.eve.id,
    customerId: home.jane.id,
    conversationId: null,
    createdAt: AT,
    updatedAt: AT,
  }
  assert.deepEqual([made.status, made.body], [201, whole])
  const changed = await call('PUT', '/D%2F1', { driverId: null })
  assert.deepEqual([changed.status, changed.body], [200, { ...whole, driverId: null }])
  assert.deepEqual((await call('GET', '/D%2F1')).body, { ...whole, driverId: null })
  for (const reference of ['A', 'B', 'C']) assert.equal((await call('PUT', `/${reference}`, {})).status, 201)
  const names = (answer: { body: { deliveries: { reference: string }[] } }) => answer.body.deliveries.map((one) => one.reference)
  const first = await call('GET', '?limit=2')
  assert.deepEqual([names(first), first.body.nextAfter], [['A', 'B'], 'B'])
  assert.deepEqual(names(await call('GET', '?after=B')), ['C', 'D/1'])
  assert.deepEqual(names(await call('GET', '?order=O-7')), ['D/1'])
  assert.deepEqual(names(await call('GET', '', undefined, away.secrets.ann)), [])

  for (const [path, body, status, code] of [
    ['/X', { driverId: home.jane.id }, 404, 'member_not_found'],
    ['/X', { customerId: home.eve.id }, 404, 'contact_not_found'],
    ['/X', { customerId: away.jane.id }, 404, 'contact_not_found'],
    ['/X', { driver: 1 }, 422, 'body_invalid'],
    ['/X', { orderReference: '' }, 422, 'body_invalid'],
    ['/%00', {}, 404, 'delivery_not_found'],
    [`/${'x'.repeat(256)}`, {}, 404, 'delivery_not_found'],
  ] as const) {
    const refused = await call('PUT', path, body)
    assert.deepEqual([refused.status, refused.body.error.code], [status, code], JSON.stringify(body))
  }
  for (const token of [home.secrets.jane, 'wrong']) assert.ok([401, 403].includes((await call('GET', '', undefined, token)).status))
  assert.equal((await call('GET', '/A', undefined, away.secrets.ann)).status, 404)
  assert.equal((await call('DELETE', '/A', undefined, away.secrets.ann)).status, 404)
  assert.equal((await call('DELETE', '/A')).status, 204)
  assert.equal((await call('DELETE', '/A')).status, 404)
  const types = await server.core.store.all<{ type: string }>("select type from events where type like 'delivery.%' order by position")
  assert.deepEqual(
    types.map((one) => one.type),
    ['delivery.created', 'delivery.updated', 'delivery.created', 'delivery.created', 'delivery.created', 'delivery.deleted'],
  )
})

test('a delivery put twice at once is made once', async (t) => {
  const server = await startServer(t)
  const token = server.home.secrets.ann
  const put = () => server.call('PUT', '/parley/v1/deliveries/D-1', { token, body: {} })
  const both = await Promise.all([put(), put()])
  assert.deepEqual(both.map((one) => one.status).sort(), [200, 201])
})
