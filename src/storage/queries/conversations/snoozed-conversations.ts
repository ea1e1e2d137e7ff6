import type { Db } from '../../db.ts'

export type SnoozedConversation = { accountId: number; id: number; snoozedUntil: number }

type Row = [accountId: number, id: number, snoozedUntil: number]

/** Those of all accounts whose time has come, in its order, behind one of them. For the housekeeping only. */
export async function listDueConversations(
  db: Db,
  now: number,
  after: SnoozedConversation | undefined,
  limit: number,
): Promise<SnoozedConversation[]> {
  const rows = await db.rows<Row>(
    `select account_id, id, snoozed_until from conversations
     where status = 'snoozed' and snoozed_until <= $1 and (snoozed_until, id) > ($2, $3) order by snoozed_until, id limit $4`,
    [now, after?.snoozedUntil ?? -1, after?.id ?? 0, limit],
  )
  return rows.map(([accountId, id, snoozedUntil]) => ({ accountId, id, snoozedUntil }))
}
