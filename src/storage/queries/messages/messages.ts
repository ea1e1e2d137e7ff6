import type { AuthorKind } from '../../../model/author.ts'
import type { Direction, Message, MessageStatus } from '../../../model/message.ts'
import type { Db, Table, Tx, Value } from '../../db.ts'
import { listAttachmentsOf } from './attachments.ts'

export const messagesTable: Table = {
  name: 'messages',
  columns: {
    account_id: 'bigint',
    conversation_id: 'bigint',
    seq: 'bigint',
    id: 'bigint',
    conversation_number: 'bigint',
    direction: 'smallint',
    private: 'smallint',
    author_kind: 'smallint',
    author_id: 'bigint',
    body: 'text',
    content_type: 'text',
    status: 'smallint',
    source_id: 'text',
    created_at: 'bigint',
    deleted_at: 'bigint',
    rest: 'text',
  },
}
const columns = Object.keys(messagesTable.columns).join(', ')

/** The codes in the table are places in these lists; they are frozen, new words go to the end. */
export const DIRECTIONS: readonly Direction[] = ['inbound', 'outbound', 'system']
export const AUTHOR_KINDS: readonly AuthorKind[] = ['member', 'contact', 'application', 'system']
export const STATUSES: readonly MessageStatus[] = ['pending', 'sent', 'delivered', 'read', 'retrying', 'failed']
const SYSTEM = DIRECTIONS.indexOf('system')

type Row = [
  accountId: number,
  conversationId: number,
  seq: number,
  id: number,
  conversationNumber: number,
  direction: number,
  isPrivate: number,
  authorKind: number,
  authorId: number,
  body: string | null,
  contentType: string | null,
  status: number,
  sourceId: string | null,
  createdAt: number,
  deletedAt: number | null,
  rest: string | null,
]

/** What a message rarely has; `sentAt` only where it is not the time of creation, `files` counts attachments. */
type Rest = Partial<Pick<Message, 'html' | 'attributes' | 'extra' | 'parentId' | 'failure' | 'sentAt' | 'editedAt'>> & { files?: number }

export function insertMessages(tx: Tx, messages: readonly Message[]): Promise<void> {
  return tx.insertMany(messagesTable, messages.map(toMessageRow))
}

/**
 * What a page of one conversation holds. `notes: false` leaves private notes out; `deleted: false` leaves tombstones out; `system: false`
 * leaves out what Parley itself wrote; `text: true` leaves out what has no plain text. Bounds are seqs, both exclusive.
 */
export type MessageFilter = { notes: boolean; deleted: boolean; system: boolean; text?: true; after?: number; before?: number }

