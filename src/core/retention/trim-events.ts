import { setImmediate } from 'node:timers/promises'
import { getOldestPosition } from '../../storage/queries/events.ts'
import { getSearchPosition } from '../../storage/queries/messages/search.ts'
import { deleteEventsUntil, findUnneededPosition } from '../../storage/queries/retention/trim-events.ts'
import type { Core } from '../context.ts'
import { seekPosition } from '../events/seek-position.ts'
import { indexMessages } from '../search/index-messages.ts'

const STEP = 500
const DAY = 86_400_000_000
/** So much longer the log is kept for a webhook that has not read it; then that webhook loses what it was not told. */
export const LONGEST_HOLD_DAYS = 30

/**
 * Deletes an account's log from before a time, from its beginning on, and says how many events went. What the search index or a webhook has still to read stays, for a webhook at
 * most thirty days longer.
 */
export async function trimEvents(core: Core, accountId: number, before: number, isStopped: () => boolean): Promise<number> {
  const { store } = core
  const oldest = await getOldestPosition(store, accountId)
  const wanted = await seekPosition(store, accountId, before)
  if (wanted < oldest) return 0
  if ((await getSearchPosition(store, accountId)) < wanted) await indexMessages(core, accountId, () => !isStopped())
  const unneeded = (await findUnneededPosition(store, accountId)) ?? wanted
  const overdue = unneeded < wanted ? await seekPosition(store, accountId, before - LONGEST_HOLD_DAYS * DAY) : 0
  const until = Math.min(wanted, Math.max(unneeded, overdue), await getSearchPosition(store, accountId))
  let trimmed = 0
  for (let position = oldest - 1; position < until && !isStopped(); ) {
    position = Math.min(position + STEP, until)
    trimmed += await store.tx((tx) => deleteEventsUntil(tx, accountId, position))
    await setImmediate()
  }
  return trimmed
}
