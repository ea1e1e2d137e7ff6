import { AppError } from '../../../model/errors.ts'
import type { Tx } from '../../../storage/db.ts'
import { getPosition } from '../../../storage/queries/counters.ts'
import { lockWebhook } from '../../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../../context.ts'
import { subjectEvent } from '../../events/new-event.ts'
import { recordEvents } from '../../events/record-events.ts'

/**
 * Writes into the log that a webhook of the caller's dialect is tested, which that webhook alone is told, like anything else that happens: signed, numbered and in
 * its ledger. Gives the position. Refuses with `webhook_not_found` and, since it is told nothing, with `webhook_paused`.
 */
export async function testWebhook(ctx: Ctx, tx: Tx, id: number): Promise<number> {
  const webhook = await lockWebhook(tx, ctx.accountId, { dialect: ctx.dialect, id })
  if (!webhook) throw new AppError('webhook_not_found')
  if (webhook.status === 'paused') throw new AppError('webhook_paused')
  await recordEvents(tx, ctx.accountId, ctx.core.now(), [subjectEvent('webhook.tested', id, ctx.actor)])
  // Its own: nobody else writes into the log before this transaction ends.
  return getPosition(tx, ctx.accountId)
}
