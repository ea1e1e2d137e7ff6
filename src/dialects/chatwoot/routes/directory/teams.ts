import { type TSchema, Type } from 'typebox'
import { createTeam, deleteTeam, updateTeam } from '../../../../core/teams/create-team.ts'
import { viewTeams } from '../../../../core/teams/load-teams.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { Team } from '../../../../model/team.ts'
import { listTeams as findAll, teams } from '../../../../storage/queries/people/teams.ts'
import type { App } from '../../../dialect.ts'
import { answers, FlagInput } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import type { RecordRoutes } from './record-routes.ts'

const Fields = {
  name: Type.String({ maxLength: 255, pattern: '\\S' }),
  description: Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()]),
  allow_auto_assign: FlagInput,
}
const Update = Type.Partial(Type.Object(Fields))
type Body = { name?: string; description?: string | null; allow_auto_assign?: boolean | null }

/** chatwoot sheet 8, ndoto sheet 6, 99digital sheet 7. */
export function teamRoutes({ desk: { team } }: Profile): RecordRoutes<Team, TSchema, typeof Update> {
  const needed = Object.fromEntries(team.needs.map((field) => [field, Fields[field]]))
  return {
    path: '/teams',
    param: 'team_id',
    noun: 'team',
    rootKey: 'team',
    missing: 'team_not_found',
    read: 'readMembers',
    write: 'writeMembers',
    Wire: team.Wire,
    Create: Type.Object({ ...Update.properties, ...needed }),
    Update,
    find: ({ accountId }, db, id) => teams.find(db, accountId, id),
    create: (ctx, tx, body) => createTeam(ctx, tx, { name: '', ...toInput(body as Body) }),
    update: (ctx, tx, id, body) => updateTeam(ctx, tx, id, toInput(body)),
    remove: deleteTeam,
    async toWire(record, ctx, db) {
      const [view] = await viewTeams(ctx, db, [record])
      return view ? team.toWire(view) : {}
    },
  }
}

function toInput({ name, description, allow_auto_assign }: Body) {
  return { ...(name !== undefined && { name }), description, allowAutoAssign: allow_auto_assign ?? undefined }
}

/** A bare array by name (chatwoot sheet 8, ndoto sheet 6). */
export function listTeams(app: App, profile: Profile): void {
  const { team } = profile.desk
  const schema = { summary: 'List teams', response: answers(profile, Type.Array(team.Wire)) }
  app.get('/teams', { config: { action: 'readMembers' }, schema }, async ({ ctx }): Promise<JsonObject[]> => {
    const { store } = ctx.core
    return (await viewTeams(ctx, store, await findAll(store, ctx.accountId))).map(team.toWire)
  })
}
