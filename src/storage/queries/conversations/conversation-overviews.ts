import type { Conversation } from '../../../model/conversation.ts'
import type { Reach } from '../../../model/reach.ts'
import type { Db } from '../../db.ts'
import { AUTHOR_KINDS, DIRECTIONS } from '../messages/messages.ts'
import { type ConversationFilter, listBy, whereText } from './conversation-filter.ts'

/** How many unread messages are counted before it is simply "many" (chatwoot sheet 6.1). */
const UNREAD_CAP = 10
/** Unread messages are looked for among this many newest ones, so that a page costs the same however long its conversations are. */
const UNREAD_SCAN = 500

const [INBOUND, SYSTEM] = (['inbound', 'system'] as const).map((one) => DIRECTIONS.indexOf(one))
const NOBODY = AUTHOR_KINDS.indexOf('system')

/**
 * The id of the newest message of each conversation, by conversation id. `notes: false` leaves private notes out, `deleted: false` tombstones, `system: false` all that is
 * automatic and `activities: false` what of it has no author.
 */
export async function findLastMessageIds(
  db: Db,
  accountId: number,
  conversationIds: readonly number[],
  filter: { notes: boolean; system: boolean; deleted: boolean; activities?: false },
): Promise<Map<number, number>> {
  if (conversationIds.length === 0) return new Map()
  const only = [
    filter.notes ? '' : ' and x.private = 0',
    filter.system ? '' : ` and x.direction <> ${SYSTEM}`,
    filter.activities === false ? ` and (x.direction <> ${SYSTEM} or x.author_kind <> ${NOBODY})` : '',
    filter.deleted ? '' : ' and x.deleted_at is null',
  ].join('')
  const rows = await db.all<{ conversation_id: number; id: number }>(
    `select m.conversation_id, m.id from conversations c
     join messages m on m.account_id = c.account_id and m.conversation_id = c.id and m.seq = (
       select x.seq from messages x where x.account_id = c.account_id and x.conversation_id = c.id${only} order by x.seq desc limit 1)
     where c.account_id = $1 and c.id = any($2)`,
    [accountId, conversationIds],
  )
  return new Map(rows.map((row) => [row.conversation_id, row.id]))
}

/** When the customer last wrote, by conversation id; where they never did, or long ago among many words of others, it is left out. */
export async function findLastInboundTimes(db: Db, accountId: number, conversationIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await db.all<{ id: number; at: number | null }>(
    `select c.id, (select max(m.created_at) from messages m where m.account_id = c.account_id and m.conversation_id = c.id
       and m.seq > c.last_seq - $3 and m.direction = ${INBOUND} and m.private = 0) as at
     from conversations c where c.account_id = $1 and c.id = any($2)`,
    [accountId, conversationIds, UNREAD_SCAN],
  )
  return new Map(rows.flatMap((row) => (row.at === null ? [] : [[row.id, row.at]])))
}

/** How many of the customer's public messages came after the team last looked, at most `cap`, by conversation id. */
export async function countUnread(
  db: Db,
  accountId: number,
  conversationIds: readonly number[],
  cap = UNREAD_CAP,
): Promise<Map<number, number>> {
  if (conversationIds.length === 0) return new Map()
  const rows = await db.all<{ id: number; count: number }>(
    `select c.id, (select count(*) from (
       select 1 from messages m where m.account_id = c.account_id and m.conversation_id = c.id and m.seq > c.last_seq - $3
         and m.direction = ${INBOUND} and m.private = 0 and m.created_at > coalesce(c.agent_seen_at, 0) limit $4) unread) as count
     from conversations c where c.account_id = $1 and c.id = any($2)`,
    [accountId, conversationIds, UNREAD_SCAN, cap],
  )
  return new Map(rows.map((row) => [row.id, row.count]))
}

export type AssigneeCounts = { mine: number; assigned: number; unassigned: number; all: number; unanswered: number }

/**
 * How a filtered set of conversations divides by assignee; `unanswered` are the open ones to which the team has not replied yet, counted where somebody asks: an index
 * answers all the rest by itself.
 */
export async function countByAssignee(
  db: Db,
  accountId: number,
  filter: ConversationFilter,
  of: { memberId: number; unanswered: boolean },
): Promise<AssigneeCounts> {
  const where = whereText(accountId, filter)
  const me = where.param(of.memberId)
  const unanswered = of.unanswered ? "count(case when status = 'open' and first_reply_at is null then 1 end)" : '0'
  const [row] = await listBy(db, filter)<AssigneeCounts>(
    `select count(case when assignee_id = ${me} then 1 end) as mine, count(assignee_id) as assigned,
       count(case when assignee_id is null then 1 end) as unassigned, count(*) as "all", ${unanswered} as unanswered
     from conversations where ${where.text()}`,
    where.params,
  )
  return row ?? { mine: 0, assigned: 0, unassigned: 0, all: 0, unanswered: 0 }
}

/** How many conversations within reach each contact has, by contact id; a contact without any is left out. */
export async function countConversationsOf(
  db: Db,
  accountId: number,
  contactIds: readonly number[],
  reach: Reach,
): Promise<Map<number, number>> {
  const where = whereText(accountId, { reach })
  where.add(`contact_id = any(${where.param(contactIds)})`)
  const rows = await db.all<{ contact_id: number; count: number }>(
    `select contact_id, count(*) as count from conversations where ${where.text()} group by contact_id`,
    where.params,
  )
  return new Map(rows.map((row) => [row.contact_id, row.count]))
}

/** How far back the customer's newest message is looked for, in messages: it bounds what a conversation without any costs. */
const REACH = 20_000

/** The customer's newest public message, among the latest 20,000. */
export async function findLastInbound(
  db: Db,
  { accountId, id, lastSeq }: Pick<Conversation, 'accountId' | 'id' | 'lastSeq'>,
): Promise<{ id: number; createdAt: number } | undefined> {
  const row = await db.one<{ id: number; created_at: number }>(
    `select id, created_at from messages where account_id = $1 and conversation_id = $2 and seq > $3 and direction = ${INBOUND} and private = 0
     order by seq desc limit 1`,
    [accountId, id, lastSeq - REACH],
  )
  return row && { id: row.id, createdAt: row.created_at }
}
