import type { ConversationRef } from '../../../model/conversation.ts'
import type { Message } from '../../../model/message.ts'
import type { Db } from '../../db.ts'
import { findMessage } from './messages.ts'

/** How far back a source id is looked for, in messages: it bounds what a conversation without such a message costs. */
const REACH = 20_000

/** The newest message of a conversation that came with this source id, among its latest 20,000. */
export async function findMessageBySourceId(
  db: Db,
  accountId: number,
  conversation: ConversationRef,
  sourceId: string,
): Promise<Message | undefined> {
  const [by, value] = 'id' in conversation ? ['id', conversation.id] : ['number', conversation.number]
  const row = await db.one<{ id: number }>(
    `select m.id from messages m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
     where c.account_id = $1 and c.${by} = $2 and m.seq > c.last_seq - $4 and m.source_id = $3 order by m.seq desc limit 1`,
    [accountId, value, sourceId, REACH],
  )
  return row && findMessage(db, accountId, row.id)
}
