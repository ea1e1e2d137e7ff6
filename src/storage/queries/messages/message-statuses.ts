import type { Message, MessageStatus } from '../../../model/message.ts'
import type { Db, Tx, Value } from '../../db.ts'
import { DIRECTIONS, findMessages, messagesTable, STATUSES, toMessageRow } from './messages.ts'

const OUTBOUND = DIRECTIONS.indexOf('outbound')
const SET = ['status', 'rest']

/** Writes how far messages have come, and nothing else of them. */
export function updateStatuses(tx: Tx, messages: readonly Message[]): Promise<number> {
  const places = SET.map((name) => Object.keys(messagesTable.columns).indexOf(name))
  const rows = messages.map((message) => {
    const row = toMessageRow(message)
    return [message.accountId, message.conversationId, message.seq, ...places.map((place) => row[place] as Value)]
  })
  return tx.updateMany(messagesTable, ['account_id', 'conversation_id', 'seq'], SET, rows)
}

/** The newest of the team's public messages between two seqs, both inclusive, that have one of some statuses; the oldest first. */
export async function listReplies(
  db: Db,
  accountId: number,
  conversationId: number,
  of: { from: number; through: number; statuses: readonly MessageStatus[]; limit: number },
): Promise<Message[]> {
  const rows = await db.rows<[id: number]>(
    `select id from messages where account_id = $1 and conversation_id = $2 and seq between $3 and $4 and direction = ${OUTBOUND}
       and private = 0 and deleted_at is null and status = any($5) order by seq desc limit $6`,
    [accountId, conversationId, of.from, of.through, of.statuses.map((one) => STATUSES.indexOf(one)), of.limit],
  )
  const messages = await findMessages(
    db,
    accountId,
    rows.map(([id]) => id),
  )
  return messages.sort((a, b) => a.seq - b.seq)
}

/** When the message at a seq was created. */
export async function findMessageTime(db: Db, accountId: number, conversationId: number, seq: number): Promise<number | undefined> {
  const sql = 'select created_at from messages where account_id = $1 and conversation_id = $2 and seq = $3'
  return (await db.one<{ created_at: number }>(sql, [accountId, conversationId, seq]))?.created_at
}
