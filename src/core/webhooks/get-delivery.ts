import { AppError } from '../../model/errors.ts'
import type { Webhook, WebhookAttempt, WebhookDelivery } from '../../model/webhook.ts'
import { findDelivery, findFirstPending } from '../../storage/queries/webhooks/deliveries.ts'
import { findLane } from '../../storage/queries/webhooks/lanes.ts'
import { listWebhookAttempts } from '../../storage/queries/webhooks/ledger.ts'
import type { Ctx } from '../context.ts'

const MAX_ATTEMPTS = 1000

/** A delivery with its newest attempts, oldest first, and what it waits for while it is pending: a time, or another delivery of its lane. */
export type WholeDelivery = { delivery: WebhookDelivery; attempts: WebhookAttempt[]; nextAttemptAt: number | null; waitsFor: number | null }

/** Refuses with `webhook_delivery_not_found`. */
export async function getDelivery(ctx: Ctx, webhook: Webhook, number: number): Promise<WholeDelivery> {
  const { store } = ctx.core
  const delivery = await findDelivery(store, ctx.accountId, { webhookId: webhook.id, number })
  if (!delivery) throw new AppError('webhook_delivery_not_found')
  const attempts = await listWebhookAttempts(store, ctx.accountId, { webhookId: webhook.id, number, limit: MAX_ATTEMPTS })
  return { delivery, attempts, ...(await findWait(ctx, webhook, delivery)) }
}

const NO_WAIT = { nextAttemptAt: null, waitsFor: null }

async function findWait({ core: { store }, accountId }: Ctx, webhook: Webhook, { state, lane, number }: WebhookDelivery) {
  if (state !== 'pending' || webhook.status !== 'active') return NO_WAIT
  const first = await findFirstPending(store, accountId, { webhookId: webhook.id, lane })
  if (first !== undefined && first !== number) return { ...NO_WAIT, waitsFor: first }
  const held = await findLane(store, accountId, { webhookId: webhook.id, lane })
  // One that somebody holds is under way.
  if (!held || held.leasedBy !== null) return NO_WAIT
  return { ...NO_WAIT, nextAttemptAt: Math.max(held.nextAt, webhook.notBefore) }
}
