import type { Erasure } from '../../model/erasure.ts'
import type { Tx } from '../../storage/db.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { emptyEvents, listCustomerChanges, rewriteEvent } from '../../storage/queries/erasure/traces.ts'
import { getOldestPosition } from '../../storage/queries/events.ts'
import type { Ctx } from '../context.ts'
import type { Step } from './continue-erasure.ts'

const STEP = 1000

/** One step through the log: what happened stays, and its place; what it said of the contact, and of conversations that are gone, such as their subjects, does not;
 * nor does what came with the contact into conversations that are nobody's now. */
export async function eraseLog({ accountId }: Ctx, tx: Tx, { contactId, place, logFrom }: Erasure): Promise<Step> {
  const after = Math.max(Number(place?.[0] ?? logFrom), (await getOldestPosition(tx, accountId)) - 1)
  const until = Math.min(after + STEP, await getPosition(tx, accountId))
  if (until <= after) return { next: 'done' }
  const changes = await listCustomerChanges(tx, accountId, { after, until })
  for (const { position, data } of changes) {
    const { additional: _, extra: __, ...rest } = data
    await rewriteEvent(tx, accountId, { position, data: rest })
  }
  const emptied = await emptyEvents(tx, accountId, { after, until, contactId })
  // Whatever comes behind the log's end was said when the contact had been deleted. Whoever waited for an end that stays would follow a busy account for ever.
  return { counts: { events: emptied + changes.length }, next: until - after < STEP ? 'done' : [until] }
}
