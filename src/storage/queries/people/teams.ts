import type { Team } from '../../../model/team.ts'
import type { Db } from '../../db.ts'
import { accountRecords } from '../records/account-records.ts'

type Row = {
  account_id: number
  id: number
  name: string
  description: string | null
  allow_auto_assign: number
  created_at: number
  updated_at: number
}

export const teams = accountRecords<Team, Row>(
  {
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
  },
  (t) => [t.accountId, t.id, t.name, nameKey(t.name), t.description, t.allowAutoAssign ? 1 : 0, t.createdAt, t.updatedAt],
  (row) => ({
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    description: row.description,
    allowAutoAssign: row.allow_auto_assign === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }),
)

/** Those of the ids that are teams of the account. */
export function findTeams(db: Db, accountId: number, ids: readonly number[]): Promise<Team[]> {
  return teams.list(db, accountId, 'and id = any($2)', [ids])
}

export async function findTeamByName(db: Db, accountId: number, name: string): Promise<Team | undefined> {
  return (await teams.list(db, accountId, 'and name_key = $2', [nameKey(name)]))[0]
}

export function listTeams(db: Db, accountId: number): Promise<Team[]> {
  return teams.list(db, accountId, 'order by name_key')
}

function nameKey(name: string): string {
  return name.trim().toLowerCase()
}
