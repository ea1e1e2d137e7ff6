import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import { takePositions } from '../../storage/queries/counters.ts'
import { insertEvents } from '../../storage/queries/events.ts'

/** Writes what happened into the account's log. Call it once per transaction, last: it locks the account's counter until the commit. */
export async function recordEvents(tx: Tx, accountId: number, at: number, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  const first = await takePositions(tx, accountId, events.length)
  await insertEvents(
    tx,
    events.map((event, index) => ({ ...event, accountId, position: first + index, createdAt: at })),
  )
}
