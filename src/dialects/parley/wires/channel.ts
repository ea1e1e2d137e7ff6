import { type Static, Type } from 'typebox'
import type { Channel } from '../../../model/channel.ts'
import { Attributes, Email, Id, Nullable, Text, Time, toWireTime, Url } from '../wire.ts'

export const ChannelKinds = Type.Enum(['api', 'email', 'web_widget'])

export const WireChannel = Type.Object({
  id: Id,
  name: Type.String(),
  kind: ChannelKinds,
  email: Nullable(Type.String()),
  identifier: Type.String({ description: 'The public, unguessable name' }),
  hmacToken: Type.Optional(Type.String({ description: 'Signs the identity of contacts; shown to administrators only' })),
  hmacMandatory: Type.Boolean(),
  webhookUrl: Nullable(
    Type.String({
      description:
        'Its own address, told what happens in it in the words of the Chatwoot family’s API it was set through, or in Chatwoot’s',
    }),
  ),
  settings: Attributes,
  createdAt: Time,
  updatedAt: Time,
})

/** Every field of a channel that may change. */
export const ChannelFields = {
  name: Type.Optional(Text(255, { minLength: 1 })),
  email: Type.Optional(Nullable(Email)),
  hmacMandatory: Type.Optional(Type.Boolean()),
  webhookUrl: Type.Optional(Nullable(Url)),
  settings: Type.Optional(Attributes),
}

export function toWireChannel(channel: Channel, secrets: boolean): Static<typeof WireChannel> {
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    email: channel.email,
    identifier: channel.identifier,
    ...(secrets ? { hmacToken: channel.hmacToken } : {}),
    hmacMandatory: channel.hmacMandatory,
    webhookUrl: channel.webhookUrl,
    settings: channel.settings,
    createdAt: toWireTime(channel.createdAt),
    updatedAt: toWireTime(channel.updatedAt),
  }
}
