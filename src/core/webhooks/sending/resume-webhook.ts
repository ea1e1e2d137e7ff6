import type { Webhook } from '../../../model/webhook.ts'
import type { Tx } from '../../../storage/db.ts'
import { getPosition } from '../../../storage/queries/counters.ts'
import { failPending, forgetFirstTries } from '../../../storage/queries/webhooks/deliveries.ts'
import { deleteFreeLanes, wakeLanes } from '../../../storage/queries/webhooks/lanes.ts'
import { moveReceiver, updateHealth } from '../../../storage/queries/webhooks/receivers.ts'
import { updateWebhook } from '../../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../../context.ts'
import { subjectEvent } from '../../events/new-event.ts'
import { recordEvents } from '../../events/record-events.ts'
import { lockReceiver } from './lock-receiver.ts'

/**
 * Lets a webhook of the account, whatever its dialect, go on at once from where it stood, whether it was paused or only rests because its receiver failed. With `skip` it goes on with what happens
 * from now on: what was pending is kept as failed, and what it has not read of the log it is not told. Refuses with `webhook_not_found`.
 */
export async function resumeWebhook(ctx: Ctx, tx: Tx, id: number, options: { skip?: boolean } = {}): Promise<Webhook> {
  const before = await lockReceiver(ctx, tx, id)
  const now = ctx.core.now()
  const webhook = { ...before, ...RESUMED }
  if (options.skip) {
    webhook.position = await getPosition(tx, ctx.accountId)
    await moveReceiver(tx, ctx.accountId, id, webhook.position)
    await failPending(tx, ctx.accountId, id, now)
    await deleteFreeLanes(tx, ctx.accountId, id)
  }
  await reviveReceiver(tx, webhook, now)
  if (before.status === 'active') {
    tx.grows(ctx.accountId) // nothing is recorded, and yet there is something to send
    return webhook
  }
  webhook.updatedAt = now
  await updateWebhook(tx, webhook)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('webhook.updated', id, ctx.actor, { fields: ['status'] })])
  return webhook
}

/** A webhook as it is once it was resumed. */
export const RESUMED = {
  status: 'active',
  pausedAt: null,
  pausedReason: null,
  failures: 0,
  failingSince: null,
  notBefore: 0,
} as const satisfies Partial<Webhook>

/** Writes that the receiver is thought well of, and makes all that waits for it due, with as much time as if it had never been tried: a pause is no failure. */
export async function reviveReceiver(tx: Tx, webhook: Webhook, now: number): Promise<void> {
  await updateHealth(tx, [webhook])
  await forgetFirstTries(tx, webhook.accountId, webhook.id)
  await wakeLanes(tx, webhook.accountId, webhook.id, now)
}
