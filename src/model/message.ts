import type { Attachment, NewAttachment } from './attachment.ts'
import type { AuthorRef } from './author.ts'
import type { ConversationRef } from './conversation.ts'
import type { JsonObject } from './json.ts'

export type Direction = 'inbound' | 'outbound' | 'system'
/** How far a message has come. `pending` and `retrying` wait for the address that their channel hands over to (core/messages/move-status.ts). */
export type MessageStatus = 'pending' | 'sent' | 'delivered' | 'read' | 'retrying' | 'failed'

/** The content type of an activity: a sentence that Parley itself writes for the team when somebody changes a conversation. */
export const ACTIVITY = 'activity'

/** No text or HTML of a message is longer, in characters (chatwoot sheet 12). */
export const MAX_TEXT_LENGTH = 150_000

/**
 * One message, at one gap-free `seq` of its conversation. In a conversation `id` and `createdAt` grow with `seq`.
 * A deleted message keeps its row with `deletedAt` set and every body field emptied.
 */
export type Message = {
  id: number
  accountId: number
  conversationId: number
  conversationNumber: number
  seq: number
  direction: Direction
  private: boolean
  author: AuthorRef
  text: string | null
  html: string | null
  /** `text` or a rich kind (`input_select`, `cards`, `form`…) whose structure stands in `attributes`. */
  contentType: string
  attributes: JsonObject
  /** What one dialect said and others cannot express, by dialect name. */
  extra: JsonObject
  parentId: number | null
  /** The outside channel's own id for the message. */
  sourceId: string | null
  status: MessageStatus
  /** Why it is `failed`, or `retrying`; null where nobody said, and for any other status. */
  failure: string | null
  attachments: Attachment[]
  createdAt: number
  /** When it left; null while it has not. */
  sentAt: number | null
  editedAt: number | null
  deletedAt: number | null
}

/** A message as somebody asks for it to be sent. `by: 'contact'` speaks as the conversation's contact. */
export type NewMessage = {
  to: ConversationRef
  by: AuthorRef | 'contact'
  direction: Direction
  private?: boolean
  text: string | null
  html?: string | null
  contentType?: string
  attributes?: JsonObject
  extra?: JsonObject
  parentId?: number | null
  sourceId?: string | null
  attachments?: NewAttachment[]
}

/** Whether Parley itself wrote it about a change of the conversation. An activity is private: only who sees notes sees it. */
export function isActivity({ direction, author, contentType }: Pick<Message, 'direction' | 'author' | 'contentType'>): boolean {
  return direction === 'system' && author.kind === 'system' && contentType === ACTIVITY
}
