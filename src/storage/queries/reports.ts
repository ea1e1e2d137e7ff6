import type { Direction } from '../../model/message.ts'
import type { Db } from '../db.ts'
import { DIRECTIONS } from './messages/messages.ts'

/** When the event at a position of the account's log happened. */
export async function findEventTime(db: Db, accountId: number, position: number): Promise<number | undefined> {
  const row = await db.one<{ created_at: number }>('select created_at from events where account_id = $1 and position = $2', [
    accountId,
    position,
  ])
  return row?.created_at
}

/** As much of a message as is counted. */
export type MessageFact = { direction: Direction; authorId: number; createdAt: number }

export async function findMessageFacts(db: Db, accountId: number, ids: readonly number[]): Promise<Map<number, MessageFact>> {
  if (ids.length === 0) return new Map()
  // By place, as `findMessages`, and for its reason.
  const rows = await db.rows<[id: number, direction: number, authorId: number, createdAt: number]>(
    `select id, direction, author_id, created_at from messages where account_id = $1 and (conversation_id, seq) in
       (select conversation_id, seq from messages where account_id = $1 and id = any($2))`,
    [accountId, ids],
  )
  return new Map(
    rows.map(([id, direction, authorId, createdAt]) => [id, { direction: DIRECTIONS[direction] as Direction, authorId, createdAt }]),
  )
}

/** Open conversations: `unattended` ones wait for the team, `unassigned` ones are nobody's. */
export type OpenCounts = { assigneeId: number | null; open: number; unattended: number }

/** By assignee, null among them. */
export async function countOpenByAssignee(db: Db, accountId: number): Promise<OpenCounts[]> {
  const rows = await db.rows<[assigneeId: number | null, open: number, unattended: number]>(
    `select assignee_id, count(*), count(case when first_reply_at is null or waiting_since is not null then 1 end)
     from conversations where account_id = $1 and status = 'open' group by assignee_id`,
    [accountId],
  )
  return rows.map(([assigneeId, open, unattended]) => ({ assigneeId, open, unattended }))
}
