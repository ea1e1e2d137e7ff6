import { Type } from 'typebox'
import { listMembersOf } from '../../../../storage/queries/people/memberships.ts'
import { listTeams } from '../../../../storage/queries/people/teams.ts'
import type { App } from '../../../dialect.ts'
import { answers } from '../../errors.ts'
import { toWireTeam, WireTeam } from '../../wires/team.ts'

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
