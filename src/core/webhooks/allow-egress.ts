import { AppError } from '../../model/errors.ts'
import { parseIpRange } from '../../model/ip-range.ts'
import type { Webhook } from '../../model/webhook.ts'
import type { Tx } from '../../storage/db.ts'
import { updateWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'
import { changes, subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { lockReceiver } from './sending/lock-receiver.ts'

/**
 * Says in which ranges (CIDR) a webhook's receiver may lie although they are not public, beside those of the installation. For whoever runs that alone: an account's administrator would
 * see into the network behind the server. Refuses with `webhook_not_found`, `egress_range_invalid`.
 */
export async function allowEgress(ctx: Ctx, tx: Tx, id: number, ranges: readonly string[]): Promise<Webhook> {
  if (!ranges.every(parseIpRange)) throw new AppError('egress_range_invalid', { field: 'allow' })
  const before = await lockReceiver(ctx, tx, id)
  const after: Webhook = { ...before, egressAllow: [...new Set(ranges)] }
  const changed = changes(before, after, ['egressAllow'])
  if (!changed) return before
  after.updatedAt = ctx.core.now()
  await updateWebhook(tx, after)
  await recordEvents(tx, ctx.accountId, after.updatedAt, [subjectEvent('webhook.updated', id, ctx.actor, { fields: Object.keys(changed) })])
  return after
}
