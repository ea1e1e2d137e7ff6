import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { changeMemberships, listGroupMembers } from '../../../../core/members/change-memberships.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { IdsInput, toIds } from '../../inputs/ids.ts'
import { answers, Empty, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

const PATH = '/teams/:team_id/team_members'
const Params = Type.Object({ account_id: Type.String(), team_id: Type.String() })
const Body = Type.Object({ user_ids: IdsInput })

/** A bare array of agents (ndoto sheet 6). */
export function listTeamMembers(app: App, profile: Profile): void {
  const { agent } = profile.desk
  const schema = { summary: 'List the members of a team', params: Params, response: answers(profile, Type.Array(agent.Wire)) }
  app.get(PATH, { config: { action: 'readMembers' }, schema }, async ({ ctx, params }) => {
    const members = await listGroupMembers(ctx, ctx.core.store, 'team', toPathId(params.team_id, 'team_not_found'))
    return members.map(agent.toWire)
  })
}

/** Answers those who came in. */
export function addTeamMembers(app: App, profile: Profile): void {
  const { agent } = profile.desk
  const response = answers(profile, Type.Array(agent.Wire))
  const schema = { summary: 'Add members to a team', params: Params, body: Body, response }
  app.post(PATH, { config: { action: 'writeMembers' }, schema }, async ({ ctx, params, body }, reply) => {
    const change = { kind: 'team', id: toPathId(params.team_id, 'team_not_found'), action: 'add', memberIds: toIds(body.user_ids) } as const
    const answer = await once(ctx, async (tx) => {
      const { added } = await changeMemberships(ctx, tx, change)
      return jsonAnswer(200, added.map(agent.toWire))
    })
    return sendAnswer(reply, answer)
  })
}

/** Those named are the team's members from then on, and nobody else. */
export function setTeamMembers(app: App, profile: Profile): void {
  const { agent } = profile.desk
  const response = answers(profile, Type.Array(agent.Wire))
  app.route({
    method: ['PUT', 'PATCH'],
    url: PATH,
    config: { action: 'writeMembers' },
    schema: { summary: 'Replace the members of a team', params: Params, body: Body, response },
    handler: async ({ ctx, params, body }, reply) => {
      const change = {
        kind: 'team',
        id: toPathId(params.team_id, 'team_not_found'),
        action: 'set',
        memberIds: toIds(body.user_ids),
      } as const
      const answer = await once(ctx, async (tx) => {
        const { members } = await changeMemberships(ctx, tx, change)
        return jsonAnswer(200, members.map(agent.toWire))
      })
      return sendAnswer(reply, answer)
    },
  })
}

export function removeTeamMembers(app: App, profile: Profile): void {
  const schema = { summary: 'Remove members from a team', params: Params, body: Body, response: answers(profile, Empty) }
  app.delete(PATH, { config: { action: 'writeMembers' }, schema }, async ({ ctx, params, body }, reply) => {
    const change = {
      kind: 'team',
      id: toPathId(params.team_id, 'team_not_found'),
      action: 'remove',
      memberIds: toIds(body.user_ids),
    } as const
    const answer = await once(ctx, async (tx) => {
      await changeMemberships(ctx, tx, change)
      return { status: 200, body: null }
    })
    return sendAnswer(reply, answer)
  })
}
