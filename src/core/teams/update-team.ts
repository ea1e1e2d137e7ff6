import { AppError } from '../../model/errors.ts'
import type { Team } from '../../model/team.ts'
import type { Tx } from '../../storage/db.ts'
import { lockTeam, updateTeam as writeTeam } from '../../storage/queries/teams.ts'
import type { Ctx } from '../context.ts'
import { changes, subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { type CreateTeam, refuseTakenName } from './create-team.ts'

/** Only what is given changes. Refuses with `team_not_found`, `team_name_taken`. */
export async function updateTeam(ctx: Ctx, tx: Tx, id: number, update: Partial<CreateTeam>): Promise<Team> {
  const before = await lockTeam(tx, ctx.accountId, id)
  if (!before) throw new AppError('team_not_found')
  const after: Team = {
    ...before,
    name: update.name?.trim() ?? before.name,
    description: update.description === undefined ? before.description : update.description,
    allowAutoAssign: update.allowAutoAssign ?? before.allowAutoAssign,
  }
  const changed = changes(before, after, ['name', 'description', 'allowAutoAssign'])
  if (!changed) return before
  await refuseTakenName(ctx, tx, after.name, id)
  after.updatedAt = ctx.core.now()
  await writeTeam(tx, after)
  await recordEvents(tx, ctx.accountId, after.updatedAt, [subjectEvent('team.updated', id, ctx.actor, { fields: Object.keys(changed) })])
  return after
}
