import { AppError } from '../../model/errors.ts'
import type { Webhook } from '../../model/webhook.ts'
import type { Db } from '../../storage/db.ts'
import { findReceiver } from '../../storage/queries/webhooks/receivers.ts'
import { findWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'

/** A webhook of the caller's dialect; there are no others to the caller. Refuses with `webhook_not_found`. */
export async function getWebhook(ctx: Ctx, db: Db, id: number): Promise<Webhook> {
  const webhook = await findWebhook(db, ctx.accountId, { dialect: ctx.dialect, id })
  if (!webhook) throw new AppError('webhook_not_found')
  return webhook
}

/** Any webhook of the account, for who looks after all of them. Refuses with `webhook_not_found`. */
export async function getAnyWebhook(ctx: Ctx, db: Db, id: number): Promise<Webhook> {
  const webhook = await findReceiver(db, ctx.accountId, id)
  if (!webhook) throw new AppError('webhook_not_found')
  return webhook
}
