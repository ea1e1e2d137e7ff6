import type { Availability, Member, MemberRole, MemberSettings } from '../../../model/author.ts'
import { type Db, forShare, forUpdate, type Table, type Tx, type Value } from '../../db.ts'
import { parseObject } from '../rows.ts'

const table: Table = {
  name: 'members',
  columns: {
    account_id: 'bigint',
    id: 'bigint',
    name: 'text',
    display_name: 'text',
    email: 'text',
    email_key: 'text',
    role: 'text',
    avatar_url: 'text',
    availability: 'text',
    attributes: 'text',
    settings: 'text',
    created_at: 'bigint',
    updated_at: 'bigint',
  },
}
const columns = Object.keys(table.columns).join(', ')

type Row = {
  account_id: number
  id: number
  name: string
  display_name: string | null
  email: string | null
  role: MemberRole
  avatar_url: string | null
  availability: Availability
  attributes: string
  settings: string
  created_at: number
  updated_at: number
}

/** The form in which e-mail addresses are compared: trimmed, in lower case. */
export function emailKey(email: string | null): string | null {
  return email === null ? null : email.trim().toLowerCase()
}

export function insertMember(tx: Tx, member: Member): Promise<void> {
  return tx.insertMany(table, [toRow(member)])
}

export function updateMember(tx: Tx, member: Member): Promise<number> {
  const set = Object.keys(table.columns).slice(2)
  return tx.updateMany(table, ['account_id', 'id'], set, [toRow(member)])
}

/** Those of the ids that are members now. */
export function findMembers(db: Db, accountId: number, ids: readonly number[]): Promise<Member[]> {
  return readMembers(db, accountId, ids, '')
}

/** The same; none of them changes or leaves until the transaction ends. */
export function holdMembers(tx: Tx, accountId: number, ids: readonly number[]): Promise<Member[]> {
  return readMembers(tx, accountId, ids, forShare(tx))
}

/** A member who is about to change or to leave. */
export async function lockMember(tx: Tx, accountId: number, id: number): Promise<Member | undefined> {
  return (await readMembers(tx, accountId, [id], forUpdate(tx)))[0]
}

async function readMembers(db: Db, accountId: number, ids: readonly number[], lock: string): Promise<Member[]> {
  const present = `select ${columns} from members where account_id = $1 and id = any($2) and removed_at is null order by id${lock}`
  return (await db.all<Row>(present, [accountId, ids])).map(toMember)
}

/** The administrator who has been there longest. */
export async function findFirstAdministrator(db: Db, accountId: number): Promise<Member | undefined> {
  const first = `select ${columns} from members where account_id = $1 and role = 'administrator' and removed_at is null order by id limit 1`
  const row = await db.one<Row>(first, [accountId])
  return row && toMember(row)
}

/** Those of the ids that are members or were: what somebody has said is theirs however long they are gone. */
export async function findMembersEver(db: Db, accountId: number, ids: readonly number[]): Promise<Member[]> {
  const rows = await db.all<Row>(`select ${columns} from members where account_id = $1 and id = any($2)`, [accountId, ids])
  return rows.map(toMember)
}

/** From now on somebody is a name in what they have said, and their address is free for another. */
export async function removeMember(tx: Tx, accountId: number, id: number, at: number): Promise<void> {
  await tx.run('update members set removed_at = $3, email_key = null where account_id = $1 and id = $2', [accountId, id, at])
}

export async function findMemberByEmail(db: Db, accountId: number, email: string): Promise<Member | undefined> {
  const row = await db.one<Row>(`select ${columns} from members where account_id = $1 and email_key = $2`, [accountId, emailKey(email)])
  return row && toMember(row)
}

export async function listMembers(db: Db, accountId: number): Promise<Member[]> {
  const rows = await db.all<Row>(`select ${columns} from members where account_id = $1 and removed_at is null order by name, id`, [
    accountId,
  ])
  return rows.map(toMember)
}

function toRow(m: Member): Value[] {
  return [
    m.accountId,
    m.id,
    m.name,
    m.displayName,
    m.email,
    emailKey(m.email),
    m.role,
    m.avatarUrl,
    m.availability,
    JSON.stringify(m.attributes),
    JSON.stringify(m.settings),
    m.createdAt,
    m.updatedAt,
  ]
}

function toMember(row: Row): Member {
  return {
    kind: 'member',
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    displayName: row.display_name,
    email: row.email,
    role: row.role,
    avatarUrl: row.avatar_url,
    availability: row.availability,
    attributes: parseObject(row.attributes),
    settings: parseObject(row.settings) as MemberSettings,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
