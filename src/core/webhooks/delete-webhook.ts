import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { lockWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { dropWebhook } from './drop-webhook.ts'

/** Refuses with `webhook_not_found`. */
export async function deleteWebhook(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  if (!(await lockWebhook(tx, ctx.accountId, { dialect: ctx.dialect, id }))) throw new AppError('webhook_not_found')
  await dropWebhook(ctx, tx, id)
  await recordEvents(tx, ctx.accountId, ctx.core.now(), [subjectEvent('webhook.deleted', id, ctx.actor)])
}
