import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { changeMemberships, listGroupMembers, type MembershipChange } from '../../../../core/members/change-memberships.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { getChannel } from '../../faces/contact-views.ts'
import { IdsInput, toIds } from '../../inputs/ids.ts'
import { answers, IdInput, toId, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { InboxParams } from './list-inboxes.ts'

const Body = Type.Object({ inbox_id: IdInput, user_ids: IdsInput })
const BodyBeside = Type.Object({ user_ids: IdsInput })

function payloadOf({ desk }: Profile) {
  return Type.Object({ payload: Type.Array(desk.agent.Wire) })
}

/** chatwoot sheet 8, ndoto sheet 6. */
export function listInboxMembers(app: App, profile: Profile): void {
  const { agent } = profile.desk
  const schema = { summary: 'List the members of an inbox', params: InboxParams, response: answers(profile, payloadOf(profile)) }
  app.get('/inbox_members/:inbox_id', { config: { action: 'readChannels' }, schema }, async ({ ctx, params }) => {
    const { id } = await getChannel(ctx, ctx.core.store, toPathId(params.inbox_id, 'channel_not_found'))
    const members = await listGroupMembers(ctx, ctx.core.store, 'channel', id)
    return { payload: members.map(agent.toWire) }
  })
}

const WRITES = [
  [['POST'], 'add', 'Add members to an inbox'],
  [['PUT', 'PATCH'], 'set', 'Replace the members of an inbox'],
  [['DELETE'], 'remove', 'Remove members from an inbox'],
] as const

/** Each answers all who are in it then. */
export function changeInboxMembers(app: App, profile: Profile): void {
  for (const [methods, action, summary] of WRITES) {
    app.route({
      method: [...methods],
      url: '/inbox_members',
      config: { action: 'writeChannels' },
      schema: { summary, body: Body, response: answers(profile, payloadOf(profile)) },
      handler: async ({ ctx, body }, reply) =>
        sendAnswer(
          reply,
          await change(ctx, profile, { kind: 'channel', id: toId(body.inbox_id) ?? 0, action, memberIds: toIds(body.user_ids) }),
        ),
    })
  }
}

/** A published client names the inbox in the address. */
export function removeInboxMembers(app: App, profile: Profile): void {
  const response = answers(profile, payloadOf(profile))
  const schema = { summary: 'Remove members from an inbox named in the address', params: InboxParams, body: BodyBeside, response }
  app.delete('/inbox_members/:inbox_id', { config: { action: 'writeChannels' }, schema }, async ({ ctx, params, body }, reply) => {
    const id = toPathId(params.inbox_id, 'channel_not_found')
    return sendAnswer(reply, await change(ctx, profile, { kind: 'channel', id, action: 'remove', memberIds: toIds(body.user_ids) }))
  })
}

function change(ctx: Ctx, { desk }: Profile, of: MembershipChange) {
  return once(ctx, async (tx) => {
    const { members } = await changeMemberships(ctx, tx, of)
    return jsonAnswer(200, { payload: members.map(desk.agent.toWire) })
  })
}
