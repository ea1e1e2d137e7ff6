import { useState } from 'preact/hooks'
import { newKey } from '../../../api/client.ts'
import type { Message } from '../../../api/wire.ts'
import { api } from '../../../session.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { words } from '../../../words/words.ts'
import { useRoom } from '../thread-context.ts'
import styles from './message.module.css'
import { excerpt } from './quote.tsx'

/** Asks before a message is deleted, because nothing brings it back. */
export function RemoveDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { thread, conversationId } = useRoom()
  const [key] = useState(newKey)
  const remove = async () => {
    thread.put(await api.send<Message>('DELETE', `/conversations/${conversationId}/messages/${message.id}`, undefined, key))
  }
  return (
    <ConfirmDialog title={words.thread.removeTitle} action={words.thread.remove} onConfirm={remove} onClose={onClose}>
      <q class={styles.excerpt}>{excerpt(message)}</q>
      {words.thread.removeText}
    </ConfirmDialog>
  )
}
