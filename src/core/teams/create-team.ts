import { AppError } from '../../model/errors.ts'
import type { Team } from '../../model/team.ts'
import type { Tx } from '../../storage/db.ts'
import { deleteGroupMemberships } from '../../storage/queries/people/memberships.ts'
import { findTeamByName, teams } from '../../storage/queries/people/teams.ts'
import type { Ctx } from '../context.ts'
import { updateEach } from '../conversations/update-each.ts'
import { createRecord, deleteRecord, type RecordKind, updateRecord } from '../records/write-record.ts'

export type CreateTeam = { name: string; description?: string | null; allowAutoAssign?: boolean }

const TEAMS: RecordKind<Team> = {
  noun: 'team',
  missing: 'team_not_found',
  queries: teams,
  fields: ['name', 'description', 'allowAutoAssign'],
  async check({ accountId }, tx, { id, name }) {
    const other = await findTeamByName(tx, accountId, name)
    if (other && other.id !== id) throw new AppError('team_name_taken', { field: 'name' })
  },
  async afterDelete(ctx, tx, { id }) {
    await deleteGroupMemberships(tx, ctx.accountId, 'team', id)
    return updateEach(ctx, tx, { reach: 'all', teamId: id }, ({ teamId }) => ({ teamId: teamId === id ? null : teamId }))
  },
}

/** Makes a team without members. Refuses with `team_name_taken`. */
export function createTeam(ctx: Ctx, tx: Tx, { name, description = null, allowAutoAssign = true }: CreateTeam): Promise<Team> {
  return createRecord(TEAMS, ctx, tx, { name: name.trim(), description, allowAutoAssign })
}

/** Only what is given changes. Refuses with `team_not_found`, `team_name_taken`. */
export function updateTeam(ctx: Ctx, tx: Tx, id: number, change: Partial<CreateTeam>): Promise<Team> {
  return updateRecord(TEAMS, ctx, tx, id, { ...change, name: change.name?.trim() })
}

/** Ends a team: its conversations are no team's from then on. Refuses with `team_not_found`. */
export function deleteTeam(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  return deleteRecord(TEAMS, ctx, tx, id)
}
