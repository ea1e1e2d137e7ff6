import type { Conversation } from '../api/wire.ts'
import type { Listed } from './conversations.ts'

/** What is changed of a conversation, as the API takes it. */
export type Change = Partial<
  Pick<Conversation, 'status' | 'snoozedUntil' | 'assigneeId' | 'teamId' | 'priority' | 'labels' | 'attributes' | 'subject'>
>

/** What brings a conversation back to where it was before a change. Pure. */
export function inverseOf(before: Conversation, change: Change): Change {
  const back = Object.fromEntries(Object.keys(change).map((field) => [field, before[field as keyof Change] ?? null])) as Change
  if (change.status === 'snoozed' || before.status === 'snoozed') back.snoozedUntil = before.snoozedUntil ?? null
  return back
}

/** A conversation as it is about to be. Pure. */
export function withChange(one: Listed, change: Change): Listed {
  const next: Listed = { ...one, ...change }
  if (next.status !== 'snoozed') next.snoozedUntil = null
  return next
}
