import type { Conversation, ConversationRef, ConversationStatus, Priority } from '../../../model/conversation.ts'
import { type Db, forUpdate, type Table, type Tx, type Value } from '../../db.ts'
import { parseObject } from '../rows.ts'
import { type ConversationFilter, listBy, whereText } from './conversation-filter.ts'

export const conversationsTable: Table = {
  name: 'conversations',
  columns: {
    account_id: 'bigint',
    id: 'bigint',
    number: 'bigint',
    channel_id: 'bigint',
    contact_id: 'bigint',
    application_id: 'bigint',
    kind: 'text',
    subject: 'text',
    status: 'text',
    priority: 'text',
    assignee_id: 'bigint',
    labels: 'text',
    attributes: 'text',
    additional: 'text',
    extra: 'text',
    snoozed_until: 'bigint',
    last_seq: 'bigint',
    public_count: 'bigint',
    revision: 'bigint',
    created_at: 'bigint',
    updated_at: 'bigint',
    last_activity_at: 'bigint',
    first_reply_at: 'bigint',
    waiting_since: 'bigint',
    agent_seen_at: 'bigint',
    assignee_seen_at: 'bigint',
    contact_seen_at: 'bigint',
    team_id: 'bigint',
    active_minute: 'bigint',
  },
}
const names = Object.keys(conversationsTable.columns)
/** What is read; the rest is derived. */
const columns = names.filter((name) => name !== 'active_minute').join(', ')

type Row = {
  account_id: number
  id: number
  number: number
  channel_id: number
  contact_id: number | null
  application_id: number | null
  kind: string | null
  subject: string | null
  status: ConversationStatus
  priority: Priority | null
  assignee_id: number | null
  labels: string
  attributes: string
  additional: string
  extra: string
  snoozed_until: number | null
  last_seq: number
  public_count: number
  revision: number
  created_at: number
  updated_at: number
  last_activity_at: number
  first_reply_at: number | null
  waiting_since: number | null
  agent_seen_at: number | null
  assignee_seen_at: number | null
  contact_seen_at: number | null
  team_id: number | null
}

export function insertConversation(tx: Tx, conversation: Conversation): Promise<void> {
  return tx.insertMany(conversationsTable, [toRow(conversation)])
}

export async function findConversation(db: Db, accountId: number, ref: ConversationRef): Promise<Conversation | undefined> {
  const [by, value] = 'id' in ref ? ['id', ref.id] : ['number', ref.number]
  const row = await db.one<Row>(`select ${columns} from conversations where account_id = $1 and ${by} = $2`, [accountId, value])
  return row && toConversation(row)
}

/** The conversation's id and the revision it stands at. */
export async function findRevision(db: Db, accountId: number, ref: ConversationRef): Promise<{ id: number; revision: number } | undefined> {
  if ('id' in ref) return db.one('select id, revision from conversations where account_id = $1 and id = $2', [accountId, ref.id])
  return db.one('select id, revision from conversations where account_id = $1 and number = $2', [accountId, ref.number])
}

/** Reads and locks conversations in one go, by id and by number; in the order of ids, so that two batches never wait for each other crosswise. */
export function lockConversations(tx: Tx, accountId: number, refs: readonly ConversationRef[]): Promise<Conversation[]> {
  return readConversations(tx, accountId, refs, forUpdate(tx))
}

/** The same without a lock. */
export function findConversations(db: Db, accountId: number, refs: readonly ConversationRef[]): Promise<Conversation[]> {
  return readConversations(db, accountId, refs, '')
}

async function readConversations(db: Db, accountId: number, refs: readonly ConversationRef[], lock: string): Promise<Conversation[]> {
  const ids = [...new Set(refs.flatMap((ref) => ('id' in ref ? [ref.id] : [])))]
  const numbers = [...new Set(refs.flatMap((ref) => ('number' in ref ? [ref.number] : [])))]
  const [which, params] =
    numbers.length === 0
      ? ['id = any($2)', [accountId, ids]]
      : ids.length === 0
        ? ['number = any($2)', [accountId, numbers]]
        : ['(id = any($2) or number = any($3))', [accountId, ids, numbers]]
  const rows = await db.all<Row>(`select ${columns} from conversations where account_id = $1 and ${which} order by id${lock}`, params)
  return rows.map(toConversation)
}

/** Raises the revision alone: something beside the row has changed, such as who takes part. */
export async function raiseRevision(tx: Tx, accountId: number, id: number): Promise<void> {
  await tx.run('update conversations set revision = revision + 1 where account_id = $1 and id = $2', [accountId, id])
}

/** The same for all conversations of a contact; gives their ids. */
export async function raiseRevisionsOf(tx: Tx, accountId: number, contactId: number): Promise<number[]> {
  const rows = await tx.rows<[id: number]>(
    'update conversations set revision = revision + 1 where account_id = $1 and contact_id = $2 returning id',
    [accountId, contactId],
  )
  return rows.map(([id]) => id)
}

/** Writes every field but the keys, as the next revision. */
export function updateConversation(tx: Tx, conversation: Conversation): Promise<number> {
  return updateConversations(tx, [conversation])
}

