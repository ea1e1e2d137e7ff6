import type { Attachment } from '../../model/attachment.ts'
import type { AuthorKind } from '../../model/author.ts'
import type { Direction, Message, MessageStatus } from '../../model/message.ts'
import type { Db, Table, Tx, Value } from '../db.ts'
import { listAttachmentsOf } from './attachments.ts'
import { parseObject, writeObject } from './rows.ts'

const table: Table = {
  name: 'messages',
  columns: {
    account_id: 'bigint',
    conversation_id: 'bigint',
    seq: 'bigint',
    id: 'bigint',
    conversation_number: 'bigint',
    direction: 'text',
    private: 'smallint',
    author_kind: 'text',
    author_id: 'bigint',
    body: 'text',
    html: 'text',
    content_type: 'text',
    attributes: 'text',
    extra: 'text',
    parent_id: 'bigint',
    source_id: 'text',
    status: 'text',
    attachment_count: 'bigint',
    created_at: 'bigint',
    sent_at: 'bigint',
    edited_at: 'bigint',
    deleted_at: 'bigint',
  },
}
const columns = Object.keys(table.columns).join(', ')

type Row = {
  account_id: number
  conversation_id: number
  seq: number
  id: number
  conversation_number: number
  direction: Direction
  private: number
  author_kind: AuthorKind
  author_id: number
  body: string | null
  html: string | null
  content_type: string
  attributes: string | null
  extra: string | null
  parent_id: number | null
  source_id: string | null
  status: MessageStatus
  attachment_count: number
  created_at: number
  sent_at: number | null
  edited_at: number | null
  deleted_at: number | null
}

export function insertMessages(tx: Tx, messages: readonly Message[]): Promise<void> {
  return tx.insertMany(table, messages.map(toRow))
}

/**
 * What a page of one conversation holds. `notes: false` leaves private notes out; `deleted: false` leaves tombstones out; `system: false`
 * leaves out what Parley itself wrote. Bounds are seqs, both exclusive.
 */
export type MessageFilter = { notes: boolean; deleted: boolean; system: boolean; after?: number; before?: number }

/** One page of a conversation, ordered by seq: `newest` first or `oldest` first. */
export async function listMessages(
  db: Db,
  accountId: number,
  conversationId: number,
  page: MessageFilter & { order: 'newest' | 'oldest'; limit: number; offset?: number },
): Promise<Message[]> {
  const params = [accountId, conversationId, page.after ?? 0, page.before ?? Number.MAX_SAFE_INTEGER, page.limit, page.offset ?? 0]
  const rows = await db.all<Row>(
    `select ${columns} from messages where account_id = $1 and conversation_id = $2 and seq > $3 and seq < $4${filterText(page)}
     order by seq ${page.order === 'newest' ? 'desc' : 'asc'} limit $5 offset $6`,
    params,
  )
  return toMessages(db, accountId, rows)
}

/** How many messages a filter lets through. */
export async function countMessages(db: Db, accountId: number, conversationId: number, filter: MessageFilter): Promise<number> {
  const row = await db.one<{ count: number }>(
    `select count(*) as count from messages where account_id = $1 and conversation_id = $2 and seq > $3 and seq < $4${filterText(filter)}`,
    [accountId, conversationId, filter.after ?? 0, filter.before ?? Number.MAX_SAFE_INTEGER],
  )
  return row?.count ?? 0
}

function filterText(filter: MessageFilter): string {
  return `${filter.notes ? '' : ' and private = 0'}${filter.deleted ? '' : ' and deleted_at is null'}${filter.system ? '' : " and direction <> 'system'"}`
}

export async function findMessage(db: Db, accountId: number, id: number): Promise<Message | undefined> {
  return (await findMessages(db, accountId, [id]))[0]
}

/** The messages with these ids, in no particular order; unknown ids are left out. */
export async function findMessages(db: Db, accountId: number, ids: readonly number[]): Promise<Message[]> {
  if (ids.length === 0) return []
  const rows = await db.all<Row>(`select ${columns} from messages where account_id = $1 and id = any($2)`, [accountId, ids])
  return toMessages(db, accountId, rows)
}

/**
 * The smallest seq whose `id` or `created_at` is at least `value` (`lastSeq + 1` if none is). Both grow with seq in a conversation, so
 * a bisection over the gap-free seqs answers in about 20 point reads, without an index that every send would pay for.
 */
export async function seekSeq(
  db: Db,
  of: { accountId: number; conversationId: number; lastSeq: number },
  by: 'id' | 'created_at',
  value: number,
): Promise<number> {
  const row = await db.one<{ seq: number }>(
    `with recursive bisect(low, high) as (
       select cast(1 as bigint), cast($3 as bigint) + 1
       union all
       select case when coalesce((select m.${by} from messages m where m.account_id = $1 and m.conversation_id = $2 and m.seq = (low + high) / 2), -1) < $4
                   then (low + high) / 2 + 1 else low end,
              case when coalesce((select m.${by} from messages m where m.account_id = $1 and m.conversation_id = $2 and m.seq = (low + high) / 2), -1) < $4
                   then high else (low + high) / 2 end
       from bisect where low < high
     )
     select low as seq from bisect where low >= high`,
    [of.accountId, of.conversationId, of.lastSeq, value],
  )
  return row?.seq ?? 1
}

/** Writes the fields of a message that may change after it was sent. */
export function updateMessage(tx: Tx, message: Message): Promise<void> {
  const set = ['body', 'html', 'content_type', 'attributes', 'extra', 'status', 'attachment_count', 'sent_at', 'edited_at', 'deleted_at']
  const row = toRow(message)
  const names = Object.keys(table.columns)
  const values = set.map((name) => row[names.indexOf(name)] as Value)
  return tx.updateMany(table, ['account_id', 'conversation_id', 'seq'], set, [
    [message.accountId, message.conversationId, message.seq, ...values],
  ])
}

function toRow(m: Message): Value[] {
  return [
    m.accountId,
    m.conversationId,
    m.seq,
    m.id,
    m.conversationNumber,
    m.direction,
    m.private ? 1 : 0,
    m.author.kind,
    m.author.id,
    m.text,
    m.html,
    m.contentType,
    writeObject(m.attributes),
    writeObject(m.extra),
    m.parentId,
    m.sourceId,
    m.status,
    m.attachments.length,
    m.createdAt,
    m.sentAt,
    m.editedAt,
    m.deletedAt,
  ]
}

async function toMessages(db: Db, accountId: number, rows: Row[]): Promise<Message[]> {
  const messages = rows.map(toMessage)
  const withFiles = rows.filter((row) => row.attachment_count > 0).map((row) => row.id)
  if (withFiles.length > 0) {
    const files = Map.groupBy(await listAttachmentsOf(db, accountId, withFiles), (file) => file.messageId)
    for (const message of messages) message.attachments = files.get(message.id) ?? []
  }
  return messages
}

const NO_FILES: Attachment[] = []

function toMessage(row: Row): Message {
  return {
    id: row.id,
    accountId: row.account_id,
    conversationId: row.conversation_id,
    conversationNumber: row.conversation_number,
    seq: row.seq,
    direction: row.direction,
    private: row.private === 1,
    author: { kind: row.author_kind, id: row.author_id },
    text: row.body,
    html: row.html,
    contentType: row.content_type,
    attributes: parseObject(row.attributes),
    extra: parseObject(row.extra),
    parentId: row.parent_id,
    sourceId: row.source_id,
    status: row.status,
    attachments: NO_FILES,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
  }
}
