import type { Conversation } from '../../../model/conversation.ts'
import type { Message } from '../../../model/message.ts'
import type { Db } from '../../db.ts'
import { findMessages } from './messages.ts'

/** How far back files are looked for, in messages: it bounds what a conversation without any costs. */
const REACH = 20_000

/** A file's id and its message's. */
export type FilePlace = { id: number; messageId: number }

/** The files among the latest 20,000 messages of a conversation, the newest first, and how many there are. `notes: false` leaves those of private notes out. */
export async function listFiles(
  db: Db,
  { accountId, id, lastSeq }: Pick<Conversation, 'accountId' | 'id' | 'lastSeq'>,
  page: { notes: boolean; limit: number; offset: number },
): Promise<{ files: FilePlace[]; total: number }> {
  const from = `from messages m join attachments a on a.account_id = m.account_id and a.message_id = m.id
     where m.account_id = $1 and m.conversation_id = $2 and m.seq > $3 and m.rest is not null${page.notes ? '' : ' and m.private = 0'}`
  const params = [accountId, id, lastSeq - REACH]
  const files = await db.rows<[id: number, messageId: number]>(
    `select a.id, m.id ${from} order by m.seq desc, a.id desc limit $4 offset $5`,
    [...params, page.limit, page.offset],
  )
  const total = await db.one<{ count: number }>(`select count(*) as count ${from}`, params)
  return { files: files.map(([fileId, messageId]) => ({ id: fileId, messageId })), total: total?.count ?? 0 }
}

/** The messages that some files came with, by id. */
export async function findMessagesOf(db: Db, accountId: number, files: readonly FilePlace[]): Promise<ReadonlyMap<number, Message>> {
  const messages = await findMessages(db, accountId, [...new Set(files.map((file) => file.messageId))])
  return new Map(messages.map((message) => [message.id, message]))
}
