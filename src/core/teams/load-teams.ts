import type { Team } from '../../model/team.ts'
import type { Db } from '../../storage/db.ts'
import { listGroupsOf } from '../../storage/queries/people/memberships.ts'
import { findTeams } from '../../storage/queries/people/teams.ts'
import type { Ctx } from '../context.ts'

/** A team as somebody is shown it: whether they are in it themselves. */
export type TeamView = { team: Team; isMember: boolean }

/** The teams with these ids as the caller is shown them, by id; one that was deleted since is left out. */
export async function loadTeams(ctx: Ctx, db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, TeamView>> {
  if (ids.length === 0) return new Map()
  const views = await viewTeams(ctx, db, await findTeams(db, ctx.accountId, ids))
  return new Map(views.map((view) => [view.team.id, view]))
}

export async function viewTeams({ accountId, actor }: Ctx, db: Db, teams: readonly Team[]): Promise<TeamView[]> {
  const own = new Set(await listGroupsOf(db, accountId, 'team', actor.id))
  return teams.map((team) => ({ team, isMember: own.has(team.id) }))
}
