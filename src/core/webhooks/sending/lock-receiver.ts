import { AppError } from '../../../model/errors.ts'
import type { Webhook } from '../../../model/webhook.ts'
import type { Tx } from '../../../storage/db.ts'
import { lockReceivers } from '../../../storage/queries/webhooks/receivers.ts'
import type { Ctx } from '../../context.ts'

/** A webhook of the account, of any dialect and target, that nobody else changes until the transaction ends. Refuses with `webhook_not_found`. */
export async function lockReceiver(ctx: Ctx, tx: Tx, id: number): Promise<Webhook> {
  const [webhook] = await lockReceivers(tx, ctx.accountId, [id])
  if (!webhook) throw new AppError('webhook_not_found')
  return webhook
}
