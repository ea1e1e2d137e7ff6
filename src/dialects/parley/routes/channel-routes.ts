import { Type } from 'typebox'
import { type Action, may } from '../../../core/access.ts'
import { createChannel } from '../../../core/channels/create-channel.ts'
import { updateChannel } from '../../../core/channels/update-channel.ts'
import { once } from '../../../core/idempotency/once.ts'
import { AppError } from '../../../model/errors.ts'
import { seesChannel } from '../../../model/reach.ts'
import { findChannel, listChannels } from '../../../storage/queries/channels.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { answers } from '../errors.ts'
import { Body, parseId, Text } from '../wire.ts'
import { ChannelFields, ChannelKinds, toWireChannel, WireChannel } from '../wires/channel.ts'

const Params = Type.Object({ channelId: Type.String() })
/** Whoever may write channels may see their secrets. */
const WRITE: Action = 'writeChannels'

export function channelRoutes(app: App): void {
  app.get(
    '/channels',
    {
      config: { action: 'readChannels' },
      schema: {
        summary: 'List the channels, the default one first',
        response: answers({ 200: Type.Object({ channels: Type.Array(WireChannel) }) }),
      },
    },
    async ({ ctx, reader }) => {
      const channels = (await listChannels(ctx.core.store, ctx.accountId)).filter(({ id }) => seesChannel(ctx.reach, id))
      return { channels: channels.map((channel) => toWireChannel(channel, may(WRITE, reader.role))) }
    },
  )

  app.post(
    '/channels',
    {
      config: { action: WRITE },
      schema: {
        summary: 'Create a channel',
        body: Body({ ...ChannelFields, name: Text(255, { minLength: 1 }), kind: Type.Optional(ChannelKinds) }),
        response: answers({ 201: WireChannel }),
      },
    },
    async ({ ctx, body }, reply) => {
      const answer = await once(ctx, async (tx) => jsonAnswer(201, toWireChannel(await createChannel(ctx, tx, body), true)))
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/channels/:channelId',
    { config: { action: 'readChannels' }, schema: { summary: 'Get a channel', params: Params, response: answers({ 200: WireChannel }) } },
    async ({ ctx, reader, params }) => {
      const channel = await findChannel(ctx.core.store, ctx.accountId, parseId(params.channelId, 'channel_not_found'))
      if (!channel || !seesChannel(ctx.reach, channel.id)) throw new AppError('channel_not_found')
      return toWireChannel(channel, may(WRITE, reader.role))
    },
  )

  app.patch(
    '/channels/:channelId',
    {
      config: { action: WRITE },
      schema: {
        summary: 'Change a channel',
        description: 'Only what is given changes; `settings` replace what was there.',
        params: Params,
        body: Body(ChannelFields),
        response: answers({ 200: WireChannel }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = parseId(params.channelId, 'channel_not_found')
      const answer = await once(ctx, async (tx) => jsonAnswer(200, toWireChannel(await updateChannel(ctx, tx, id, body), true)))
      return sendAnswer(reply, answer)
    },
  )
}
