import type { AuthorRef } from './author.ts'
import type { JsonObject } from './json.ts'

/** Everything that can happen. Names are frozen once released. */
export const EVENT_TYPES = [
  'account.created',
  'account.updated',
  'member.created',
  'member.updated',
  'contact.created',
  'contact.updated',
  'contact.deleted',
  'channel.created',
  'channel.updated',
  'conversation.created',
  'conversation.updated',
  'conversation.read',
  'participant.added',
  'participant.updated',
  'participant.removed',
  'message.created',
  'message.updated',
  'message.deleted',
  'team.created',
  'team.updated',
  'team.deleted',
  'webhook.created',
  'webhook.updated',
  'webhook.deleted',
  'webhook.tested',
  'label.created',
  'label.updated',
  'label.deleted',
  'canned_response.created',
  'canned_response.updated',
  'canned_response.deleted',
  'attribute_definition.created',
  'attribute_definition.updated',
  'attribute_definition.deleted',
  'saved_filter.created',
  'saved_filter.updated',
  'saved_filter.deleted',
  'member.deleted',
  'channel.deleted',
  'contact.merged',
  'conversation.unread',
  'conversation.deleted',
  'delivery.created',
  'delivery.updated',
  'delivery.deleted',
  'ticket.created',
  'notifications.read',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/**
 * What happened, at one gap-free `position` of its account's log. It names its subject and, for changes, the changed fields with the value
 * before and after; it never holds a message's body, so a deleted or edited text is gone from the log by construction.
 */
export type LogEvent = {
  accountId: number
  position: number
  type: EventType
  conversationId: number | null
  messageId: number | null
  /** Whether the message it is about is a private note; such events are shown to the team only. */
  private: boolean
  /** The entity's id where it is neither a conversation nor a message. */
  subjectId: number | null
  actor: AuthorRef
  data: JsonObject
  createdAt: number
}

export type NewEvent = Omit<LogEvent, 'accountId' | 'position' | 'createdAt'>
