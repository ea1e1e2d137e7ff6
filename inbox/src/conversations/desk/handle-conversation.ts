import { newKey } from '../../api/client.ts'
import type { Conversation, Member } from '../../api/wire.ts'
import { go } from '../../router.ts'
import { api } from '../../session.ts'
import { toastError } from '../../ui/toasts.tsx'
import { words } from '../../words/words.ts'
import { changeConversation } from '../change-conversation.ts'
import type { Listed } from '../conversations.ts'
import { nameOfMember } from '../directory.ts'
import { formatUntil } from '../list/short-time.ts'
import type { Work } from '../work.ts'

export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const
type Priority = (typeof PRIORITIES)[number]

/** What is done with a conversation from the panel, the palette and the keys alike; each can be undone. */
export function setStatus({ conversations }: Work, { id }: Listed, status: Exclude<Conversation['status'], 'snoozed'>): Promise<void> {
  return changeConversation(conversations, id, { status }, words.work.said.status[status])
}

/** Until a time, or with null until the customer writes. */
export function snooze({ conversations }: Work, { id }: Listed, until: Date | null): Promise<void> {
  const snoozedUntil = until?.toISOString() ?? null
  const said = snoozedUntil ? words.work.said.snoozedUntil(formatUntil(snoozedUntil, Date.now())) : words.work.said.status.snoozed
  return changeConversation(conversations, id, { status: 'snoozed', snoozedUntil }, said)
}

export function assign({ conversations }: Work, { id }: Listed, member: Member | null): Promise<void> {
  const said = member ? words.work.said.assigned(nameOfMember(member)) : words.work.said.unassigned
  return changeConversation(conversations, id, { assigneeId: member?.id ?? null }, said)
}

export function setPriority({ conversations }: Work, { id }: Listed, priority: Priority | null): Promise<void> {
  return changeConversation(conversations, id, { priority })
}

/** Adds a label, or takes it away where it is borne. */
export function toggleLabel({ conversations }: Work, { id, labels = [] }: Listed, label: string): Promise<void> {
  const next = labels.includes(label) ? labels.filter((one) => one !== label) : [...labels, label]
  return changeConversation(conversations, id, { labels: next })
}

/** The team has not seen the customer’s latest message after all; the conversation is closed, or it would be seen at once. */
export async function markUnread({ id }: Listed): Promise<void> {
  try {
    await api.send('POST', `/conversations/${id}/unread`, undefined, newKey())
    go('#/conversations')
  } catch (error) {
    toastError(error)
  }
}
