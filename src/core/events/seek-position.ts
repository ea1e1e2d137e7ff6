import type { Db } from '../../storage/db.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { getOldestPosition } from '../../storage/queries/events.ts'
import { findEventTime } from '../../storage/queries/reports.ts'

/**
 * The last position before a time, or the one before the oldest that is kept. Positions have no gaps, so a bisection finds it without an index that every send would pay for.
 */
export async function seekPosition(db: Db, accountId: number, at: number): Promise<number> {
  let low = (await getOldestPosition(db, accountId)) - 1
  let high = await getPosition(db, accountId)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const time = await findEventTime(db, accountId, middle)
    // What is missing was trimmed just now.
    if (time === undefined || time < at) low = middle
    else high = middle - 1
  }
  return low
}
