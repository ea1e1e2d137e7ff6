import type { Contact } from '../../../model/author.ts'
import { type Db, forUpdate, type Table, type Tx, type Value } from '../../db.ts'
import { parseObject } from '../rows.ts'
import { contactKeys } from './contact-keys.ts'
import { emailKey } from './members.ts'

export const contactsTable: Table = {
  name: 'contacts',
  columns: {
    account_id: 'bigint',
    id: 'bigint',
    name: 'text',
    email: 'text',
    email_key: 'text',
    phone: 'text',
    identifier: 'text',
    avatar_url: 'text',
    blocked: 'smallint',
    attributes: 'text',
    additional: 'text',
    created_at: 'bigint',
    updated_at: 'bigint',
    last_activity_at: 'bigint',
    labels: 'text',
    reachable: 'smallint',
    name_key: 'text',
    company_key: 'text',
    city_key: 'text',
    country_key: 'text',
    country_code_key: 'text',
    search_key: 'text',
  },
}
const columns =
  'account_id, id, name, email, phone, identifier, avatar_url, blocked, attributes, additional, created_at, updated_at, last_activity_at, labels'

type Row = {
  account_id: number
  id: number
  name: string | null
  email: string | null
  phone: string | null
  identifier: string | null
  avatar_url: string | null
  blocked: number
  attributes: string
  additional: string
  created_at: number
  updated_at: number
  last_activity_at: number | null
  labels: string
}

export function insertContact(tx: Tx, contact: Contact): Promise<void> {
  return tx.insertMany(contactsTable, [toRow(contact)])
}

export function updateContact(tx: Tx, contact: Contact): Promise<number> {
  const set = Object.keys(contactsTable.columns).slice(2)
  return tx.updateMany(contactsTable, ['account_id', 'id'], set, [toRow(contact)])
}

export async function deleteContact(tx: Tx, accountId: number, id: number): Promise<void> {
  await tx.run('delete from contact_channels where account_id = $1 and contact_id = $2', [accountId, id])
  await tx.run('delete from contacts where account_id = $1 and id = $2', [accountId, id])
}

export async function findContacts(db: Db, accountId: number, ids: readonly number[]): Promise<Contact[]> {
  const rows = await db.all<Row>(`select ${columns} from contacts where account_id = $1 and id = any($2)`, [accountId, ids])
  return rows.map(toContact)
}

/** The same, locked, in the order of ids. */
export async function lockContacts(tx: Tx, accountId: number, ids: readonly number[]): Promise<Contact[]> {
  const rows = await tx.all<Row>(`select ${columns} from contacts where account_id = $1 and id = any($2) order by id${forUpdate(tx)}`, [
    accountId,
    ids,
  ])
  return rows.map(toContact)
}

/** Which of some contacts are blocked. */
export async function findBlockedContacts(db: Db, accountId: number, ids: readonly number[]): Promise<number[]> {
  const rows = await db.rows<[id: number]>('select id from contacts where account_id = $1 and id = any($2) and blocked = 1', [
    accountId,
    ids,
  ])
  return rows.map(([id]) => id)
}

/** The contact with this e-mail address, phone number or identifier; each is unique in an account. */
export async function findContactBy(
  db: Db,
  accountId: number,
  by: 'email' | 'phone' | 'identifier',
  value: string,
): Promise<Contact | undefined> {
  const column = by === 'email' ? 'email_key' : by
  const key = by === 'email' ? emailKey(value) : value
  const row = await db.one<Row>(`select ${columns} from contacts where account_id = $1 and ${column} = $2`, [accountId, key])
  return row && toContact(row)
}

function toRow(c: Contact): Value[] {
  return [
    c.accountId,
    c.id,
    c.name,
    c.email,
    emailKey(c.email),
    c.phone,
    c.identifier,
    c.avatarUrl,
    c.blocked ? 1 : 0,
    JSON.stringify(c.attributes),
    JSON.stringify(c.additional),
    c.createdAt,
    c.updatedAt,
    c.lastActivityAt,
    JSON.stringify(c.labels),
    ...Object.values(contactKeys(c)),
  ]
}

function toContact(row: Row): Contact {
  return {
    kind: 'contact',
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    identifier: row.identifier,
    avatarUrl: row.avatar_url,
    blocked: row.blocked === 1,
    attributes: parseObject(row.attributes),
    additional: parseObject(row.additional),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastActivityAt: row.last_activity_at,
    labels: row.labels === '[]' ? [] : (JSON.parse(row.labels) as string[]),
  }
}

/** Notes when contacts last wrote; by contact id. */
export function touchContacts(tx: Tx, accountId: number, times: ReadonlyMap<number, number>): Promise<number> {
  const { by, set, values } = contactTimes(accountId, times)
  return tx.updateMany(contactsTable, by, set, values)
}

/** The same as rows: `by` and then `set`. */
export function contactTimes(accountId: number, times: ReadonlyMap<number, number>) {
  return {
    by: ['account_id', 'id'],
    set: ['last_activity_at'],
    values: [...times].sort(([a], [b]) => a - b).map(([id, at]) => [accountId, id, at]),
  }
}
