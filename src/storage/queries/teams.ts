import type { Team } from '../../model/team.ts'
import { type Db, forUpdate, type Table, type Tx, type Value } from '../db.ts'

const table: Table = {
  name: 'teams',
  columns: {
    account_id: 'bigint',
    id: 'bigint',
    name: 'text',
    name_key: 'text',
    description: 'text',
    allow_auto_assign: 'smallint',
    created_at: 'bigint',
    updated_at: 'bigint',
  },
}
const columns = Object.keys(table.columns).join(', ')

type Row = {
  account_id: number
  id: number
  name: string
  description: string | null
  allow_auto_assign: number
  created_at: number
  updated_at: number
}

export function insertTeam(tx: Tx, team: Team): Promise<void> {
  return tx.insertMany(table, [toRow(team)])
}

export function updateTeam(tx: Tx, team: Team): Promise<number> {
  return tx.updateMany(table, ['account_id', 'id'], Object.keys(table.columns).slice(2), [toRow(team)])
}

export async function deleteTeam(tx: Tx, accountId: number, id: number): Promise<void> {
  await tx.run('delete from teams where account_id = $1 and id = $2', [accountId, id])
}

/** Those of the ids that are teams of the account. */
export async function findTeams(db: Db, accountId: number, ids: readonly number[]): Promise<Team[]> {
  if (ids.length === 0) return []
  const rows = await db.all<Row>(`select ${columns} from teams where account_id = $1 and id = any($2)`, [accountId, ids])
  return rows.map(toTeam)
}

/** Locked, so that nobody deletes a team while something is given to it. */
export async function lockTeam(tx: Tx, accountId: number, id: number): Promise<Team | undefined> {
  const row = await tx.one<Row>(`select ${columns} from teams where account_id = $1 and id = $2${forUpdate(tx)}`, [accountId, id])
  return row && toTeam(row)
}

export async function findTeamByName(db: Db, accountId: number, name: string): Promise<Team | undefined> {
  const row = await db.one<Row>(`select ${columns} from teams where account_id = $1 and name_key = $2`, [accountId, nameKey(name)])
  return row && toTeam(row)
}

export async function listTeams(db: Db, accountId: number): Promise<Team[]> {
  const rows = await db.all<Row>(`select ${columns} from teams where account_id = $1 order by name_key`, [accountId])
  return rows.map(toTeam)
}

function nameKey(name: string): string {
  return name.trim().toLowerCase()
}

function toRow(team: Team): Value[] {
  return [
    team.accountId,
    team.id,
    team.name,
    nameKey(team.name),
    team.description,
    team.allowAutoAssign ? 1 : 0,
    team.createdAt,
    team.updatedAt,
  ]
}

function toTeam(row: Row): Team {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    description: row.description,
    allowAutoAssign: row.allow_auto_assign === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
