import type { Erasure } from '../../model/erasure.ts'
import type { Tx } from '../../storage/db.ts'
import { emptyWebhookAnswers, findNextTold } from '../../storage/queries/erasure/traces.ts'
import type { Ctx } from '../context.ts'
import type { Step } from './continue-erasure.ts'

const STEP = 1000

/** One step through what webhooks were told: a receiver may have answered with what it was told of the contact. That it was told stays, with its number. */
export async function eraseLedger({ accountId }: Ctx, tx: Tx, { contactId, place }: Erasure): Promise<Step> {
  const [webhookId = 0, after = 0, newest = 0] = (place ?? []).map(Number)
  if (after >= newest) {
    const next = await findNextTold(tx, accountId, webhookId)
    return { next: next ? [next.id, 0, next.newest] : 'done' }
  }
  const until = after + STEP
  const webhookAnswers = await emptyWebhookAnswers(tx, accountId, { webhookId, after, until, contactId })
  return { counts: { webhookAnswers }, next: [webhookId, until, newest] }
}
