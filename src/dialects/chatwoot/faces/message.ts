import { Type } from 'typebox'
import type { JsonObject } from '../../../model/json.ts'
import { isActivity, type Message, type MessageStatus } from '../../../model/message.ts'
import { toIso } from './times.ts'

/** The four kinds of message, as words; requests and webhooks use these in every profile. */
export const MESSAGE_TYPES = ['incoming', 'outgoing', 'activity', 'template'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

/** chatwoot sheet 4; readers take any of them, whoever wrote it. */
export const CHATWOOT_CONTENT_TYPES = [
  'text',
  'input_text',
  'input_textarea',
  'input_email',
  'input_select',
  'cards',
  'form',
  'article',
  'incoming_email',
  'input_csat',
  'integrations',
  'sticker',
  'voice_call',
] as const

export const WireStatus = Type.Enum(['sent', 'delivered', 'read', 'failed'])
export const ContentAttributes = Type.Record(Type.String(), Type.Unknown(), {
  description: 'What the content type asks for, e.g. the items of a select; and `in_reply_to`, the id of the message it answers',
})

/** What the family keeps beside a message for itself, under `extra.chatwoot`. */
export type FamilyExtra = { message_type?: MessageType; additional_attributes?: JsonObject }

export function extraOf(message: Message): FamilyExtra {
  return (message.extra.chatwoot ?? {}) as FamilyExtra
}

/** Parley's own entries are activities; the ones a person or bot had written for them are templates, also once they were deleted. */
export function messageTypeOf(message: Message): MessageType {
  if (message.direction === 'inbound') return 'incoming'
  if (message.direction === 'outbound') return 'outgoing'
  return extraOf(message).message_type ?? (message.author.kind === 'system' ? 'activity' : 'template')
}

/** The family has no word for what is still on its way. */
export function statusOf(message: Pick<Message, 'status'>): Exclude<MessageStatus, 'pending' | 'retrying'> {
  return message.status === 'pending' || message.status === 'retrying' ? 'sent' : message.status
}

/** To the family an activity is a text like any other, and not private: that it is an activity says who sees it (chatwoot sheet 6.3). */
export function toKind(message: Message): { content_type: string; private: boolean } {
  return isActivity(message) ? { content_type: 'text', private: false } : { content_type: message.contentType, private: message.private }
}

/** The attributes with the answered message and, of a failed one, the cause in the family's words. */
export function attributesOf(message: Message): JsonObject {
  const { attributes, parentId, status, failure } = message
  if (parentId === null && status !== 'failed') return attributes
  return {
    ...(parentId === null ? {} : { in_reply_to_external_id: null }),
    ...attributes,
    ...(parentId === null ? {} : { in_reply_to: parentId }),
    ...(status === 'failed' ? { external_error: failure } : {}),
  }
}

/** ISO 8601 or, for a time that never was, null. */
export function toIsoOrNull(time: number | null): string | null {
  return time === null ? null : toIso(time)
}
