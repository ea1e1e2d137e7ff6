import { newKey } from '../api/client.ts'
import type { Conversation } from '../api/wire.ts'
import { api } from '../session.ts'
import { toast, toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { type Change, inverseOf, withChange } from './conversation-change.ts'
import type { ConversationStore } from './conversation-store.ts'

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
