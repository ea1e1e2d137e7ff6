import { Check, CheckCheck, Clock3, type IconNode, RotateCw, TriangleAlert } from 'lucide'
import { useState } from 'preact/hooks'
import { newKey } from '../../../api/client.ts'
import type { Message } from '../../../api/wire.ts'
import { api } from '../../../session.ts'
import { Button } from '../../../ui/button.tsx'
import { formatFull } from '../../../ui/format.ts'
import { Icon } from '../../../ui/icon.tsx'
import { toast, toastError } from '../../../ui/toasts.tsx'
import { words } from '../../../words/words.ts'
import { useRoom } from '../thread-context.ts'
import styles from './message.module.css'

const ICONS: Record<Message['status'], IconNode> = {
  pending: Clock3,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  retrying: RotateCw,
  failed: TriangleAlert,
}
/** Worth saying of every message; the others of the last one that somebody said in one go. */
const LOUD: readonly Message['status'][] = ['pending', 'retrying', 'failed']

/** Below a message: that it was edited, and of what went to the customer how far it has come. */
export function DeliveryState({ message, endsRun }: { message: Message; endsRun: boolean }) {
  const { status, editedAt, deletedAt } = message
  const isHandedOver = message.direction === 'outbound' && !message.private && deletedAt === null
  const showsState = isHandedOver && (endsRun || LOUD.includes(status))
  if (deletedAt !== null || (!showsState && editedAt === null)) return null
  return (
    <p class={styles.state} data-status={showsState ? status : undefined}>
      {editedAt !== null && <span title={words.thread.editedAt(formatFull(editedAt))}>{words.thread.edited}</span>}
      {showsState && (
        <span class={styles.status}>
          <Icon of={ICONS[status]} size={14} />
          {message.failure?.cause && status === 'failed' ? words.thread.failedBecause(message.failure.cause) : words.thread.status[status]}
        </span>
      )}
      {showsState && status === 'failed' && <Resend message={message} />}
    </p>
  )
}

function Resend({ message }: { message: Message }) {
  const { thread, me, conversationId } = useRoom()
  const [isBusy, setBusy] = useState(false)
  if (!me.mayChange) return null
  const resend = async () => {
    setBusy(true)
    try {
      thread.put(await api.send<Message>('POST', `/conversations/${conversationId}/messages/${message.id}/retry`, undefined, newKey()))
      toast(words.thread.resent)
    } catch (error) {
      toastError(error)
    }
    setBusy(false)
  }
  return (
    <Button small look="quiet" icon={RotateCw} busy={isBusy} onClick={() => void resend()}>
      {words.thread.resend}
    </Button>
  )
}
