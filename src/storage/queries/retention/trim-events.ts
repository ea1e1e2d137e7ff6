import { setImmediate } from 'node:timers/promises'
import type { Db, Tx } from '../../db.ts'

/** Deletes the account's log up to a position and says how many events went. */
export function deleteEventsUntil(tx: Tx, accountId: number, position: number): Promise<number> {
  return tx.run('delete from events where account_id = $1 and position <= $2', [accountId, position])
}

/** Deliveries looked at in one go. */
const STEP = 1000

/**
 * The last position up to which no webhook needs the log any more, undefined where none needs it: one that somebody has paused waits for nothing, every other one for what it
 * has not read and for what it has not handed over.
 */
export async function findUnneededPosition(db: Db, accountId: number): Promise<number | undefined> {
  const rows = await db.rows<[id: number, position: number]>(
    "select id, position from webhooks where account_id = $1 and (status <> 'paused' or paused_reason is not null) order by id",
    [accountId],
  )
  const positions: number[] = []
  for (const [id, position] of rows) positions.push(position, ...(await findWaiting(db, accountId, id)))
  return positions.length === 0 ? undefined : Math.min(...positions)
}

/** The position before the oldest event among a webhook's deliveries that are still to be made. */
async function findWaiting(db: Db, accountId: number, webhookId: number): Promise<number[]> {
  let oldest = Number.POSITIVE_INFINITY
  let [lane, number] = [-1, 0]
  for (;;) {
    const rows = await db.rows<[lane: number, number: number, position: number]>(
      `select lane, number, position from webhook_deliveries
       where account_id = $1 and webhook_id = $2 and state = 'pending' and (lane, number) > ($3, $4) order by lane, number limit $5`,
      [accountId, webhookId, lane, number, STEP],
    )
    for (const [, , position] of rows) oldest = Math.min(oldest, position)
    const last = rows.at(-1)
    if (!last || rows.length < STEP) return oldest === Number.POSITIVE_INFINITY ? [] : [oldest - 1]
    ;[lane, number] = last
    await setImmediate() // the embedded store answers at once, and others want to be answered, too
  }
}
