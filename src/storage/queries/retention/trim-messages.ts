import type { Db, Tx } from '../../db.ts'
import { deleteSearchEntries, lockSearchPosition } from '../messages/search.ts'

/** As much of a message as its removal asks for. */
export type OldMessage = { id: number; conversationId: number; createdAt: number; counts: boolean }

type Row = [id: number, conversationId: number, createdAt: number, isPrivate: number, deletedAt: number | null]
const columns = 'id, conversation_id, created_at, private, deleted_at'

/** An account's messages behind one of them, in the order of their ids: the oldest first, in every conversation from its beginning. */
export async function listOldestMessages(db: Db, accountId: number, page: { afterId: number; limit: number }): Promise<OldMessage[]> {
  const rows = await db.rows<Row>(`select ${columns} from messages where account_id = $1 and id > $2 order by id limit $3`, [
    accountId,
    page.afterId,
    page.limit,
  ])
  return rows.map(toOldMessage)
}

/** Those of some messages that are still there. */
export async function findOldMessages(tx: Tx, accountId: number, ids: readonly number[]): Promise<OldMessage[]> {
  // By place, as `findMessages`, and for its reason.
  const rows = await tx.rows<Row>(
    `select ${columns} from messages where account_id = $1 and (conversation_id, seq) in
       (select conversation_id, seq from messages where account_id = $1 and id = any($2))`,
    [accountId, ids],
  )
  return rows.map(toOldMessage)
}

/** Deletes messages of some conversations, with what was noted of them; their files are their own matter. */
export async function deleteMessages(
  tx: Tx,
  accountId: number,
  of: { ids: readonly number[]; conversationIds: readonly number[] },
): Promise<void> {
  // As with a conversation: a step of the index that has read them already is waited for.
  await lockSearchPosition(tx, accountId)
  await deleteSearchEntries(tx, accountId, of.ids)
  await tx.run(
    `delete from notification_reads where account_id = $1 and message_id = any($2) and author_id in
       (select author_id from participants where account_id = $1 and conversation_id = any($3))`,
    [accountId, of.ids, of.conversationIds],
  )
  await tx.run(
    `delete from messages where account_id = $1 and (conversation_id, seq) in
       (select conversation_id, seq from messages where account_id = $1 and id = any($2))`,
    [accountId, of.ids],
  )
}

/** Which of some conversations hold no message. */
export async function findEmptyConversations(db: Db, accountId: number, ids: readonly number[]): Promise<Set<number>> {
  const rows = await db.rows<[id: number]>(
    `select c.id from conversations c where c.account_id = $1 and c.id = any($2)
       and not exists (select 1 from messages m where m.account_id = c.account_id and m.conversation_id = c.id)`,
    [accountId, ids],
  )
  return new Set(rows.map(([id]) => id))
}

function toOldMessage([id, conversationId, createdAt, isPrivate, deletedAt]: Row): OldMessage {
  return { id, conversationId, createdAt, counts: isPrivate === 0 && deletedAt === null }
}
