import { Type } from 'typebox'
import type { Ctx } from '../../core/context.ts'
import type { Contact } from '../../model/author.ts'
import type { Channel, ChannelKind } from '../../model/channel.ts'
import type { Conversation, ConversationStatus } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Preview } from './load-previews.ts'
import { toWireTime, WireTime } from './times.ts'

/** tidysupport sheet 4. */
export const WireConversationStatus = Type.Enum(['OPEN', 'CLOSED', 'ARCHIVED'])
export type WireConversationStatus = 'OPEN' | 'CLOSED' | 'ARCHIVED'

const NullableText = Type.Union([Type.String(), Type.Null()])
export const WireSource = Type.Enum(['EMAIL', 'WIDGET', 'API'])

/** tidysupport sheet 3.1: what `thread` says beside its messages. `contact` is null where no customer takes part. */
export const WireThreadHead = {
  conversation: Type.Object({
    id: Type.String({ description: '`thd_…`' }),
    status: WireConversationStatus,
    source: WireSource,
    subject: NullableText,
    summary: NullableText,
  }),
  contact: Type.Union([Type.Object({ id: Type.String({ description: '`ctc_…`' }), email: NullableText, name: NullableText }), Type.Null()]),
  channel: Type.Object({ id: Type.String({ description: '`chn_…`' }), name: NullableText, email: NullableText }),
}

/** tidysupport sheet 4.1. A conversation without any message yet shows its own time. */
export const WireConversationItem = Type.Object({
  id: Type.String({ description: '`thd_…`' }),
  status: WireConversationStatus,
  source: WireSource,
  subject: NullableText,
  isUnread: Type.Boolean(),
  lastMessageAt: WireTime,
  lastMessagePreview: Type.String(),
  assignedToId: Type.Union([Type.String(), Type.Null()], { description: '`agt_…`' }),
  channelId: Type.String({ description: '`chn_…`' }),
  contact: Type.Union([Type.Object({ id: Type.String(), email: NullableText, name: NullableText, avatarUrl: NullableText }), Type.Null()]),
})

/** tidysupport sheet 11a; what is pending or snoozed still needs attention. */
const STATUSES: Record<ConversationStatus, WireConversationStatus> = {
  open: 'OPEN',
  pending: 'OPEN',
  snoozed: 'OPEN',
  resolved: 'CLOSED',
  archived: 'ARCHIVED',
}
const INNER: Record<WireConversationStatus, ConversationStatus> = { OPEN: 'open', CLOSED: 'resolved', ARCHIVED: 'archived' }
const SOURCES: Record<ChannelKind, 'EMAIL' | 'WIDGET' | 'API'> = { email: 'EMAIL', web_widget: 'WIDGET', api: 'API' }

/** What this dialect alone says of a conversation, in its `extra.tidysupport`. */
export type OwnFacts = { source?: 'EMAIL'; summary?: string }

/** The id in a path; anything else is an unknown conversation. */
export function conversationIdOf(ctx: Ctx, text: string): number {
  const id = ctx.core.ids.fromPrefixed('conversation', text)
  if (id === undefined) throw new AppError('conversation_not_found')
  return id
}

export function toWireConversationStatus(status: ConversationStatus): WireConversationStatus {
  return STATUSES[status]
}

export function fromWireConversationStatus(status: WireConversationStatus): ConversationStatus {
  return INNER[status]
}

/** Without a wish everything that the default inbox view shows (tidysupport sheet 4.1). */
export function statusesFor(wanted: WireConversationStatus | undefined): ConversationStatus[] {
  const all = Object.keys(STATUSES) as ConversationStatus[]
  return all.filter((status) => (wanted === undefined ? STATUSES[status] !== 'ARCHIVED' : STATUSES[status] === wanted))
}

/** Where the conversation came from: as this dialect began it, else by its channel. */
export function toWireSource(conversation: Conversation, channel: Channel | undefined) {
  return ownFacts(conversation).source === 'EMAIL' ? 'EMAIL' : SOURCES[channel?.kind ?? 'api']
}

export function toWireThreadHead(
  ctx: Ctx,
  thread: { conversation: Conversation; contact: Contact | undefined; channel: Channel | undefined },
) {
  const { conversation, contact, channel } = thread
  const { ids } = ctx.core
  return {
    conversation: {
      id: ids.toPrefixed('conversation', conversation.id),
      status: STATUSES[conversation.status],
      source: toWireSource(conversation, channel),
      subject: conversation.subject,
      summary: ownFacts(conversation).summary ?? null,
    },
    contact:
      conversation.contactId === null
        ? null
        : { id: ids.toPrefixed('contact', conversation.contactId), email: contact?.email ?? null, name: contact?.name ?? null },
    channel: { id: ids.toPrefixed('channel', conversation.channelId), name: channel?.name ?? null, email: channel?.email ?? null },
  }
}

export function toWireConversationItem(
  ctx: Ctx,
  of: { conversation: Conversation; contact: Contact | undefined; channel: Channel | undefined; preview: Preview; unread: number },
) {
  const { conversation } = of
  const { ids } = ctx.core
  const head = toWireThreadHead(ctx, of)
  const { id, status, source, subject } = head.conversation
  return {
    id,
    status,
    source,
    subject,
    isUnread: of.unread > 0,
    lastMessageAt: toWireTime(of.preview.at),
    lastMessagePreview: of.preview.text,
    assignedToId: conversation.assigneeId === null ? null : ids.toPrefixed('member', conversation.assigneeId),
    channelId: head.channel.id,
    contact: head.contact && { ...head.contact, avatarUrl: of.contact?.avatarUrl ?? null },
  }
}

function ownFacts(conversation: Conversation): OwnFacts {
  const own = conversation.extra.tidysupport
  return typeof own === 'object' && own !== null && !Array.isArray(own) ? own : {}
}
