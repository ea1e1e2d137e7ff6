import type { JsonObject } from '../../../model/json.ts'
import type { Db, Tx } from '../../db.ts'
import { AUTHOR_KINDS } from '../messages/messages.ts'
import { parseObject, writeObject } from '../rows.ts'

const CONTACT = AUTHOR_KINDS.indexOf('contact')

/** What is called how, and when the oldest began, of some conversations. */
export async function describeConversations(
  db: Db,
  accountId: number,
  ids: readonly number[],
): Promise<{ subjects: (string | null)[]; oldestAt: number | undefined }> {
  const rows = await db.rows<[subject: string | null, at: number]>(
    'select subject, created_at from conversations where account_id = $1 and id = any($2) order by created_at',
    [accountId, ids],
  )
  return { subjects: rows.map(([subject]) => subject), oldestAt: rows[0]?.[1] }
}

/** Ids of the first messages of a conversation; with a contact only those of theirs of which something is left, be it the outside channel's id for one that is deleted. */
export async function listFirstMessageIds(
  db: Db,
  accountId: number,
  of: { conversationId: number; limit: number; contactId?: number },
): Promise<number[]> {
  const own =
    of.contactId === undefined ? '' : ` and author_kind = ${CONTACT} and author_id = $4 and (deleted_at is null or source_id is not null)`
  const rows = await db.rows<[id: number]>(
    `select id from messages where account_id = $1 and conversation_id = $2${own} order by seq limit $3`,
    [accountId, of.conversationId, of.limit, ...(of.contactId === undefined ? [] : [of.contactId])],
  )
  return rows.map(([id]) => id)
}

/** The contacts who take, or took, part in a conversation, and since when. */
export async function listCustomersIn(db: Db, accountId: number, conversationId: number): Promise<{ id: number; joinedAt: number }[]> {
  const rows = await db.rows<[id: number, joinedAt: number]>(
    "select author_id, joined_at from participants where account_id = $1 and conversation_id = $2 and author_kind = 'contact'",
    [accountId, conversationId],
  )
  return rows.map(([id, joinedAt]) => ({ id, joinedAt }))
}

export async function deleteParticipant(tx: Tx, accountId: number, of: { conversationId: number; authorId: number }): Promise<void> {
  await tx.run('delete from participants where account_id = $1 and conversation_id = $2 and author_id = $3', [
    accountId,
    of.conversationId,
    of.authorId,
  ])
}

/** A page of the account's deliveries by id, each with its customer. */
export async function listCustomers(
  db: Db,
  accountId: number,
  page: { afterId: number; limit: number },
): Promise<{ id: number; customerId: number | null }[]> {
  const rows = await db.rows<[id: number, customerId: number | null]>(
    'select id, customer_id from deliveries where account_id = $1 and id > $2 order by id limit $3',
    [accountId, page.afterId, page.limit],
  )
  return rows.map(([id, customerId]) => ({ id, customerId }))
}

export async function forgetCustomers(tx: Tx, accountId: number, ids: readonly number[], at: number): Promise<void> {
  await tx.run('update deliveries set customer_id = null, updated_at = $3 where account_id = $1 and id = any($2)', [accountId, ids, at])
}

/** Empties what a stretch of the log says beyond the fact: of a contact, and of conversations that are gone. The number of such a conversation stays. Says how many events that were. */
export async function emptyEvents(tx: Tx, accountId: number, of: { after: number; until: number; contactId: number }): Promise<number> {
  return tx.run(
    `update events set data = null where account_id = $1 and position > $2 and position <= $3 and data is not null and type <> 'conversation.deleted'
       and ((conversation_id is null and subject_id = $4) or (conversation_id is not null
         and not exists (select 1 from conversations c where c.account_id = $1 and c.id = events.conversation_id)))`,
    [accountId, of.after, of.until, of.contactId],
  )
}

/** Which changes in a stretch of the log say what came with a customer, in conversations that are nobody's now. */
export async function listCustomerChanges(
  db: Db,
  accountId: number,
  of: { after: number; until: number },
): Promise<{ position: number; data: JsonObject }[]> {
  const rows = await db.rows<[position: number, data: string]>(
    `select position, data from events where account_id = $1 and position > $2 and position <= $3 and type = 'conversation.updated'
       and (data like '%"additional":%' or data like '%"extra":%')
       and exists (select 1 from conversations c where c.account_id = $1 and c.id = events.conversation_id and c.contact_id is null)`,
    [accountId, of.after, of.until],
  )
  return rows.map(([position, data]) => ({ position, data: parseObject(data) }))
}

