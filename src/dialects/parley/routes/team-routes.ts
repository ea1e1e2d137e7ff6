import { type Static, Type } from 'typebox'
import type { Team } from '../../../model/team.ts'
import { listMembersOf } from '../../../storage/queries/people/memberships.ts'
import { listTeams } from '../../../storage/queries/people/teams.ts'
import type { App } from '../../dialect.ts'
import { answers } from '../errors.ts'
import { Id, Nullable, Time, toWireTime } from '../wire.ts'

const WireTeam = Type.Object({
  id: Id,
  name: Type.String(),
  description: Nullable(Type.String()),
  memberIds: Type.Array(Id),
  createdAt: Time,
  updatedAt: Time,
})

export function teamRoutes(app: App): void {
  app.get(
    '/teams',
    {
      config: { action: 'readMembers' },
      schema: {
        summary: 'List the teams, by name',
        description: 'They are made in the Chatwoot family; a conversation’s is its `teamId`.',
        response: answers({ 200: Type.Object({ teams: Type.Array(WireTeam) }) }),
      },
    },
    async ({ ctx }) => {
      const { store } = ctx.core
      const teams = await listTeams(store, ctx.accountId)
      const ids = teams.map((team) => team.id)
      const members = await listMembersOf(store, ctx.accountId, 'team', ids)
      return { teams: teams.map((team) => toWireTeam(team, members.get(team.id) ?? [])) }
    },
  )
}

function toWireTeam({ id, name, description, createdAt, updatedAt }: Team, memberIds: number[]): Static<typeof WireTeam> {
  return { id, name, description, memberIds, createdAt: toWireTime(createdAt), updatedAt: toWireTime(updatedAt) }
}
