import { AppError } from '../../../model/errors.ts'
import type { Webhook, WebhookDelivery } from '../../../model/webhook.ts'
import type { Tx } from '../../../storage/db.ts'
import { getPosition } from '../../../storage/queries/counters.ts'
import { getOldestPosition } from '../../../storage/queries/events.ts'
import { lockDeliveries, updateDeliveries } from '../../../storage/queries/webhooks/deliveries.ts'
import { wakeLane } from '../../../storage/queries/webhooks/lanes.ts'
import { moveReceiver } from '../../../storage/queries/webhooks/receivers.ts'
import type { Ctx } from '../../context.ts'
import { lockReceiver } from './lock-receiver.ts'

/**
 * Tells a webhook of the account, whatever its dialect, once more of everything from a position of the log on: under new numbers and the same ids. One that is paused hears of it once it is
 * resumed; what it has not read yet it is told once. Refuses with `webhook_not_found`, and with `position_gone` or
 * `position_ahead` where the log does not hold the position.
 */
export async function replayFrom(ctx: Ctx, tx: Tx, id: number, position: number): Promise<Webhook> {
  const webhook = await lockReceiver(ctx, tx, id)
  const oldest = await getOldestPosition(tx, ctx.accountId)
  const newest = await getPosition(tx, ctx.accountId)
  const held = `The log holds positions ${oldest} to ${newest}.`
  if (position < oldest) throw new AppError('position_gone', { message: held, oldestPosition: oldest })
  if (position > newest) throw new AppError('position_ahead', { message: held })
  const moved = { ...webhook, position: Math.min(webhook.position, position - 1) }
  await moveReceiver(tx, ctx.accountId, id, moved.position)
  tx.grows(ctx.accountId) // for the webhook it is as if it had
  return moved
}

/**
 * Makes one delivery of a webhook again, under its own number and id, as soon as the lane it is in lets it; one that is pending is tried at once. Refuses with `webhook_not_found`,
 * `webhook_delivery_not_found`.
 */
export async function replayDelivery(ctx: Ctx, tx: Tx, of: { webhookId: number; number: number }): Promise<WebhookDelivery> {
  await lockReceiver(ctx, tx, of.webhookId)
  const [delivery] = await lockDeliveries(tx, ctx.accountId, { webhookId: of.webhookId, numbers: [of.number] })
  if (!delivery) throw new AppError('webhook_delivery_not_found')
  // The time it is given begins anew; its attempts count on.
  const again: WebhookDelivery = { ...delivery, state: 'pending', firstAttemptAt: null, settledAt: null }
  await updateDeliveries(tx, [again])
  await wakeLane(tx, ctx.accountId, { webhookId: of.webhookId, lane: delivery.lane, at: ctx.core.now() })
  tx.grows(ctx.accountId)
  return again
}
