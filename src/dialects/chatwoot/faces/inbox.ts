import { type TSchema, Type } from 'typebox'
import type { Channel, ChannelKind } from '../../../model/channel.ts'
import type { Json, JsonObject } from '../../../model/json.ts'
import { toWeek, WorkingDay } from './working-hours.ts'

/** What only administrators are shown of an inbox (chatwoot sheet 8): what signs what its own address is told, null without one. */
export type InboxSecrets = { signing: string | null }

/** How a vendor shows an inbox, whole and inside of a contact. */
export type InboxFace = {
  Wire: TSchema
  Brief: TSchema
  toWire(channel: Channel, secrets?: InboxSecrets): JsonObject
  toBrief(channel: Channel): JsonObject
}

const CHANNEL_TYPES: Record<ChannelKind, string> = { api: 'Channel::Api', email: 'Channel::Email', web_widget: 'Channel::WebWidget' }

export function toChannelType(channel: Channel | undefined): string {
  return CHANNEL_TYPES[channel?.kind ?? 'api']
}

/** What an inbox may be told beside its channel, with the values it begins with (chatwoot sheet 8). Kept in the channel's settings under `inbox`. */
export const INBOX_DEFAULTS = {
  greeting_enabled: false,
  greeting_message: null,
  working_hours_enabled: false,
  enable_email_collect: true,
  csat_survey_enabled: false,
  csat_config: {},
  enable_auto_assignment: true,
  auto_assignment_config: {},
  out_of_office_message: null,
  timezone: 'UTC',
  allow_messages_after_resolved: true,
  lock_to_single_conversation: false,
  sender_name_type: 'friendly',
  business_name: null,
  avatar_url: '',
} as const satisfies JsonObject

export type InboxSettings = { [K in keyof typeof INBOX_DEFAULTS]: Json }

export function inboxSettings(channel: Channel): InboxSettings & { additional_attributes: Json; working_hours: Json } {
  return { ...INBOX_DEFAULTS, additional_attributes: {}, working_hours: null, ...(channel.settings.inbox as JsonObject | undefined) }
}

const Nullable = Type.Union([Type.String(), Type.Null()])
const ChannelType = Type.String({ description: '`Channel::Api`, `Channel::WebWidget`, `Channel::Email`' })
const Attributes = Type.Object({}, { additionalProperties: true })

const Brief = Type.Object({
  id: Type.Integer(),
  avatar_url: Type.String(),
  channel_id: Type.Integer(),
  name: Type.String(),
  channel_type: ChannelType,
  provider: Type.Null(),
})

/** chatwoot sheet 8. */
export const chatwootInbox: InboxFace = {
  Wire: Type.Object({
    ...Brief.properties,
    greeting_enabled: Type.Boolean(),
    greeting_message: Nullable,
    working_hours_enabled: Type.Boolean(),
    working_hours: Type.Array(WorkingDay),
    timezone: Type.String(),
    enable_auto_assignment: Type.Boolean(),
    auto_assignment_config: Attributes,
    csat_survey_enabled: Type.Boolean(),
    csat_config: Attributes,
    enable_email_collect: Type.Boolean(),
    out_of_office_message: Nullable,
    allow_messages_after_resolved: Type.Boolean(),
    lock_to_single_conversation: Type.Boolean(),
    sender_name_type: Type.String(),
    business_name: Nullable,
    callback_webhook_url: Nullable,
    phone_number: Type.Null(),
    email: Type.Optional(Nullable),
    webhook_url: Type.Optional(Nullable),
    inbox_identifier: Type.Optional(Type.String({ description: 'Names the inbox in the Client API' })),
    additional_attributes: Type.Optional(Attributes),
    hmac_token: Type.Optional(Type.String({ description: 'For administrators only' })),
    secret: Type.Optional(
      Type.Union([Type.String(), Type.Null()], { description: 'Signs what `webhook_url` is told; for administrators only' }),
    ),
    hmac_mandatory: Type.Optional(Type.Boolean()),
  }),
  Brief,
  toWire(channel, secrets) {
    const { additional_attributes, working_hours, ...settings } = inboxSettings(channel)
    const wire: JsonObject = {
      ...toBrief(channel),
      ...settings,
      working_hours: toWeek(working_hours),
      callback_webhook_url: null,
      phone_number: null,
    }
    if (channel.kind === 'email') wire.email = channel.email
    if (channel.kind !== 'api') return wire
    wire.webhook_url = channel.webhookUrl
    wire.inbox_identifier = channel.identifier
    wire.additional_attributes = additional_attributes
    wire.hmac_mandatory = channel.hmacMandatory
    if (!secrets) return wire
    wire.hmac_token = channel.hmacToken
    wire.secret = secrets.signing
    return wire
  },
  toBrief,
}

function toBrief(channel: Channel) {
  return {
    id: channel.id,
    avatar_url: inboxSettings(channel).avatar_url,
    channel_id: channel.id,
    name: channel.name,
    channel_type: toChannelType(channel),
    provider: null,
  }
}

const NdotoInbox = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  channel_type: ChannelType,
  avatar_url: Type.String(),
  webhook_url: Nullable,
})

/** ndoto sheet 6. */
export const ndotoInbox: InboxFace = {
  Wire: NdotoInbox,
  Brief: NdotoInbox,
  toWire: toNdotoInbox,
  toBrief: toNdotoInbox,
}

function toNdotoInbox(channel: Channel): JsonObject {
  return {
    id: channel.id,
    name: channel.name,
    channel_type: toChannelType(channel),
    avatar_url: inboxSettings(channel).avatar_url,
    webhook_url: channel.webhookUrl,
  }
}

/** 99digital sheet 7; spelled out inside of a contact (sheet 5). */
export const digitalInbox: InboxFace = {
  Wire: Type.Object({ id: Type.Integer(), name: Type.String(), channel_type: ChannelType }),
  Brief: Type.Object({
    id: Type.Integer(),
    name: Type.String(),
    website_url: Type.Null(),
    channel_type: ChannelType,
    avatar_url: Type.String(),
    widget_color: Type.Null(),
    website_token: Type.Null(),
    enable_auto_assignment: Type.Boolean(),
    web_widget_script: Type.Null(),
    welcome_title: Type.Null(),
    welcome_tagline: Type.Null(),
    greeting_enabled: Type.Boolean(),
    greeting_message: Nullable,
  }),
  toWire: (channel) => ({ id: channel.id, name: channel.name, channel_type: toChannelType(channel) }),
  toBrief(channel) {
    const { avatar_url, enable_auto_assignment, greeting_enabled, greeting_message } = inboxSettings(channel)
    return {
      id: channel.id,
      name: channel.name,
      website_url: null,
      channel_type: toChannelType(channel),
      avatar_url,
      widget_color: null,
      website_token: null,
      enable_auto_assignment,
      web_widget_script: null,
      welcome_title: null,
      welcome_tagline: null,
      greeting_enabled,
      greeting_message,
    }
  },
}
