import type { Db } from '../db.ts'

/** What the log holds of one minute; `minute` counts from 1970. Messages are told apart by who wrote them: customers and their programs, or the team; activities are none. */
export type MinuteEvents = { minute: number; events: number; inbound: number; outbound: number; notes: number }

/** Counts the account's log behind one position and up to another. */
export async function countEventsByMinute(
  db: Db,
  accountId: number,
  { after, until }: { after: number; until: number },
): Promise<MinuteEvents[]> {
  const rows = await db.rows<[minute: number, events: number, inbound: number, outbound: number, notes: number]>(
    `select created_at / 60000000, count(*),
       count(case when type = 'message.created' and private = 0 and actor_kind in ('contact', 'application') then 1 end),
       count(case when type = 'message.created' and private = 0 and actor_kind = 'member' then 1 end),
       count(case when type = 'message.created' and private = 1 and actor_kind <> 'system' then 1 end)
     from events where account_id = $1 and position > $2 and position <= $3 group by created_at / 60000000`,
    [accountId, after, until],
  )
  return rows.map(([minute, events, inbound, outbound, notes]) => ({ minute, events, inbound, outbound, notes }))
}
