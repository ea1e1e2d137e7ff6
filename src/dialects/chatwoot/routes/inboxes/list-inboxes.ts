import { Type } from 'typebox'
import { seesChannel } from '../../../../model/reach.ts'
import { listChannels } from '../../../../storage/queries/channels.ts'
import type { App } from '../../../dialect.ts'
import { getChannel } from '../../faces/contact-views.ts'
import { answers, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { toWireInboxes } from './to-wire-inboxes.ts'

/** Those the caller sees, by lower-case name (chatwoot sheet 8). */
export function listInboxes(app: App, profile: Profile): void {
  const { inbox } = profile.desk
  app.get(
    '/inboxes',
    {
      config: { action: 'readChannels' },
      schema: { summary: 'List inboxes', response: answers(profile, Type.Object({ payload: Type.Array(inbox.Wire) })) },
    },
    async ({ ctx }) => {
      const channels = (await listChannels(ctx.core.store, ctx.accountId)).filter(({ id }) => seesChannel(ctx.reach, id))
      const names = new Map(channels.map((channel) => [channel.id, channel.name.toLowerCase()]))
      channels.sort((a, b) => compare(names.get(a.id) ?? '', names.get(b.id) ?? '') || a.id - b.id)
      return { payload: await toWireInboxes(profile, ctx, ctx.core.store, channels) }
    },
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export const InboxParams = Type.Object({ account_id: Type.String(), inbox_id: Type.String() })

export function getInbox(app: App, profile: Profile): void {
  const { inbox } = profile.desk
  app.get(
    '/inboxes/:inbox_id',
    {
      config: { action: 'readChannels' },
      schema: { summary: 'Get an inbox', params: InboxParams, response: answers(profile, inbox.Wire) },
    },
    async ({ ctx, params }) => {
      const channel = await getChannel(ctx, ctx.core.store, toPathId(params.inbox_id, 'channel_not_found'))
      return (await toWireInboxes(profile, ctx, ctx.core.store, [channel]))[0]
    },
  )
}