export async function rewriteEvent(tx: Tx, accountId: number, { position, data }: { position: number; data: JsonObject }): Promise<void> {
  await tx.run('update events set data = $3 where account_id = $1 and position = $2', [accountId, position, writeObject(data)])
}

/** A kept answer, as it was sent. */
export type KeptAnswer = { key: string; scope: string; answer: string | null }

/** A page of an account's kept answers, behind one of them. */
export async function listAnswers(
  db: Db,
  accountId: number,
  page: { after: readonly [key: string, scope: string]; limit: number },
): Promise<KeptAnswer[]> {
  const rows = await db.rows<[key: string, scope: string, answer: string | null]>(
    `select idempotency_key, scope, answer from idempotency_keys where account_id = $1 and (idempotency_key, scope) > ($2, $3)
     order by idempotency_key, scope limit $4`,
    [accountId, ...page.after, page.limit],
  )
  return rows.map(([key, scope, answer]) => ({ key, scope, answer }))
}

/** Empties an answer; a repetition of its request still does nothing again. One whose key itself says too much goes. */
export async function forgetAnswer(tx: Tx, accountId: number, { key, scope }: KeptAnswer, withKey: boolean): Promise<void> {
  const which = [accountId, key, scope]
  if (withKey) await tx.run('delete from idempotency_keys where account_id = $1 and idempotency_key = $2 and scope = $3', which)
  else await tx.run('update idempotency_keys set answer = null where account_id = $1 and idempotency_key = $2 and scope = $3', which)
}

/** The next webhook of an account that has been told anything, behind one of them, with the number of its newest delivery. */
export async function findNextTold(db: Db, accountId: number, afterId: number): Promise<{ id: number; newest: number } | undefined> {
  return db.one<{ id: number; newest: number }>(
    `select webhook_id as id, max(number) as newest from webhook_deliveries where account_id = $1 and webhook_id =
       (select min(webhook_id) from webhook_deliveries where account_id = $1 and webhook_id > $2) group by webhook_id`,
    [accountId, afterId],
  )
}

/** Empties what receivers answered to a stretch of a webhook's deliveries about a contact, what the contact wrote, or conversations that are gone; says how many answers that were. */
export async function emptyWebhookAnswers(
  tx: Tx,
  accountId: number,
  of: { webhookId: number; after: number; until: number; contactId: number },
): Promise<number> {
  return tx.run(
    `update webhook_attempts set answer = null where account_id = $1 and webhook_id = $2 and number > $3 and number <= $4 and answer is not null
       and exists (select 1 from webhook_deliveries d where d.account_id = $1 and d.webhook_id = $2 and d.number = webhook_attempts.number
         and (d.lane = $5
           or (d.conversation_id is not null and not exists (select 1 from conversations c where c.account_id = $1 and c.id = d.conversation_id))
           or exists (select 1 from messages m where m.account_id = $1 and m.id = d.message_id and m.author_kind = ${CONTACT} and m.author_id = $5)))`,
    [accountId, of.webhookId, of.after, of.until, of.contactId],
  )
}

/** What is left of somebody who is gone: what they have seen, what they signed in with. */
export async function deleteRest(tx: Tx, accountId: number, contactId: number): Promise<void> {
  await tx.run('delete from notification_marks where account_id = $1 and author_id = $2', [accountId, contactId])
  await tx.run('delete from notification_reads where account_id = $1 and author_id = $2', [accountId, contactId])
  await tx.run("delete from tokens where account_id = $1 and author_kind = 'contact' and author_id = $2", [accountId, contactId])
  await tx.run('delete from passwords where account_id = $1 and author_id = $2', [accountId, contactId])
  await tx.run('delete from sign_in_attempts where account_id = $1 and author_id = $2', [accountId, contactId])
}

/** Attempts to sign in with an address are counted whoever has it, and in no account. */
export async function forgetAddresses(tx: Tx, addresses: readonly string[]): Promise<void> {
  await tx.run('delete from sign_in_attempts where account_id = 0 and email_key = any($1)', [addresses])
}
