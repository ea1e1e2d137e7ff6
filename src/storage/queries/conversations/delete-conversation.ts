import type { Tx } from '../../db.ts'
import { lockSearchPosition } from '../messages/search.ts'

const MESSAGES = 'select id from messages where account_id = $1 and conversation_id = $2'
/** Everybody who has marked anything of it; by them the marks are found. */
const PEOPLE = 'select author_id from participants where account_id = $1 and conversation_id = $2'

/** Deletes a conversation and everything that belongs to it; gives the keys of its files' bytes. */
export async function deleteConversation(tx: Tx, accountId: number, id: number): Promise<string[]> {
  const params = [accountId, id]
  const files = await tx.rows<[key: string, thumbnail: string | null]>(
    `select blob_key, thumbnail_key from attachments where account_id = $1 and message_id in (${MESSAGES})`,
    params,
  )
  await tx.run(`delete from attachments where account_id = $1 and message_id in (${MESSAGES})`, params)
  await deleteAnswers(tx, accountId, id)
  // A step of the index that has read these messages already is waited for: no later one would find out that they are gone.
  await lockSearchPosition(tx, accountId)
  if (tx.engine === 'postgres') await tx.run(`delete from message_search where account_id = $1 and message_id in (${MESSAGES})`, params)
  else await tx.run(`delete from message_search where rowid in (${MESSAGES})`, params)
  await tx.run(`delete from notification_reads where account_id = $1 and author_id in (${PEOPLE}) and message_id in (${MESSAGES})`, params)
  await tx.run(`delete from notification_marks where account_id = $1 and author_id in (${PEOPLE}) and conversation_id = $2`, params)
  await tx.run('delete from tickets where account_id = $1 and conversation_id = $2', params)
  await tx.run('update deliveries set conversation_id = null where account_id = $1 and conversation_id = $2', params)
  await tx.run('delete from participants where account_id = $1 and conversation_id = $2', params)
  await tx.run('delete from messages where account_id = $1 and conversation_id = $2', params)
  await tx.run('delete from conversations where account_id = $1 and id = $2', params)
  return files.flatMap(([key, thumbnail]) => (thumbnail === null ? [key] : [key, thumbnail]))
}

/** Kept answers that show one of its messages; those with several are few and are looked through. */
async function deleteAnswers(tx: Tx, accountId: number, id: number): Promise<void> {
  await tx.run(`delete from idempotency_keys where account_id = $1 and message_id is not null and message_id in (${MESSAGES})`, [
    accountId,
    id,
  ])
  const rows = await tx.rows<[scope: string, key: string, messageIds: string]>(
    'select scope, idempotency_key, message_ids from idempotency_keys where account_id = $1 and message_ids is not null',
    [accountId],
  )
  for (const [scope, key, messageIds] of rows) {
    const shown = messageIds.split(',').flatMap((one) => (one === '' ? [] : [Number(one)]))
    const own = await tx.one('select 1 as one from messages where account_id = $1 and conversation_id = $2 and id = any($3) limit 1', [
      accountId,
      id,
      shown,
    ])
    if (own)
      await tx.run('delete from idempotency_keys where account_id = $1 and idempotency_key = $2 and scope = $3', [accountId, key, scope])
  }
}
