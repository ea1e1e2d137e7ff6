import { newKey } from '../api/client.ts'
import type { Conversation } from '../api/wire.ts'
import { api } from '../session.ts'
import { toast, toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { type Change, inverseOf, withChange } from './conversation-change.ts'
import type { ConversationStore } from './conversation-store.ts'

/** The last change of each conversation that is on its way. */
const underWay = new Map<number, Promise<Conversation>>()

/**
 * Changes a conversation: shown at once, taken back with the reason where the server refuses. Changes of one conversation go out one after another, and what is shown is the last one's. With `said`,
 * what was done is told, with a way to undo it.
 */
export async function changeConversation(store: ConversationStore, id: number, change: Change, said?: string): Promise<void> {
  const before = store.find(id)
  if (!before) return
  store.put(withChange(before, change))
  const send = () => api.send<Conversation>('PATCH', `/conversations/${id}`, change, newKey())
  const sent = (underWay.get(id) ?? Promise.resolve()).then(send, send)
  underWay.set(id, sent)
  const isLast = () => underWay.get(id) === sent
  try {
    const answer = await sent
    const now = store.find(id)
    if (isLast() && now && now.lastSeq <= answer.lastSeq) store.put({ ...now, ...answer })
  } catch (error) {
    const now = store.find(id)
    if (now && isLast()) store.put(withChange(now, inverseOf(before, change)))
    toastError(error)
    // Somebody else may have changed it meanwhile; where it cannot be read either, the toast has said why.
    if (isLast()) await store.load(id).catch(() => {})
    return
  } finally {
    if (isLast()) underWay.delete(id)
  }
  if (said !== undefined) {
    const undo = () => void changeConversation(store, id, inverseOf(before, change))
    toast(said, { action: { label: words.work.undo, run: undo } })
  }
}
