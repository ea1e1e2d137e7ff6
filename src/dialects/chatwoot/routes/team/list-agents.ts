import { Type } from 'typebox'
import { listMembers } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { answers } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

/** A bare array by name, without bots (chatwoot sheet 8, ndoto sheet 6, 99digital sheet 6). */
export function listAgents(app: App, profile: Profile): void {
  const { agent } = profile.desk
  app.get(
    '/agents',
    { config: { action: 'readMembers' }, schema: { summary: 'List agents', response: answers(profile, Type.Array(agent.Wire)) } },
    async ({ ctx }) => {
      const members = await listMembers(ctx.core.store, ctx.accountId)
      return members.filter((member) => member.role !== 'bot').map((member) => agent.toWire(member))
    },
  )
}
