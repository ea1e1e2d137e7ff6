import { AppError } from '../../model/errors.ts'
import type { Team } from '../../model/team.ts'
import type { Tx } from '../../storage/db.ts'
import { findTeamByName, insertTeam } from '../../storage/queries/teams.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

export type CreateTeam = { name: string; description?: string | null; allowAutoAssign?: boolean }

/** Makes a team without members. Refuses with `team_name_taken`. */
export async function createTeam(ctx: Ctx, tx: Tx, input: CreateTeam): Promise<Team> {
  const now = ctx.core.now()
  await refuseTakenName(ctx, tx, input.name, undefined)
  const [id] = await tx.takeIds(1)
  const team: Team = {
    id: id as number,
    accountId: ctx.accountId,
    name: input.name.trim(),
    description: input.description ?? null,
    allowAutoAssign: input.allowAutoAssign ?? true,
    createdAt: now,
    updatedAt: now,
  }
  await insertTeam(tx, team)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('team.created', team.id, ctx.actor)])
  return team
}

/** Refuses a name that another team than `own` has. */
export async function refuseTakenName(ctx: Ctx, tx: Tx, name: string, own: number | undefined): Promise<void> {
  const other = await findTeamByName(tx, ctx.accountId, name)
  if (other && other.id !== own) throw new AppError('team_name_taken', { field: 'name' })
}
