import { type TSchema, Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import type { Overview } from '../../../core/conversations/load-overviews.ts'
import type { Author } from '../../../model/author.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Message } from '../../../model/message.ts'
import type { MessageProfile } from '../profile.ts'
import { extraOf } from './message.ts'
import { sourceIdOf } from './source-id.ts'
import { toIso, toSeconds } from './times.ts'

const Nullable = Type.Union([Type.String(), Type.Null()])
const Attributes = Type.Object({}, { additionalProperties: true })

const Shared = {
  account_id: Type.Integer(),
  updated_at: Type.String({ description: 'ISO 8601' }),
  sender_type: Type.Union([Type.Enum(['User', 'Contact', 'AgentBot']), Type.Null()]),
  sender_id: Type.Union([Type.Integer(), Type.Null()]),
  additional_attributes: Attributes,
  external_source_ids: Attributes,
}

/** A message inside of a conversation: what the message calls show and more (chatwoot sheet 11, "Socket shape"). */
export function LastMessage(message: MessageProfile): TSchema {
  return Type.Intersect([
    message.Wire,
    Type.Object({
      ...Shared,
      processed_message_content: Nullable,
      sentiment: Attributes,
      conversation: Type.Object({
        assignee_id: Type.Union([Type.Integer(), Type.Null()]),
        unread_count: Type.Integer(),
        last_activity_at: Type.Integer(),
        contact_inbox: Type.Object({ source_id: Nullable }),
      }),
    }),
  ])
}

export function toLastMessage(last: Message, overview: Overview, of: { ctx: Ctx; message: MessageProfile }): JsonObject {
  const { conversation, links } = overview
  const wire = toWire(last, overview, of)
  return {
    ...wire,
    ...toShared(last, overview),
    processed_message_content: wire.content ?? null,
    sentiment: {},
    conversation: {
      assignee_id: conversation.assigneeId,
      unread_count: overview.unread,
      last_activity_at: toSeconds(conversation.lastActivityAt),
      contact_inbox: { source_id: sourceIdOf(conversation, links) ?? null },
    },
  }
}

/** 99digital sheet 4, "LastMessage": without the sender itself. */
export function DigitalLastMessage(message: MessageProfile): TSchema {
  const { sender: _, ...properties } = (message.Wire as ReturnType<typeof Type.Object>).properties
  return Type.Object({ ...properties, ...Shared, label_list: Type.Array(Type.String()) })
}

export function toDigitalLastMessage(last: Message, overview: Overview, of: { ctx: Ctx; message: MessageProfile }): JsonObject {
  const { sender: _, ...wire } = toWire(last, overview, of)
  return { ...wire, ...toShared(last, overview), label_list: [] }
}

function toWire(last: Message, { authors, conversation }: Overview, { ctx, message }: { ctx: Ctx; message: MessageProfile }): JsonObject {
  const sender = message.toSender(authors.get(last.author.id))
  return message.toWire(last, { ctx, channelId: conversation.channelId, sender }) as JsonObject
}

function toShared(last: Message, { authors }: Overview) {
  const senderType = toSenderType(authors.get(last.author.id))
  return {
    account_id: last.accountId,
    updated_at: toIso(last.deletedAt ?? last.editedAt ?? last.createdAt),
    sender_type: senderType,
    sender_id: senderType === null ? null : last.author.id,
    additional_attributes: extraOf(last).additional_attributes ?? {},
    external_source_ids: {},
  }
}

function toSenderType(author: Author | undefined): 'User' | 'Contact' | 'AgentBot' | null {
  if (!author || author.kind === 'system') return null
  if (author.kind === 'contact') return 'Contact'
  return author.kind === 'application' || author.role === 'bot' ? 'AgentBot' : 'User'
}
