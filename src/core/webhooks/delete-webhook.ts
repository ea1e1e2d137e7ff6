import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { failPending } from '../../storage/queries/webhooks/deliveries.ts'
import { deleteLanes } from '../../storage/queries/webhooks/lanes.ts'
import { lockWebhook, deleteWebhook as removeWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

/** What it was not told is given up, so that its ledger can go when it is old. Refuses with `webhook_not_found`. */
export async function deleteWebhook(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  if (!(await lockWebhook(tx, ctx.accountId, { dialect: ctx.dialect, id }))) throw new AppError('webhook_not_found')
  const now = ctx.core.now()
  await failPending(tx, ctx.accountId, id, now)
  await deleteLanes(tx, ctx.accountId, id)
  await removeWebhook(tx, ctx.accountId, id)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('webhook.deleted', id, ctx.actor)])
}
