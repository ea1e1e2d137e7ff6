import { useState } from 'preact/hooks'
import { newKey } from '../../api/client.ts'
import type { Message } from '../../api/wire.ts'
import { api } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toastError } from '../../ui/toasts.tsx'
import { words } from '../../words/words.ts'
import styles from './message.module.css'
import { excerpt } from './quote.tsx'
import { useRoom } from './thread-context.ts'

/** Asks before a message is deleted, because nothing brings it back. */
export function RemoveDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { thread, conversationId } = useRoom()
  const [isBusy, setBusy] = useState(false)
  const [key] = useState(newKey)
  const remove = async () => {
    setBusy(true)
    try {
      thread.put(await api.send<Message>('DELETE', `/conversations/${conversationId}/messages/${message.id}`, undefined, key))
      onClose()
    } catch (error) {
      setBusy(false)
      toastError(error)
    }
  }
  return (
    <Dialog
      title={words.thread.removeTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.ui.cancel}</Button>
          <Button look="danger" busy={isBusy} onClick={() => void remove()}>
            {words.thread.remove}
          </Button>
        </>
      }
    >
      <p class={styles.excerpt}>{excerpt(message)}</p>
      <p>{words.thread.removeText}</p>
    </Dialog>
  )
}
