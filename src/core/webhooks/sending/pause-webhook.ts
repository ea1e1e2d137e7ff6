import type { Webhook } from '../../../model/webhook.ts'
import type { Tx } from '../../../storage/db.ts'
import { updateWebhook } from '../../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../../context.ts'
import { subjectEvent } from '../../events/new-event.ts'
import { recordEvents } from '../../events/record-events.ts'
import { lockReceiver } from './lock-receiver.ts'

/** Stops telling any webhook of the account; what was to be told waits. One that is paused already stays as it is. Refuses with `webhook_not_found`. */
export async function pauseWebhook(ctx: Ctx, tx: Tx, id: number): Promise<Webhook> {
  const before = await lockReceiver(ctx, tx, id)
  if (before.status === 'paused') return before
  const now = ctx.core.now()
  const after: Webhook = { ...before, status: 'paused', pausedAt: now, pausedReason: null, updatedAt: now }
  await updateWebhook(tx, after)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('webhook.updated', id, ctx.actor, { fields: ['status'] })])
  return after
}
