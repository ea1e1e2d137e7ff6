import { type TSchema, Type } from 'typebox'
import type { TeamView } from '../../../core/teams/load-teams.ts'
import type { JsonObject } from '../../../model/json.ts'
import { toSeconds } from './times.ts'

/** How a vendor shows a team: in its teams calls, and inside of a conversation. */
export type TeamFace = {
  Wire: TSchema
  Embedded: TSchema
  toWire(view: TeamView): JsonObject
  toEmbedded(view: TeamView): JsonObject
  /** Fields without which no team is made (99digital sheet 7). */
  needs: readonly ('name' | 'description' | 'allow_auto_assign')[]
}

const Common = {
  id: Type.Integer(),
  name: Type.String(),
  description: Type.Union([Type.String(), Type.Null()]),
  allow_auto_assign: Type.Boolean(),
}
const Team = Type.Object({
  ...Common,
  account_id: Type.Integer(),
  is_member: Type.Boolean({ description: 'Whether the caller is in it' }),
})

/** 99digital sheet 7; Chatwoot shows the same. */
export const chatwootTeam: TeamFace = { Wire: Team, Embedded: Team, toWire: toTeam, toEmbedded: toTeam, needs: ['name'] }
export const digitalTeam: TeamFace = { ...chatwootTeam, needs: ['name', 'description', 'allow_auto_assign'] }

/** ndoto sheet 6, and sheet 4 inside of a conversation. */
export const ndotoTeam: TeamFace = {
  Wire: Type.Object({ ...Common, created_at: Type.Integer(), updated_at: Type.Integer() }),
  Embedded: Type.Object({ id: Type.Integer(), name: Type.String() }),
  toWire: ({ team }) => ({ ...toCommon(team), created_at: toSeconds(team.createdAt), updated_at: toSeconds(team.updatedAt) }),
  toEmbedded: ({ team }) => ({ id: team.id, name: team.name }),
  needs: ['name'],
}

function toTeam({ team, isMember }: TeamView) {
  return { ...toCommon(team), account_id: team.accountId, is_member: isMember }
}

function toCommon({ id, name, description, allowAutoAssign }: TeamView['team']) {
  return { id, name, description, allow_auto_assign: allowAutoAssign }
}