/** One page of a conversation, ordered by seq: `newest` first or `oldest` first. */
export async function listMessages(
  db: Db,
  accountId: number,
  conversationId: number,
  page: MessageFilter & { order: 'newest' | 'oldest'; limit: number; offset?: number },
): Promise<Message[]> {
  const params = [accountId, conversationId, page.after ?? 0, page.before ?? Number.MAX_SAFE_INTEGER, page.limit, page.offset ?? 0]
  const rows = await db.rows<Row>(
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

/** The condition of a filter without its bounds, to be added behind another condition. */
export function filterText(filter: Omit<MessageFilter, 'after' | 'before'>): string {
  const rows = `${filter.notes ? '' : ' and private = 0'}${filter.deleted ? '' : ' and deleted_at is null'}`
  return `${rows}${filter.system ? '' : ` and direction <> ${SYSTEM}`}${filter.text ? " and body <> ''" : ''}`
}

export async function findMessage(db: Db, accountId: number, id: number): Promise<Message | undefined> {
  const rows = await db.rows<Row>(`select ${columns} from messages where account_id = $1 and id = $2`, [accountId, id])
  return (await toMessages(db, accountId, rows))[0]
}

/** The messages with these ids, in no particular order; unknown ids are left out. */
export async function findMessages(db: Db, accountId: number, ids: readonly number[]): Promise<Message[]> {
  if (ids.length === 0) return []
  // Asked for the ids in the outer query, SQLite would walk all messages of the account rather than the index over ids.
  const rows = await db.rows<Row>(
    `select ${columns} from messages where account_id = $1 and (conversation_id, seq) in
       (select conversation_id, seq from messages where account_id = $1 and id = any($2))`,
    [accountId, ids],
  )
  return toMessages(db, accountId, rows)
}

/**
 * The smallest seq whose `id` or `created_at` is at least `value` (`lastSeq + 1` if none is). Both grow with seq in a conversation, so
 * a bisection over the gap-free seqs answers in about 20 point reads, without an index that every send would pay for. What retention has taken from the beginning counts as before.
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
export function updateMessage(tx: Tx, message: Message): Promise<number> {
  const set = ['body', 'content_type', 'status', 'source_id', 'deleted_at', 'rest']
  const row = toMessageRow(message)
  const names = Object.keys(messagesTable.columns)
  const values = set.map((name) => row[names.indexOf(name)] as Value)
  return tx.updateMany(messagesTable, ['account_id', 'conversation_id', 'seq'], set, [
    [message.accountId, message.conversationId, message.seq, ...values],
  ])
}

/** In the order of the table's columns. */
export function toMessageRow(m: Message): Value[] {
  return [
    m.accountId,
    m.conversationId,
    m.seq,
    m.id,
    m.conversationNumber,
    DIRECTIONS.indexOf(m.direction),
    m.private ? 1 : 0,
    AUTHOR_KINDS.indexOf(m.author.kind),
    m.author.id,
    m.text,
    m.contentType === 'text' ? null : m.contentType,
    STATUSES.indexOf(m.status),
    m.sourceId,
    m.createdAt,
    m.deletedAt,
    writeRest(m),
  ]
}

function writeRest(m: Message): string | null {
  const rest: Rest = {}
  if (m.html !== null) rest.html = m.html
  if (!isEmpty(m.attributes)) rest.attributes = m.attributes
  if (!isEmpty(m.extra)) rest.extra = m.extra
  if (m.parentId !== null) rest.parentId = m.parentId
  if (m.failure !== null) rest.failure = m.failure
  if (m.sentAt !== m.createdAt) rest.sentAt = m.sentAt
  if (m.editedAt !== null) rest.editedAt = m.editedAt
  if (m.attachments.length > 0) rest.files = m.attachments.length
  return isEmpty(rest) ? null : JSON.stringify(rest)
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false
  return true
}

async function toMessages(db: Db, accountId: number, rows: Row[]): Promise<Message[]> {
  const withFiles: number[] = []
  const messages = rows.map((row) => toMessage(row, withFiles))
  if (withFiles.length > 0) {
    const files = Map.groupBy(await listAttachmentsOf(db, accountId, withFiles), (file) => file.messageId)
    for (const message of messages) message.attachments = files.get(message.id) ?? []
  }
  return messages
}

const NO_REST: Rest = {}

function toMessage(row: Row, withFiles: number[]): Message {
  const rest = row[15] === null ? NO_REST : (JSON.parse(row[15]) as Rest)
  if (rest.files) withFiles.push(row[3])
  return {
    id: row[3],
    accountId: row[0],
    conversationId: row[1],
    conversationNumber: row[4],
    seq: row[2],
    direction: DIRECTIONS[row[5]] as Direction,
    private: row[6] === 1,
    author: { kind: AUTHOR_KINDS[row[7]] as AuthorKind, id: row[8] },
    text: row[9],
    html: rest.html ?? null,
    contentType: row[10] ?? 'text',
    attributes: rest.attributes ?? {},
    extra: rest.extra ?? {},
    parentId: rest.parentId ?? null,
    sourceId: row[12],
    status: STATUSES[row[11]] as MessageStatus,
    failure: rest.failure ?? null,
    attachments: [],
    createdAt: row[13],
    sentAt: rest.sentAt === undefined ? row[13] : rest.sentAt,
    editedAt: rest.editedAt ?? null,
    deletedAt: row[14],
  }
}
