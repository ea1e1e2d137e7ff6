import type { Tx } from '../../storage/db.ts'
import { failPending } from '../../storage/queries/webhooks/deliveries.ts'
import { deleteLanes } from '../../storage/queries/webhooks/lanes.ts'
import { deleteWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'

/** Deletes a webhook of any target. What waited for it is given up; its ledger stays until retention takes it. */
export async function dropWebhook(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  await deleteWebhook(tx, ctx.accountId, id)
  await failPending(tx, ctx.accountId, id, ctx.core.now())
  await deleteLanes(tx, ctx.accountId, id)
}