/** The same for many. */
export function updateConversations(tx: Tx, conversations: readonly Conversation[]): Promise<number> {
  const rows = conversations.map((one) => {
    const next = { ...one, revision: one.revision + 1 }
    return [next.accountId, next.id, ...toRow(next).slice(3)]
  })
  return tx.updateMany(conversationsTable, ['account_id', 'id'], names.slice(3), rows)
}

/** Where a page begins: what is compared of the last conversation seen. */
export type ConversationMark = Pick<Conversation, 'id' | 'number' | 'createdAt' | 'updatedAt' | 'lastActivityAt'>

export type ConversationOrder = 'last_activity_at' | 'created_at' | 'updated_at' | 'number'
/** Orders that count pages only: what has no priority, or waits for nothing, comes last. */
const RANKS = {
  priority: "case priority when 'urgent' then 4 when 'high' then 3 when 'medium' then 2 when 'low' then 1 end",
  waiting_since: 'waiting_since',
}
export type ConversationRank = keyof typeof RANKS

/** A page of conversations, by default the latest activity first; `after` continues behind a conversation already seen, `offset` is for vendors that count pages. */
export async function listConversations(
  db: Db,
  accountId: number,
  filter: ConversationFilter,
  page: {
    limit: number
    offset?: number
    after?: ConversationMark
    orderBy?: ConversationOrder
    rankBy?: ConversationRank
    order?: 'asc' | 'desc'
  },
): Promise<Conversation[]> {
  const where = whereText(accountId, filter)
  const by = page.orderBy ?? 'last_activity_at'
  const order = page.order ?? 'desc'
  // The index by activity knows the minute; within one the rows are sorted.
  const coarse = by === 'last_activity_at' ? `active_minute ${order}, ` : ''
  const rank = page.rankBy ? `${RANKS[page.rankBy]} is null, ${RANKS[page.rankBy]} ${order}, ` : ''
  if (page.after) {
    const sign = order === 'desc' ? '<' : '>'
    const value = where.param(orderValue(page.after, by))
    const id = where.param(page.after.id)
    where.add(`(${by} ${sign} ${value} or (${by} = ${value} and id ${sign} ${id}))`)
    if (coarse) where.add(`active_minute ${sign}= ${where.param(minuteOf(page.after.lastActivityAt))}`)
  }
  // True of all, and the reason why SQLite takes that index instead of sorting the whole account.
  if (coarse) where.add('active_minute >= 0')
  const limit = where.param(page.limit)
  const offset = where.param(page.offset ?? 0)
  const rows = await listBy(db, filter)<Row>(
    `select ${columns} from conversations where ${where.text()} order by ${rank}${coarse}${by} ${order}, id ${order} limit ${limit} offset ${offset}`,
    where.params,
  )
  return rows.map(toConversation)
}

export async function countConversations(db: Db, accountId: number, filter: ConversationFilter): Promise<number> {
  const where = whereText(accountId, filter)
  const row = await db.one<{ count: number }>(`select count(*) as count from conversations where ${where.text()}`, where.params)
  return row?.count ?? 0
}

/** What conversations are found by when they are listed by their latest activity. */
export function minuteOf(microseconds: number): number {
  return Math.floor(microseconds / 60_000_000)
}

function orderValue(conversation: ConversationMark, by: ConversationOrder): number {
  if (by === 'created_at') return conversation.createdAt
  if (by === 'updated_at') return conversation.updatedAt
  if (by === 'number') return conversation.number
  return conversation.lastActivityAt
}

function toRow(c: Conversation): Value[] {
  return [
    c.accountId,
    c.id,
    c.number,
    c.channelId,
    c.contactId,
    c.applicationId,
    c.kind,
    c.subject,
    c.status,
    c.priority,
    c.assigneeId,
    JSON.stringify(c.labels),
    JSON.stringify(c.attributes),
    JSON.stringify(c.additional),
    JSON.stringify(c.extra),
    c.snoozedUntil,
    c.lastSeq,
    c.publicCount,
    c.revision,
    c.createdAt,
    c.updatedAt,
    c.lastActivityAt,
    c.firstReplyAt,
    c.waitingSince,
    c.agentSeenAt,
    c.assigneeSeenAt,
    c.contactSeenAt,
    c.teamId,
    minuteOf(c.lastActivityAt),
  ]
}

function toConversation(row: Row): Conversation {
  return {
    id: row.id,
    accountId: row.account_id,
    number: row.number,
    channelId: row.channel_id,
    contactId: row.contact_id,
    applicationId: row.application_id,
    kind: row.kind,
    subject: row.subject,
    status: row.status,
    priority: row.priority,
    assigneeId: row.assignee_id,
    teamId: row.team_id,
    labels: row.labels === '[]' ? [] : (JSON.parse(row.labels) as string[]),
    attributes: row.attributes === '{}' ? {} : parseObject(row.attributes),
    additional: row.additional === '{}' ? {} : parseObject(row.additional),
    extra: row.extra === '{}' ? {} : parseObject(row.extra),
    snoozedUntil: row.snoozed_until,
    lastSeq: row.last_seq,
    publicCount: row.public_count,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastActivityAt: row.last_activity_at,
    firstReplyAt: row.first_reply_at,
    waitingSince: row.waiting_since,
    agentSeenAt: row.agent_seen_at,
    assigneeSeenAt: row.assignee_seen_at,
    contactSeenAt: row.contact_seen_at,
  }
}
