import type { Db } from '../db.ts'

/** The id of each contact's conversation with the latest activity, by contact id; contacts without any are left out. */
export async function findLatestConversationIds(db: Db, accountId: number, contactIds: readonly number[]): Promise<Map<number, number>> {
  if (contactIds.length === 0) return new Map()
  const rows = await db.all<{ contact_id: number; conversation_id: number | null }>(
    `select t.id as contact_id,
            (select c.id from conversations c where c.account_id = t.account_id and c.contact_id = t.id
             order by c.last_activity_at desc, c.id desc limit 1) as conversation_id
     from contacts t where t.account_id = $1 and t.id = any($2)`,
    [accountId, contactIds],
  )
  return new Map(rows.flatMap((row) => (row.conversation_id === null ? [] : [[row.contact_id, row.conversation_id] as const])))
}
