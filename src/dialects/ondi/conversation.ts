import { type Static, Type } from 'typebox'
import type { Authors } from '../../core/authors.ts'
import type { Ctx } from '../../core/context.ts'
import { type Conversation, type ConversationStatus, isActive } from '../../model/conversation.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Message } from '../../model/message.ts'
import type { Participant } from '../../model/participant.ts'
import { toWireMessages, WireMessage } from './message.ts'
import { toWireParticipant, WireParticipant } from './participant.ts'
import { Instant, Nullable, Uuid } from './schemas.ts'
import { toInstant } from './time.ts'

export const StatusName = Type.Enum(['active', 'closed', 'archived'])
export type StatusName = Static<typeof StatusName>

/** ondi sheet 2, Objects; `metadata` is what the creator gave. */
export const WireConversation = Type.Object({
  id: Uuid,
  tenant_id: Uuid,
  type: Nullable(Type.String({ description: '`support`, `order`, `delivery`, `team`…; null when it was begun in another vendor’s words' })),
  title: Nullable(Type.String()),
  status: StatusName,
  delivery_id: Nullable(Type.String()),
  created_by: Nullable(Uuid),
  metadata: Nullable(Type.Object({})),
  created_at: Instant,
  updated_at: Instant,
  participants: Type.Array(WireParticipant),
  latest_message: Nullable(WireMessage),
  unread_count: Type.Integer({ description: 'Messages of others behind the caller’s last read one' }),
})
export type WireConversation = Static<typeof WireConversation>

/** What a conversation says only in this vendor's words, kept beside it. */
export type OndiConversation = { created_by?: number; metadata?: JsonObject }

/** What a conversation's answer shows beside the conversation itself. */
export type ConversationDetails = {
  authors: Authors
  participants: readonly Participant[]
  /** Ids of last-read messages by author; null or absent for none. */
  readMarks: ReadonlyMap<number, number | null>
  latest: Message | undefined
  unread: number
  deliveryReference: string | null
}

/** The statuses of Parley's that one of OnDi's stands for (ondi sheet 2); the first is what setting it means. */
export const STATUSES: Record<StatusName, readonly [ConversationStatus, ...ConversationStatus[]]> = {
  active: ['open', 'pending', 'snoozed'],
  closed: ['resolved'],
  archived: ['archived'],
}

export function toWireConversation(ctx: Ctx, conversation: Conversation, details: ConversationDetails): WireConversation {
  const { ids } = ctx.core
  const { id } = conversation
  const ownWords = (conversation.extra.ondi ?? {}) as OndiConversation
  return {
    id: ids.toUuid('conversation', id),
    tenant_id: ids.toUuid('account', conversation.accountId),
    type: conversation.kind,
    title: conversation.subject,
    status: statusOf(conversation),
    delivery_id: details.deliveryReference,
    created_by: ownWords.created_by === undefined ? null : ids.toUuid('author', ownWords.created_by),
    metadata: ownWords.metadata ?? null,
    created_at: toInstant(conversation.createdAt),
    updated_at: toInstant(conversation.updatedAt),
    participants: details.participants.map((one) =>
      toWireParticipant(ctx, one, details.authors.get(one.authorId), details.readMarks.get(one.authorId) ?? null),
    ),
    latest_message: details.latest ? (toWireMessages(ctx, id, details.authors, [details.latest])[0] ?? null) : null,
    unread_count: details.unread,
  }
}

function statusOf(conversation: Conversation): StatusName {
  if (isActive(conversation)) return 'active'
  return conversation.status === 'archived' ? 'archived' : 'closed'
}
