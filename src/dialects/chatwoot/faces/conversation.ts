import { type TSchema, Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import type { Overview } from '../../../core/conversations/load-overviews.ts'
import type { Contact } from '../../../model/author.ts'
import type { Conversation, ConversationStatus } from '../../../model/conversation.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { MessageProfile } from '../profile.ts'
import { type AgentFace, chatwootAgent, digitalAgent, ndotoAgent } from './agent.ts'
import { type ContactView, chatwootContact, digitalContact } from './contact.ts'
import { toChannelType } from './inbox.ts'
import { DigitalLastMessage, LastMessage, toDigitalLastMessage, toLastMessage } from './last-message.ts'
import { sourceIdOf } from './source-id.ts'
import { chatwootTeam, digitalTeam, ndotoTeam } from './team.ts'
import { toSeconds, toSecondsOrNull, toSecondsOrZero } from './times.ts'

/** How a vendor shows a conversation; `message` is how it shows messages. */
export type ConversationFace = {
  Wire(message: MessageProfile): TSchema
  toWire(overview: Overview, of: { ctx: Ctx; message: MessageProfile }): JsonObject
}

export type WireStatus = 'open' | 'resolved' | 'pending' | 'snoozed'

/** What is archived elsewhere is resolved here (chatwoot sheet 4). */
export function toWireStatus(status: ConversationStatus): WireStatus {
  return status === 'archived' ? 'resolved' : status
}

/** The conversation's contact, or what stands in for it: a conversation of this family always shows one. */
export function contactOf({ contact, conversation }: Pick<Overview, 'contact' | 'conversation'>): Contact {
  return contact ?? absentContact({ ...conversation, id: conversation.contactId ?? 0 })
}

/** The contact as a conversation shows it, without what a list of contacts shows beside them. */
function viewOf(overview: Overview, { core, accountId }: Ctx): ContactView {
  const contact = contactOf(overview)
  return { contact, conversations: 0, isOnline: core.presence.has(accountId, contact) }
}

/** Stands in for a contact that was erased, or was never there. */
export function absentContact({
  id,
  accountId,
  createdAt,
  updatedAt,
}: Pick<Contact, 'id' | 'accountId' | 'createdAt' | 'updatedAt'>): Contact {
  const nothing = { name: null, email: null, phone: null, identifier: null, avatarUrl: null, lastActivityAt: null }
  return { kind: 'contact', id, accountId, ...nothing, blocked: false, attributes: {}, additional: {}, labels: [], createdAt, updatedAt }
}

const Attributes = Type.Object({}, { additionalProperties: true })
const Seconds = Type.Integer({ description: 'Whole seconds since 1970, 0 for never' })
const SecondsOrNull = Type.Union([Type.Integer(), Type.Null()], { description: 'Whole seconds since 1970, null for never' })
const Status = Type.Enum(['open', 'resolved', 'pending', 'snoozed'])
const Priority = Type.Union([Type.Enum(['low', 'medium', 'high', 'urgent']), Type.Null()])

/** chatwoot sheet 6.1. */
export const chatwootConversation: ConversationFace = {
  Wire: (message) =>
    Type.Object({
      meta: Type.Object({
        sender: chatwootContact.Wire,
        channel: Type.String(),
        assignee: Type.Optional(chatwootAgent.Embedded),
        assignee_type: Type.Optional(Type.Enum(['User', 'AgentBot'])),
        team: Type.Optional(chatwootTeam.Embedded),
        hmac_verified: Type.Boolean(),
      }),
      id: Type.Integer({ description: 'The number in the account, from 1' }),
      uuid: Type.String(),
      account_id: Type.Integer(),
      inbox_id: Type.Integer(),
      status: Status,
      priority: Priority,
      labels: Type.Array(Type.String()),
      muted: Type.Boolean(),
      can_reply: Type.Boolean(),
      messages: Type.Array(LastMessage(message), { description: 'The newest message, or nothing' }),
      last_non_activity_message: Type.Union([LastMessage(message), Type.Null()]),
      unread_count: Type.Integer({ description: 'At most 10' }),
      additional_attributes: Attributes,
      custom_attributes: Attributes,
      snoozed_until: SecondsOrNull,
      first_reply_created_at: Seconds,
      agent_last_seen_at: Seconds,
      assignee_last_seen_at: Seconds,
      contact_last_seen_at: Seconds,
      waiting_since: Seconds,
      last_activity_at: Seconds,
      timestamp: Type.Integer({ description: 'The same as `last_activity_at`' }),
      created_at: Seconds,
      updated_at: Type.Number({ description: 'Seconds since 1970 with a fraction' }),
      sla_policy_id: Type.Null(),
    }),
  toWire(overview, { ctx, message }) {
    const { conversation, last, lastWritten } = overview
    const assigneeType = overview.assignee?.role === 'bot' ? 'AgentBot' : 'User'
    return {
      meta: {
        sender: chatwootContact.toWire(viewOf(overview, ctx)),
        channel: toChannelType(overview.channel),
        ...toAssignee(overview, chatwootAgent),
        ...(overview.assignee ? { assignee_type: assigneeType } : {}),
        ...toTeam(overview),
        hmac_verified: isVerified(overview),
      },
      uuid: ctx.core.ids.toUuid('conversation', conversation.id),
      ...toCommon(overview),
      priority: conversation.priority,
      messages: last ? [toLastMessage(last, overview, { ctx, message })] : [],
      last_non_activity_message: lastWritten ? toLastMessage(lastWritten, overview, { ctx, message }) : null,
      first_reply_created_at: toSecondsOrZero(conversation.firstReplyAt),
      agent_last_seen_at: toSecondsOrZero(conversation.agentSeenAt),
      assignee_last_seen_at: toSecondsOrZero(conversation.assigneeSeenAt),
      contact_last_seen_at: toSecondsOrZero(conversation.contactSeenAt),
      waiting_since: toSecondsOrZero(conversation.waitingSince),
      last_activity_at: toSeconds(conversation.lastActivityAt),
      updated_at: conversation.updatedAt / 1e6,
      sla_policy_id: null,
    }
  },
}

/** ndoto sheet 4: flat. The labels, attributes and times are added: a caller sets, filters and sorts by them. */
export const ndotoConversation: ConversationFace = {
  Wire: () =>
    Type.Object({
      id: Type.Integer({ description: 'The number in the account, from 1' }),
      inbox_id: Type.Integer(),
      status: Status,
      priority: Priority,
      unread_count: Type.Integer({ description: 'At most 10' }),
      created_at: Seconds,
      contact: Type.Object({ id: Type.Integer(), name: Type.String(), email: Type.Union([Type.String(), Type.Null()]) }),
      meta: Type.Object({ assignee: Type.Union([ndotoAgent.Embedded, Type.Null()]), team: Type.Union([ndotoTeam.Embedded, Type.Null()]) }),
      labels: Type.Array(Type.String()),
      custom_attributes: Attributes,
      additional_attributes: Attributes,
      snoozed_until: SecondsOrNull,
      updated_at: Seconds,
      last_activity_at: Seconds,
    }),
  toWire(overview) {
    const { conversation } = overview
    const contact = contactOf(overview)
    return {
      id: conversation.number,
      inbox_id: conversation.channelId,
      status: toWireStatus(conversation.status),
      priority: conversation.priority,
      unread_count: overview.unread,
      created_at: toSeconds(conversation.createdAt),
      contact: { id: contact.id, name: contact.name ?? '', email: contact.email },
      meta: {
        assignee: overview.assignee ? ndotoAgent.toEmbedded(overview.assignee) : null,
        team: overview.team ? ndotoTeam.toEmbedded(overview.team) : null,
      },
      labels: conversation.labels,
      custom_attributes: conversation.attributes,
      additional_attributes: conversation.additional,
      snoozed_until: toSecondsOrNull(conversation.snoozedUntil),
      updated_at: toSeconds(conversation.updatedAt),
      last_activity_at: toSeconds(conversation.lastActivityAt),
    }
  },
}

const { contact_inboxes: _, conversations_count: __, ...DigitalSender } = (digitalContact.Wire as ReturnType<typeof Type.Object>).properties

/** 99digital sheet 4. */
export const digitalConversation: ConversationFace = {
  Wire: (message) =>
    Type.Object({
      meta: Type.Object({
        sender: Type.Object(DigitalSender),
        channel: Type.String(),
        team: Type.Optional(digitalTeam.Embedded),
        assignee: Type.Optional(digitalAgent.Embedded),
        hmac_verified: Type.Boolean(),
      }),
      id: Type.Integer({ description: 'The number in the account, from 1' }),
      messages: Type.Array(DigitalLastMessage(message), { description: 'The newest message, or nothing' }),
      account_id: Type.Integer(),
      additional_attributes: Attributes,
      agent_last_seen_at: SecondsOrNull,
      assignee_last_seen_at: SecondsOrNull,
      can_reply: Type.Boolean(),
      contact_last_seen_at: SecondsOrNull,
      custom_attributes: Attributes,
      inbox_id: Type.Integer(),
      labels: Type.Array(Type.String()),
      muted: Type.Boolean(),
      snoozed_until: SecondsOrNull,
      status: Status,
      created_at: Seconds,
      timestamp: Type.Integer({ description: 'The time of the last activity' }),
      first_reply_created_at: SecondsOrNull,
      unread_count: Type.Integer({ description: 'At most 10' }),
      last_non_activity_message: Type.Union([DigitalLastMessage(message), Type.Null()]),
    }),
  toWire(overview, { ctx, message }) {
    const { conversation, last, lastWritten } = overview
    const { conversations_count: _, ...sender } = digitalContact.toWire(viewOf(overview, ctx))
    return {
      meta: {
        sender,
        channel: toChannelType(overview.channel),
        ...toTeam(overview),
        ...toAssignee(overview, digitalAgent),
        hmac_verified: isVerified(overview),
      },
      ...toCommon(overview),
      messages: last ? [toDigitalLastMessage(last, overview, { ctx, message })] : [],
      agent_last_seen_at: toSecondsOrNull(conversation.agentSeenAt),
      assignee_last_seen_at: toSecondsOrNull(conversation.assigneeSeenAt),
      contact_last_seen_at: toSecondsOrNull(conversation.contactSeenAt),
      first_reply_created_at: toSecondsOrNull(conversation.firstReplyAt),
      last_non_activity_message: lastWritten ? toDigitalLastMessage(lastWritten, overview, { ctx, message }) : null,
    }
  },
}

/** What Chatwoot and 99digital show alike. */
function toCommon(overview: Overview): JsonObject {
  const { conversation } = overview
  return {
    id: conversation.number,
    account_id: conversation.accountId,
    inbox_id: conversation.channelId,
    status: toWireStatus(conversation.status),
    labels: conversation.labels,
    muted: overview.contact?.blocked ?? false,
    can_reply: overview.canReply,
    unread_count: overview.unread,
    additional_attributes: conversation.additional,
    custom_attributes: conversation.attributes,
    snoozed_until: toSecondsOrNull(conversation.snoozedUntil),
    timestamp: toSeconds(conversation.lastActivityAt),
    created_at: toSeconds(conversation.createdAt),
  }
}

function toAssignee(overview: Overview, agent: AgentFace): JsonObject {
  return overview.assignee ? { assignee: agent.toEmbedded(overview.assignee) } : {}
}

function toTeam({ team }: Overview): JsonObject {
  return team ? { team: chatwootTeam.toEmbedded(team) } : {}
}

/** Whether the link the conversation belongs to was proven to be the contact's own. */
export function isVerified({ conversation, links }: { conversation: Conversation; links: Overview['links'] }): boolean {
  const sourceId = sourceIdOf(conversation, links)
  return links.some((link) => link.verified && link.sourceId === sourceId)
}
