import { MessagesSquare } from 'lucide'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Message } from '../api/wire.ts'
import { Button } from '../ui/button.tsx'
import { formatClock, formatFull } from '../ui/format.ts'
import { Icon } from '../ui/icon.tsx'
import { toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import styles from './strip.module.css'
import type { Messages } from './use-messages.ts'

/** The conversation itself, and its messages: a choice of what the faces are of. */
export function Strip({ conversationId, messageId, known }: { conversationId: number; messageId: number | null; known: Messages }) {
  const list = useRef<HTMLOListElement>(null)
  const { messages = [], hasEarlier, loadEarlier } = known
  const isKnown = known.messages !== undefined
  useLayoutEffect(() => {
    // In sight within the strip alone: the page stays where it is.
    const box = list.current
    const chosen = box?.querySelector<HTMLElement>('[aria-current]')
    if (!box || !chosen) return
    box.scrollTop = chosen.offsetTop - (box.clientHeight - chosen.offsetHeight) / 2
    box.scrollLeft = chosen.offsetLeft - (box.clientWidth - chosen.offsetWidth) / 2
  }, [messageId, isKnown])
  return (
    <nav class={styles.strip} aria-label={words.faces.messages}>
      <a class={styles.whole} href={`#/faces/${conversationId}`} aria-current={messageId === null ? 'page' : undefined}>
        <Icon of={MessagesSquare} size={17} />
        {words.faces.conversation}
      </a>
      <ol ref={list} class={styles.messages}>
        {hasEarlier && (
          <li class={styles.earlier}>
            <Button look="quiet" small onClick={() => void loadEarlier().catch(toastError)}>
              {words.faces.earlier}
            </Button>
          </li>
        )}
        {messages.map((message) => (
          <li key={message.id} class={styles.item}>
            <Line message={message} isChosen={message.id === messageId} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Line({ message, isChosen }: { message: Message; isChosen: boolean }) {
  const { conversationId, id, direction, author, createdAt } = message
  return (
    <a
      class={styles.message}
      href={`#/faces/${conversationId}/messages/${id}`}
      aria-current={isChosen ? 'page' : undefined}
      data-kind={message.private ? 'note' : direction}
    >
      <span class={styles.head}>
        <span class={styles.author}>{author.name ?? words.faces.nobody}</span>
        {message.private && direction !== 'system' && <span class={styles.note}>{words.faces.note}</span>}
        <time class={styles.time} dateTime={createdAt} title={formatFull(createdAt)}>
          {formatClock(createdAt)}
        </time>
      </span>
      <span class={styles.text}>{gistOf(message)}</span>
    </a>
  )
}

function gistOf({ deletedAt, text, attachments }: Message) {
  if (deletedAt !== null) return <i>{words.faces.deleted}</i>
  return text || words.faces.files(attachments.length)
}
