import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import type { Member } from '../../../../model/author.ts'
import { AppError } from '../../../../model/errors.ts'
import { listMembers } from '../../../../storage/queries/people/members.ts'
import { listMembersOf } from '../../../../storage/queries/people/memberships.ts'
import type { App } from '../../../dialect.ts'
import { getChannel } from '../../faces/contact-views.ts'
import { answers, ListInput, toList, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { InboxParams } from './list-inboxes.ts'

function payloadOf({ desk }: Profile) {
  return Type.Object({ payload: Type.Array(desk.agent.Wire) })
}

/** The members of the inbox and the administrators; everybody where an inbox has no members. */
export function listInboxAgents(app: App, profile: Profile): void {
  const { agent } = profile.desk
  const schema = { summary: 'List who may be assigned in an inbox', params: InboxParams, response: answers(profile, payloadOf(profile)) }
  app.get('/inboxes/:inbox_id/assignable_agents', { config: { action: 'readMembers' }, schema }, async ({ ctx, params }) => {
    const members = await findAssignable(ctx, [toPathId(params.inbox_id, 'channel_not_found')])
    return { payload: members.map(agent.toWire) }
  })
}

/** The same for several inboxes at once: whoever may be assigned in all of them. */
export function listAssignableAgents(app: App, profile: Profile): void {
  const { agent } = profile.desk
  const querystring = Type.Object({ inbox_ids: Type.Optional(ListInput), 'inbox_ids[]': Type.Optional(ListInput) })
  const schema = { summary: 'List who may be assigned in some inboxes', querystring, response: answers(profile, payloadOf(profile)) }
  app.get('/assignable_agents', { config: { action: 'readMembers' }, schema }, async ({ ctx, query }) => {
    const ids = toList(query.inbox_ids, query['inbox_ids[]']).map((id) => toPathId(id, 'channel_not_found'))
    if (ids.length === 0) throw new AppError('channel_not_found')
    return { payload: (await findAssignable(ctx, ids)).map(agent.toWire) }
  })
}

async function findAssignable(ctx: Ctx, inboxIds: readonly number[]): Promise<Member[]> {
  const { accountId, core } = ctx
  for (const id of inboxIds) await getChannel(ctx, core.store, id)
  const members = await listMembersOf(core.store, accountId, 'channel', inboxIds)
  const isAssignable = ({ id, role }: Member) =>
    role === 'administrator' || inboxIds.every((inbox) => members.get(inbox)?.includes(id) ?? true)
  return (await listMembers(core.store, accountId)).filter((member) => member.role !== 'bot' && isAssignable(member))
}
