import type { JsonObject } from './json.ts'

export const CONVERSATION_STATUSES = ['open', 'pending', 'snoozed', 'resolved', 'archived'] as const
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number]
export type Priority = 'low' | 'medium' | 'high' | 'urgent'

/**
 * `number` counts 1, 2, 3… within the account. `lastSeq` is the seq of the newest message; `publicCount` counts the messages that are neither
 * private nor deleted. `applicationId` names the application that created it and alone sees it in the Mews dialect.
 */
export type Conversation = {
  id: number
  accountId: number
  number: number
  channelId: number
  contactId: number | null
  applicationId: number | null
  /** `support` marks a support ticket (ondi sheet 3); other words are the clients' own: `order`, `delivery`, `team`… */
  kind: string | null
  subject: string | null
  status: ConversationStatus
  priority: Priority | null
  assigneeId: number | null
  teamId: number | null
  labels: string[]
  /** Custom attributes, set by the business. */
  attributes: JsonObject
  additional: JsonObject
  /** What one dialect said and others cannot express, by dialect name. */
  extra: JsonObject
  snoozedUntil: number | null
  lastSeq: number
  publicCount: number
  /** Grows with every change to the conversation or to any of its messages; what was read at one revision is still true at the same one. */
  revision: number
  createdAt: number
  updatedAt: number
  lastActivityAt: number
  firstReplyAt: number | null
  waitingSince: number | null
  agentSeenAt: number | null
  assigneeSeenAt: number | null
  contactSeenAt: number | null
}

/** How a caller names a conversation: by its installation-wide id, or by its number in the account. */
export type ConversationRef = { id: number } | { number: number }

/** The statuses in which people may still write into a conversation. */
export const ACTIVE_STATUSES: readonly ConversationStatus[] = ['open', 'pending', 'snoozed']

/** Whether people may still write into it (ondi sheet 4.2: "active"). */
export function isActive(conversation: Conversation): boolean {
  return ACTIVE_STATUSES.includes(conversation.status)
}
