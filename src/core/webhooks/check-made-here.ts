import { AppError } from '../../model/errors.ts'
import type { Db } from '../../storage/db.ts'
import type { Ctx } from '../context.ts'
import { getAnyWebhook } from './get-webhook.ts'

/**
 * For APIs that show more webhooks than they make: refuses with `webhook_not_found` what is none of the account's, and with `webhook_made_elsewhere` what only another API,
 * or the channel or bot it stands for, can change.
 */
export async function checkMadeHere(ctx: Ctx, db: Db, id: number): Promise<void> {
  const webhook = await getAnyWebhook(ctx, db, id)
  if (webhook.dialect !== ctx.dialect || webhook.target !== 'webhook') throw new AppError('webhook_made_elsewhere')
}
