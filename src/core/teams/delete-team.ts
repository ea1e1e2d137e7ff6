import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { deleteGroupMemberships } from '../../storage/queries/memberships.ts'
import { lockTeam, deleteTeam as removeTeam } from '../../storage/queries/teams.ts'
import type { Ctx } from '../context.ts'
import { updateEach } from '../conversations/update-each.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

/** Ends a team: its conversations are no team's from then on. Refuses with `team_not_found`. */
export async function deleteTeam(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  if (!(await lockTeam(tx, ctx.accountId, id))) throw new AppError('team_not_found')
  const events = await updateEach(ctx, tx, { teamId: id }, () => ({ teamId: null }))
  await deleteGroupMemberships(tx, ctx.accountId, 'team', id)
  await removeTeam(tx, ctx.accountId, id)
  await recordEvents(tx, ctx.accountId, ctx.core.now(), [...events, subjectEvent('team.deleted', id, ctx.actor)])
}
