import type { Db, Table, Tx } from '../../db.ts'

/** A conversation somebody is in, as far as their notifications are concerned. */
export type NotifyingConversation = {
  id: number
  kind: string | null
  contactId: number | null
  lastActivityAt: number
  joinedAt: number
  /** How far they have read, or seen their notifications, whichever is farther. */
  seenSeq: number
}

/** A message that somebody is notified of. */
export type NotifyingMessage = { id: number; conversationId: number; seq: number; createdAt: number }

/** Those an author is in, the latest activity first. */
export async function listNotifyingConversations(db: Db, accountId: number, authorId: number): Promise<NotifyingConversation[]> {
  const rows = await db.rows<
    [id: number, kind: string | null, contactId: number | null, at: number, joinedAt: number, readSeq: number, seenSeq: number | null]
  >(
    `select c.id, c.kind, c.contact_id, c.last_activity_at, p.joined_at, p.last_read_seq, n.seen_seq
     from participants p
     join conversations c on c.account_id = p.account_id and c.id = p.conversation_id
     left join notification_marks n on n.account_id = p.account_id and n.author_id = p.author_id and n.conversation_id = p.conversation_id
     where p.account_id = $1 and p.author_id = $2 and p.left_at is null
     order by c.last_activity_at desc, c.id desc`,
    [accountId, authorId],
  )
  return rows.map(([id, kind, contactId, lastActivityAt, joinedAt, readSeq, seenSeq]) => ({
    id,
    kind,
    contactId,
    lastActivityAt,
    joinedAt,
    seenSeq: Math.max(readSeq, seenSeq ?? 0),
  }))
}

/** What others have said among the newest `depth` messages of some conversations, notes and deleted messages left out. */
export async function listNotifyingMessages(
  db: Db,
  accountId: number,
  of: { authorId: number; conversationIds: readonly number[]; depth: number },
): Promise<NotifyingMessage[]> {
  // A cross join, because SQLite then keeps to the order as written: the conversations first, then the ends of their messages.
  const rows = await db.rows<[id: number, conversationId: number, seq: number, createdAt: number]>(
    `select m.id, m.conversation_id, m.seq, m.created_at
     from conversations c cross join messages m
     where c.account_id = $1 and c.id = any($2) and m.account_id = $1 and m.conversation_id = c.id and m.seq > c.last_seq - cast($3 as bigint)
       and m.author_id <> $4 and m.private = 0 and m.deleted_at is null`,
    [accountId, of.conversationIds, of.depth, of.authorId],
  )
  return rows.map(([id, conversationId, seq, createdAt]) => ({ id, conversationId, seq, createdAt }))
}

/** Which of an author's notifications were read one by one. */
export async function listNotificationReads(db: Db, accountId: number, authorId: number): Promise<Set<number>> {
  const rows = await db.rows<[number]>('select message_id from notification_reads where account_id = $1 and author_id = $2', [
    accountId,
    authorId,
  ])
  return new Set(rows.map(([id]) => id))
}

const reads: Table = { name: 'notification_reads', columns: { account_id: 'bigint', author_id: 'bigint', message_id: 'bigint' } }

/** Notes that single ones, none of which was noted before, were read. */
export function insertNotificationReads(tx: Tx, accountId: number, authorId: number, messageIds: readonly number[]): Promise<void> {
  return tx.insertMany(
    reads,
    messageIds.map((id) => [accountId, authorId, id]),
  )
}

/** Moves an author's marks to these seqs, by conversation, and forgets the single reads that are behind them now. */
export async function moveNotificationMarks(tx: Tx, accountId: number, authorId: number, seqs: ReadonlyMap<number, number>): Promise<void> {
  for (const [conversationId, seq] of seqs) {
    await tx.run(
      `insert into notification_marks (account_id, author_id, conversation_id, seen_seq) values ($1, $2, $3, $4)
       on conflict (account_id, author_id, conversation_id) do update set seen_seq = excluded.seen_seq
       where notification_marks.seen_seq < excluded.seen_seq`,
      [accountId, authorId, conversationId, seq],
    )
  }
  await tx.run('delete from notification_reads where account_id = $1 and author_id = $2', [accountId, authorId])
}
