import type { AuthorKind } from '../../model/author.ts'
import type { EventType, LogEvent } from '../../model/event.ts'
import type { Db, Table, Tx, Value } from '../db.ts'
import { parseObject, writeObject } from './rows.ts'

export const eventsTable: Table = {
  name: 'events',
  columns: {
    account_id: 'bigint',
    position: 'bigint',
    type: 'text',
    conversation_id: 'bigint',
    message_id: 'bigint',
    private: 'smallint',
    subject_id: 'bigint',
    actor_kind: 'text',
    actor_id: 'bigint',
    data: 'text',
    created_at: 'bigint',
  },
}
const columns = Object.keys(eventsTable.columns).join(', ')

type Row = {
  account_id: number
  position: number
  type: EventType
  conversation_id: number | null
  message_id: number | null
  private: number
  subject_id: number | null
  actor_kind: AuthorKind
  actor_id: number
  data: string | null
  created_at: number
}

export function insertEvents(tx: Tx, events: readonly LogEvent[]): Promise<void> {
  return tx.insertMany(eventsTable, events.map(toEventRow))
}

/** In the order of the table's columns. */
export function toEventRow(event: LogEvent): Value[] {
  return [
    event.accountId,
    event.position,
    event.type,
    event.conversationId,
    event.messageId,
    event.private ? 1 : 0,
    event.subjectId,
    event.actor.kind,
    event.actor.id,
    writeObject(event.data),
    event.createdAt,
  ]
}

/** The oldest position that the account's log still holds; the one after the newest while it holds none. */
export async function getOldestPosition(db: Db, accountId: number): Promise<number> {
  const row = await db.one<{ position: number }>(
    `select coalesce((select min(e.position) from events e where e.account_id = $1), max(c.position) + 1, 1) as position
     from account_counters c where c.account_id = $1`,
    [accountId],
  )
  return row?.position ?? 1
}

/** The account's log after a position, oldest first. `notes: false` leaves out what is about private notes. */
export async function listEvents(db: Db, accountId: number, page: { after: number; limit: number; notes: boolean }): Promise<LogEvent[]> {
  const rows = await db.all<Row>(
    `select ${columns} from events
     where account_id = $1 and position > $2${page.notes ? '' : ' and private = 0'} order by position limit $3`,
    [accountId, page.after, page.limit],
  )
  return rows.map(toEvent)
}

/** The events at some positions of the account's log, by position; those it no longer holds are missing. */
export async function findEvents(db: Db, accountId: number, positions: readonly number[]): Promise<Map<number, LogEvent>> {
  const rows = await db.all<Row>(`select ${columns} from events where account_id = $1 and position = any($2)`, [accountId, positions])
  return new Map(rows.map((row) => [row.position, toEvent(row)]))
}

function toEvent(row: Row): LogEvent {
  return {
    accountId: row.account_id,
    position: row.position,
    type: row.type,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    private: row.private === 1,
    subjectId: row.subject_id,
    actor: { kind: row.actor_kind, id: row.actor_id },
    data: parseObject(row.data),
    createdAt: row.created_at,
  }
}
