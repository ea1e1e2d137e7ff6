import { type TProperties, type TSchema, Type } from 'typebox'
import type { Channel } from '../../../model/channel.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Webhook } from '../../../model/webhook.ts'
import { FlagInput, IdInput, TextInput } from '../inputs/inputs.ts'

/** How a vendor shows a webhook, and what one is made of. */
export type WebhookFace = {
  Wire: TSchema
  /** What a list has under `payload`. */
  List: TSchema
  /** What may be said of one beside its address and events. */
  Fields: TProperties
  /** Every event there is to be told of. */
  events: readonly string[]
  /** The events of a webhook that names none; undefined where they must be named. */
  defaults: readonly string[] | undefined
  /** `channel` is the one it was put down for, as long as there is one. */
  toWire(webhook: Webhook, channel: Channel | undefined): JsonObject
  toList(wires: JsonObject[]): JsonObject | JsonObject[]
}

const SEVEN = [
  'conversation_created',
  'conversation_updated',
  'conversation_status_changed',
  'message_created',
  'message_updated',
  'contact_created',
  'contact_updated',
] as const
const EIGHT = [...SEVEN, 'webwidget_triggered'] as const
const TWELVE = [...EIGHT, 'inbox_created', 'inbox_updated', 'conversation_typing_on', 'conversation_typing_off'] as const

const Subscriptions = Type.Array(Type.String())
const Name = Type.Union([Type.String({ maxLength: 255 }), Type.Null()])

const ChatwootWebhook = Type.Object({
  id: Type.Integer(),
  name: TextInput,
  url: Type.String(),
  account_id: Type.Integer(),
  subscriptions: Subscriptions,
  secret: Type.String({ description: 'Signs what it is told' }),
  inbox: Type.Optional(Type.Object({ id: Type.Integer(), name: Type.String() })),
})

/** chatwoot sheet 10. The inbox is kept and keeps nothing out. */
export const chatwootWebhook: WebhookFace = {
  Wire: ChatwootWebhook,
  List: Type.Object({ webhooks: Type.Array(ChatwootWebhook) }),
  Fields: { name: Type.Optional(Name), inbox_id: Type.Optional(IdInput) },
  events: TWELVE,
  defaults: EIGHT,
  toWire: ({ id, name, url, accountId, events, secret }, channel) => ({
    id,
    name,
    url,
    account_id: accountId,
    subscriptions: events,
    secret,
    ...(channel && { inbox: { id: channel.id, name: channel.name } }),
  }),
  toList: (webhooks) => ({ webhooks }),
}

const NdotoWebhook = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  name: Type.String(),
  subscriptions: Subscriptions,
  active: Type.Boolean(),
})

/** ndoto sheet 7. */
export const ndotoWebhook: WebhookFace = {
  Wire: NdotoWebhook,
  List: Type.Array(NdotoWebhook),
  Fields: { name: Type.Optional(Name), active: Type.Optional(FlagInput) },
  events: SEVEN,
  defaults: SEVEN,
  toWire: ({ id, url, name, events, status }) => ({ id, url, name: name ?? '', subscriptions: events, active: status === 'active' }),
  toList: (webhooks) => webhooks,
}

const DigitalWebhook = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  account_id: Type.Integer(),
  subscriptions: Subscriptions,
})

/** 99digital sheet 8. */
export const digitalWebhook: WebhookFace = {
  Wire: DigitalWebhook,
  List: Type.Object({ webhooks: Type.Array(DigitalWebhook) }),
  Fields: {},
  events: EIGHT,
  defaults: undefined,
  toWire: ({ id, url, accountId, events }) => ({ id, url, account_id: accountId, subscriptions: events }),
  toList: (webhooks) => ({ webhooks }),
}
