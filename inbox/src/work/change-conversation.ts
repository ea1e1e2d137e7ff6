import { newKey } from '../api/client.ts'
import type { Conversation } from '../api/wire.ts'
import { api } from '../session.ts'
import { toast, toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { Listed } from './conversations.ts'

export type Change = Partial<
  Pick<Conversation, 'status' | 'snoozedUntil' | 'assigneeId' | 'teamId' | 'priority' | 'labels' | 'attributes' | 'subject'>
>

/** What brings a conversation back to where it was before a change. Pure. */
export function inverseOf(before: Conversation, change: Change): Change {
  const back = Object.fromEntries(Object.keys(change).map((field) => [field, before[field as keyof Change] ?? null])) as Change
  if (change.status === 'snoozed' || before.status === 'snoozed') back.snoozedUntil = before.snoozedUntil ?? null
  return back
}

/**
 * Changes a conversation: shown at once, taken back with the reason where the server refuses. With `said`, what was done is told, with a way to undo it.
 */
export async function changeConversation(store: ConversationStore, id: number, change: Change, said?: string): Promise<void> {
  const before = store.find(id)
  if (!before) return
  store.put(withChange(before, change))
  try {
    const answer = await api.send<Conversation>('PATCH', `/conversations/${id}`, change, newKey())
    const now = store.find(id)
    if (now && now.lastSeq <= answer.lastSeq) store.put({ ...now, ...answer })
  } catch (error) {
    const now = store.find(id)
    if (now) store.put(withChange(now, inverseOf(before, change)))
    toastError(error)
    // Somebody else may have changed it meanwhile; where it cannot be read either, the toast has said why.
    await store.load(id).catch(() => {})
    return
  }
  if (said !== undefined) {
    const undo = () => void changeConversation(store, id, inverseOf(before, change))
    toast(said, { action: { label: words.work.undo, run: undo } })
  }
}

function withChange(one: Listed, change: Change): Listed {
  const next: Listed = { ...one, ...change }
  if (next.status !== 'snoozed') next.snoozedUntil = null
  return next
}
