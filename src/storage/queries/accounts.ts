import type { Account, AccountSettings } from '../../model/account.ts'
import { type Db, forUpdate, type Table, type Tx, type Value } from '../db.ts'

const table: Table = {
  name: 'accounts',
  columns: {
    account_id: 'bigint',
    name: 'text',
    status: 'text',
    timezone: 'text',
    locale: 'text',
    settings: 'text',
    created_at: 'bigint',
    updated_at: 'bigint',
  },
}
const columns = Object.keys(table.columns).join(', ')

type Row = {
  account_id: number
  name: string
  status: Account['status']
  timezone: string
  locale: string
  settings: string
  created_at: number
  updated_at: number
}

export function insertAccount(tx: Tx, account: Account): Promise<void> {
  return tx.insertMany(table, [toRow(account)])
}

export function updateAccount(tx: Tx, account: Account): Promise<number> {
  return tx.updateMany(table, ['account_id'], Object.keys(table.columns).slice(1), [toRow(account)])
}

export async function findAccount(db: Db, id: number): Promise<Account | undefined> {
  const row = await db.one<Row>(`select ${columns} from accounts where account_id = $1`, [id])
  return row && toAccount(row)
}

/** An account that is about to change. */
export async function lockAccount(tx: Tx, id: number): Promise<Account | undefined> {
  const row = await tx.one<Row>(`select ${columns} from accounts where account_id = $1${forUpdate(tx)}`, [id])
  return row && toAccount(row)
}

/** The accounts with these ids, in the order of ids; unknown ones are left out. */
export async function findAccounts(db: Db, ids: readonly number[]): Promise<Account[]> {
  return (await db.all<Row>(`select ${columns} from accounts where account_id = any($1) order by account_id`, [ids])).map(toAccount)
}

/** All accounts by id, or the page of them after an id. */
export async function listAccounts(db: Db, page: { after: number; limit: number } = { after: 0, limit: 1_000_000 }): Promise<Account[]> {
  const rows = await db.all<Row>(`select ${columns} from accounts where account_id > $1 order by account_id limit $2`, [
    page.after,
    page.limit,
  ])
  return rows.map(toAccount)
}

function toRow(a: Account): Value[] {
  return [a.id, a.name, a.status, a.timezone, a.locale, JSON.stringify(a.settings), a.createdAt, a.updatedAt]
}

function toAccount(row: Row): Account {
  return {
    id: row.account_id,
    name: row.name,
    status: row.status,
    timezone: row.timezone,
    locale: row.locale,
    settings: JSON.parse(row.settings) as AccountSettings,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
