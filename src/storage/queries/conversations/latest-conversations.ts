import type { Reach } from '../../../model/reach.ts'
import type { Db, Param } from '../../db.ts'
import { withinReach } from './conversation-filter.ts'

/** The id of each contact's conversation with the latest activity within reach, by contact id; contacts without any are left out. */
export async function findLatestConversationIds(
  db: Db,
  accountId: number,
  contactIds: readonly number[],
  reach: Reach,
): Promise<Map<number, number>> {
  if (contactIds.length === 0) return new Map()
  const params: Param[] = [accountId, contactIds]
  const within = reach === 'all' ? '' : `and ${withinReach(reach, (value) => `$${params.push(value)}`, '$1')}`
  const rows = await db.all<{ contact_id: number; conversation_id: number | null }>(
    `select t.id as contact_id,
            (select c.id from conversations c where c.account_id = t.account_id and c.contact_id = t.id ${within}
             order by c.last_activity_at desc, c.id desc limit 1) as conversation_id
     from contacts t where t.account_id = $1 and t.id = any($2)`,
    params,
  )
  return new Map(rows.flatMap((row) => (row.conversation_id === null ? [] : [[row.contact_id, row.conversation_id] as const])))
}
