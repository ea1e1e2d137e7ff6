import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'
import { deliveryId } from '../../../../core/webhooks/sending/delivery-id.ts'

test('the ledger shows what a webhook was told and what became of each try, and any of it can be told again', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const client = parleyClient(server, home.secrets.ann)
  const { id } = (await client.post('/webhooks', { url: 'https://a.example', events: ['*'] })).body
  const states = ['delivered', 'failed', 'delivered', 'dropped', 'pending', 'pending']
  await core.store.tx(async (tx) => {
    for (const [index, state] of states.entries()) {
      await tx.run(
        `insert into webhook_deliveries (account_id, webhook_id, number, position, event, lane, conversation_id, state, attempts, first_attempt_at, created_at)
         values ($1, $2, $3, $4, 'message.created', 7, 7, $5, $6, $7, 1000000)`,
        [home.account.id, id, index + 1, index + 10, state, state === 'failed' ? 2 : 1, 2_000_000],
      )
    }
    for (const [attempt, status, error] of [
      [1, null, 'connection refused'],
      [2, 500, 'status 500'],
    ] as const) {
      await tx.run(
        `insert into webhook_attempts (account_id, webhook_id, number, attempt, at, status, latency_ms, error, answer) values ($1, $2, 2, $3, $4, $5, 12, $6, 'oops')`,
        [home.account.id, id, attempt, attempt * 1_000_000, status, error],
      )
    }
  })
  const path = `/webhooks/${id}/deliveries`
  const page = async (query: string) => {
    const { deliveries, nextAfter, nextBefore } = (await client.get(`${path}?${query}`)).body
    return [deliveries.map((one: { number: number }) => one.number), nextAfter, nextBefore]
  }
  assert.deepEqual(await page(''), [[6, 5, 4, 3, 2, 1], null, null])
  assert.deepEqual(await page('limit=4'), [[6, 5, 4, 3], null, 3])
  assert.deepEqual(await page('limit=4&before=3'), [[2, 1], null, null])
  assert.deepEqual(await page('limit=2&after=3'), [[4, 5], 5, null])
  assert.deepEqual(await page('state=pending'), [[6, 5], null, null])
  assert.deepEqual(await page('state=delivered&after=0'), [[1, 3], null, null])
  assert.deepEqual(
    [await page('state=failed'), await page('state=dropped&limit=1')],
    [
      [[2], null, null],
      [[4], null, 4],
    ],
  )
  assert.equal((await client.get(`${path}?state=lost`)).status, 400)

  const delivery = {
    id: deliveryId(core, { webhookId: id, position: 11, name: 'message.created' }),
    number: 2,
    position: 11,
    event: 'message.created',
    conversationId: 7,
    messageId: null,
    state: 'failed',
    attemptCount: 2,
    createdAt: '1970-01-01T00:00:01.000000Z',
    firstAttemptAt: '1970-01-01T00:00:02.000000Z',
    settledAt: null,
  }
  assert.deepEqual((await client.get(`${path}?state=failed`)).body.deliveries, [delivery])
  assert.deepEqual((await client.get(`${path}/2`)).body, {
    ...delivery,
    nextAttemptAt: null,
    waitsFor: null,
    attempts: [
      { attempt: 1, at: '1970-01-01T00:00:01.000000Z', status: null, latencyMs: 12, error: 'connection refused', answer: 'oops' },
      { attempt: 2, at: '1970-01-01T00:00:02.000000Z', status: 500, latencyMs: 12, error: 'status 500', answer: 'oops' },
    ],
  })
  // The first that is pending of its conversation is tried when that is due, and not while the receiver rests; the second waits for it.
  await core.store.tx(async (tx) => {
    await tx.run('insert into webhook_lanes (account_id, webhook_id, lane, next_at, attempts, version) values ($1, $2, 7, 5000000, 1, 1)', [
      home.account.id,
      id,
    ])
  })
  const waits = async (number: number) => {
    const { nextAttemptAt, waitsFor } = (await client.get(`${path}/${number}`)).body
    return [nextAttemptAt, waitsFor]
  }
  assert.deepEqual(
    [await waits(5), await waits(6)],
    [
      ['1970-01-01T00:00:05.000000Z', null],
      [null, 5],
    ],
  )
  await core.store.tx((tx) => tx.run('update webhooks set not_before = 9000000 where account_id = $1', [home.account.id]))
  assert.deepEqual(await waits(5), ['1970-01-01T00:00:09.000000Z', null])
  assert.equal((await client.get(`/webhooks/${id}`)).body.pending, 2)
  for (const missing of ['7', '0', 'x']) {
    assert.equal((await client.get(`${path}/${missing}`)).body.error.code, 'webhook_delivery_not_found')
  }

  const again = await client.post(`${path}/2/replay`)
  assert.deepEqual([again.status, again.body], [202, { ...delivery, state: 'pending', firstAttemptAt: null }])
  assert.equal((await client.post(`${path}/7/replay`)).body.error.code, 'webhook_delivery_not_found')
  await client.post(`/webhooks/${id}/pause`)
  const here = (await client.post(`/webhooks/${id}/resume`)).body
  assert.deepEqual([here.status, here.pending], ['active', 3])
  const now = (await client.post(`/webhooks/${id}/resume`, { from: 'now' })).body
  assert.deepEqual([now.pending, now.lag, await page('state=failed')], [0, 0, [[6, 5, 2], null, null]])
  assert.equal((await client.post(`/webhooks/${id}/resume`, { from: 'yesterday' })).status, 422)

  const log = now.position
  assert.deepEqual((await client.post(`/webhooks/${id}/replay`, { fromPosition: 2 })).body.position, 1)
  assert.equal((await client.post(`/webhooks/${id}/replay`, { fromPosition: log + 1 })).body.error.code, 'position_ahead')
  for (const body of [undefined, {}, { fromPosition: 0 }, { fromPosition: '1' }]) {
    assert.equal((await client.post(`/webhooks/${id}/replay`, body)).status, 422)
  }

  await client.post(`${path}/1/replay`)
  assert.equal((await client.delete(`/webhooks/${id}`)).status, 204)
  const left = await core.store.all("select 1 from webhook_deliveries where webhook_id = $1 and state = 'pending'", [id])
  assert.equal(left.length, 0, 'what is pending is never trimmed')
})
