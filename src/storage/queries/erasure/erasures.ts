import type { AuthorKind } from '../../../model/author.ts'
import type { Erasure, ErasurePhase } from '../../../model/erasure.ts'
import { type Db, forUpdate, type Table, type Tx, type Value } from '../../db.ts'

const table: Table = {
  name: 'erasures',
  columns: {
    account_id: 'bigint',
    id: 'bigint',
    contact_id: 'bigint',
    actor_kind: 'text',
    actor_id: 'bigint',
    phase: 'text',
    place: 'text',
    log_from: 'bigint',
    words: 'text',
    counts: 'text',
    created_at: 'bigint',
    finished_at: 'bigint',
  },
}
const columns = Object.keys(table.columns).join(', ')

type Row = {
  account_id: number
  id: number
  contact_id: number
  actor_kind: AuthorKind
  actor_id: number
  phase: ErasurePhase
  place: string | null
  log_from: number
  words: string
  counts: string
  created_at: number
  finished_at: number | null
}

export function insertErasure(tx: Tx, erasure: Erasure): Promise<void> {
  return tx.insertMany(table, [toRow(erasure)])
}

export function updateErasure(tx: Tx, erasure: Erasure): Promise<number> {
  return tx.updateMany(table, ['account_id', 'id'], Object.keys(table.columns).slice(2), [toRow(erasure)])
}

export async function findErasure(db: Db, accountId: number, id: number): Promise<Erasure | undefined> {
  const row = await db.one<Row>(`select ${columns} from erasures where account_id = $1 and id = $2`, [accountId, id])
  return row && toErasure(row)
}

/** One that is about to go on; several processes take turns. */
export async function lockErasure(tx: Tx, accountId: number, id: number): Promise<Erasure | undefined> {
  const row = await tx.one<Row>(`select ${columns} from erasures where account_id = $1 and id = $2${forUpdate(tx)}`, [accountId, id])
  return row && toErasure(row)
}

/** The one of a contact that is not over. */
export async function findOpenErasure(db: Db, accountId: number, contactId: number): Promise<Erasure | undefined> {
  const row = await db.one<Row>(`select ${columns} from erasures where account_id = $1 and contact_id = $2 and finished_at is null`, [
    accountId,
    contactId,
  ])
  return row && toErasure(row)
}

/** Those of all accounts that are not over. For the housekeeping only. */
export async function listOpenErasures(db: Db): Promise<{ accountId: number; id: number }[]> {
  const rows = await db.rows<[accountId: number, id: number]>(
    'select account_id, id from erasures where finished_at is null order by account_id, id',
  )
  return rows.map(([accountId, id]) => ({ accountId, id }))
}

function toRow(e: Erasure): Value[] {
  return [
    e.accountId,
    e.id,
    e.contactId,
    e.actor.kind,
    e.actor.id,
    e.phase,
    e.place && JSON.stringify(e.place),
    e.logFrom,
    JSON.stringify(e.words),
    JSON.stringify(e.counts),
    e.createdAt,
    e.finishedAt,
  ]
}

function toErasure(row: Row): Erasure {
  return {
    id: row.id,
    accountId: row.account_id,
    contactId: row.contact_id,
    actor: { kind: row.actor_kind, id: row.actor_id },
    phase: row.phase,
    place: row.place === null ? null : JSON.parse(row.place),
    logFrom: row.log_from,
    words: JSON.parse(row.words),
    counts: JSON.parse(row.counts),
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}
