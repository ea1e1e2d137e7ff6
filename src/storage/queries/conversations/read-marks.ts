import type { Db } from '../../db.ts'

/** Which messages a reader's progress is told in. Tombstones never count; `notes: false` leaves private notes out. */
export type ReadFilter = { notes: boolean }

/** How far somebody has read: the newest message at or before their read position, null when there is none. */
export type ReadMark = { conversationId: number; authorId: number; messageId: number | null }

/** The read mark of everybody who is or was in one of these conversations. */
export async function listReadMarks(
  db: Db,
  accountId: number,
  conversationIds: readonly number[],
  filter: ReadFilter,
): Promise<ReadMark[]> {
  if (conversationIds.length === 0) return []
  const rows = await db.all<{ conversation_id: number; author_id: number; message_id: number | null }>(
    `select p.conversation_id, p.author_id,
            (select m.id from messages m
             where m.account_id = p.account_id and m.conversation_id = p.conversation_id and m.seq <= p.last_read_seq${filterText(filter)}
             order by m.seq desc limit 1) as message_id
     from participants p where p.account_id = $1 and p.conversation_id = any($2)`,
    [accountId, conversationIds],
  )
  return rows.map((row) => ({ conversationId: row.conversation_id, authorId: row.author_id, messageId: row.message_id }))
}

/** How many messages of others lie behind a participant's read position, by conversation; those the participant is not or no longer in are left out. */
export async function countUnreadBy(
  db: Db,
  accountId: number,
  conversationIds: readonly number[],
  authorId: number,
  filter: ReadFilter,
): Promise<Map<number, number>> {
  if (conversationIds.length === 0) return new Map()
  const rows = await db.all<{ conversation_id: number; count: number }>(
    `select p.conversation_id,
            (select count(*) from messages m
             where m.account_id = p.account_id and m.conversation_id = p.conversation_id and m.seq > p.last_read_seq
               and m.author_id <> p.author_id${filterText(filter)}) as count
     from participants p where p.account_id = $1 and p.conversation_id = any($2) and p.author_id = $3 and p.left_at is null`,
    [accountId, conversationIds, authorId],
  )
  return new Map(rows.map((row) => [row.conversation_id, row.count]))
}

function filterText(filter: ReadFilter): string {
  return `${filter.notes ? '' : ' and m.private = 0'} and m.deleted_at is null`
}
