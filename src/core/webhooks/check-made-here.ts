import { AppError } from '../../model/errors.ts'
import type { Db } from '../../storage/db.ts'
import type { Ctx } from '../context.ts'
import { getAnyWebhook } from './get-webhook.ts'

/**
 * For APIs that show more webhooks than they make: the context in which a webhook is changed, which for an application's is that of the API it is told in. Refuses with `webhook_not_found` what is
 * none of the account's, and with `webhook_made_elsewhere` what only another API, or the channel or bot it stands for, can change.
 */
export async function checkMadeHere(ctx: Ctx, db: Db, id: number): Promise<Ctx> {
  const { dialect, target, applicationId } = await getAnyWebhook(ctx, db, id)
  if (target !== 'webhook' || (dialect !== ctx.dialect && applicationId === null)) throw new AppError('webhook_made_elsewhere')
  return { ...ctx, dialect }
}
