import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { AppError } from '../../../model/errors.ts'
import type { WebhookDelivery } from '../../../model/webhook.ts'
import { findDelivery, insertDeliveries } from '../../../storage/queries/webhooks/deliveries.ts'
import { claimLanes, raiseLanes } from '../../../storage/queries/webhooks/lanes.ts'
import { findReceiver, lockStanding, updateReading } from '../../../storage/queries/webhooks/receivers.ts'
import { systemCtx } from '../../accounts/create-account.ts'
import { createWebhook } from '../create-webhook.ts'
import { replayDelivery, replayFrom } from './replay-deliveries.ts'
import { resumeWebhook } from './resume-webhook.ts'
import { settleDeliveries } from './settle-deliveries.ts'

const RULES = { retryFor: 72 * 3_600_000_000, jitter: () => 0.5 }
const NOW = 1_800_000_000_000_000

test('what was delivered can be delivered again, one by its number or all from a position of the log on that it still holds', async (t) => {
  const server = await startServer(t, { now: () => NOW })
  const { home, away, core } = server
  const ctx = systemCtx(core, home.account.id)
  const { store } = core
  const { id } = await store.tx((tx) => createWebhook(ctx, tx, { url: 'https://a.example', events: ['all'] }, ['all']))
  const read = await store.tx((tx) => createWebhook(ctx, tx, { url: 'https://b.example', events: ['all'] }, ['all']))
  const position = read.position
  const delivery: WebhookDelivery = {
    accountId: home.account.id,
    webhookId: id,
    number: 1,
    position,
    event: 'all',
    lane: 5,
    conversationId: null,
    messageId: null,
    state: 'pending',
    attempts: 0,
    firstAttemptAt: null,
    settledAt: null,
    createdAt: NOW,
  }
  const by = 'one'
  const claim = (now: number) =>
    store.tx((tx) => claimLanes(tx, home.account.id, { webhookId: id, now, until: now + 60, by, limit: 8, probe: false }))
  await store.tx(async (tx) => {
    assert.deepEqual(await lockStanding(tx, home.account.id, { ids: [id], position: position - 2 }), [])
    assert.deepEqual(await lockStanding(tx, home.account.id, { ids: [id], position: position - 1 }), [{ id, lastNumber: 0 }])
    await updateReading(tx, home.account.id, [{ id, position, lastNumber: 1 }])
    await insertDeliveries(tx, [delivery])
    await raiseLanes(tx, home.account.id, { webhookId: id, after: 0, at: NOW })
  })
  assert.deepEqual(await claim(NOW - 1), [])
  const [lane] = await claim(NOW)
  assert.deepEqual({ ...lane }, { lane: 5, attempts: 0, version: 1 })
  assert.deepEqual(await claim(NOW), [])

  const tried = { at: NOW, status: 204, latencyMs: 2, error: null, answer: null, retryAfter: null }
  const outgoing = [{ webhookId: id, number: 1, lane: 5, tried, attempts: 0, failing: 0, message: null }]
  const settle = (empty: boolean) =>
    store.tx((tx) =>
      settleDeliveries(ctx, tx, { outgoing, lanes: [{ webhookId: id, lane: 5, version: 1, attempts: 0, empty }], by, rules: RULES }),
    )
  await settle(true)
  const found = () => findDelivery(store, home.account.id, { webhookId: id, number: 1 })
  assert.deepEqual(await found(), { ...delivery, state: 'delivered', attempts: 1, firstAttemptAt: NOW, settledAt: NOW })
  assert.deepEqual(await claim(NOW + 99), [])

  await store.tx((tx) => replayDelivery(ctx, tx, { webhookId: id, number: 1 }))
  assert.deepEqual(await found(), { ...delivery, attempts: 1 })
  assert.equal((await claim(NOW)).length, 1)
  await settle(false)
  assert.equal((await claim(NOW)).length, 1)
  assert.equal((await store.all('select attempt from webhook_attempts where webhook_id = $1', [id])).length, 2)

  await store.tx((tx) => replayFrom(ctx, tx, id, 2))
  assert.equal((await findReceiver(store, home.account.id, id))?.position, 1)
  await store.tx((tx) => replayFrom(ctx, tx, id, position + 1))
  assert.equal((await findReceiver(store, home.account.id, id))?.position, 1, 'what was not read is told once')
  await settle(false)
  await store.tx((tx) => resumeWebhook(ctx, tx, id, { skip: true }))
  assert.equal((await findReceiver(store, home.account.id, id))?.position, position + 1)
  assert.deepEqual(await claim(NOW + 99), [])

  const refused = (work: Promise<unknown>, code: string) =>
    assert.rejects(work, (error) => error instanceof AppError && error.code === code)
  await store.tx((tx) => tx.run('delete from events where account_id = $1 and position < 3', [home.account.id]))
  for (const [beyond, code] of [
    [0, 'position_gone'],
    [2, 'position_gone'],
    [position + 2, 'position_ahead'],
  ] as const)
    await refused(
      store.tx((tx) => replayFrom(ctx, tx, id, beyond)),
      code,
    )
  await refused(
    store.tx((tx) => replayDelivery(ctx, tx, { webhookId: id, number: 2 })),
    'webhook_delivery_not_found',
  )
  const foreign = systemCtx(core, away.account.id)
  await refused(
    store.tx((tx) => replayDelivery(foreign, tx, { webhookId: id, number: 1 })),
    'webhook_not_found',
  )
  await refused(
    store.tx((tx) => replayFrom(foreign, tx, id, 3)),
    'webhook_not_found',
  )
  await refused(
    store.tx((tx) => resumeWebhook(foreign, tx, id)),
    'webhook_not_found',
  )
})
