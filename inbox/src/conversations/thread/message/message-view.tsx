import { Lock } from 'lucide'
import type { Message } from '../../../api/wire.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { formatClock, formatFull } from '../../../ui/format.ts'
import { Icon } from '../../../ui/icon.tsx'
import { words } from '../../../words/words.ts'
import { RichView } from '../rich/rich-view.tsx'
import { useRoom } from '../thread-context.ts'
import { Attachments } from './attachments.tsx'
import { authorName } from './author-name.ts'
import { DeliveryState } from './delivery-state.tsx'
import { EditMessage } from './edit-message.tsx'
import styles from './message.module.css'
import { MessageBody } from './message-body.tsx'
import { MessageTools } from './message-tools.tsx'
import { Quote } from './quote.tsx'

/** A message: the customer's at the start, the team's at the end, and what is for the team alone in amber. */
export function MessageView({ message, startsRun, endsRun }: { message: Message; startsRun: boolean; endsRun: boolean }) {
  const { editing } = useRoom()
  const side = message.direction === 'outbound' ? 'out' : 'in'
  const isDeleted = message.deletedAt !== null
  return (
    <div class={styles.message} data-side={side} data-note={message.private || undefined}>
      <span class={styles.face}>{startsRun && <Avatar name={message.author.name} id={message.author.id} size={30} />}</span>
      <div class={styles.column}>
        {startsRun && <Head message={message} />}
        <div class={styles.line}>
          <div class={styles.bubble} data-deleted={isDeleted || undefined}>
            {message.private && startsRun && <NoteMark />}
            {message.parentId !== null && !isDeleted && <Quote parentId={message.parentId} />}
            {isDeleted && <p class={styles.gone}>{message.private ? words.thread.deletedNote : words.thread.deleted}</p>}
            {!isDeleted && editing.value === message.id && <EditMessage message={message} />}
            {!isDeleted && editing.value !== message.id && <MessageBody message={message} />}
            {!isDeleted && <RichView message={message} />}
            {!isDeleted && message.attachments.length > 0 && <Attachments of={message} />}
          </div>
          {!isDeleted && <MessageTools message={message} startsRun={startsRun} />}
        </div>
        <DeliveryState message={message} endsRun={endsRun} />
      </div>
    </div>
  )
}

export function NoteMark() {
  return (
    <p class={styles.noteMark}>
      <Icon of={Lock} size={12} />
      {words.thread.note}
    </p>
  )
}

function Head({ message: { author, createdAt } }: { message: Message }) {
  return (
    <p class={styles.head}>
      <strong>{authorName(author)}</strong>
      <time dateTime={createdAt} title={formatFull(createdAt)}>
        {formatClock(createdAt)}
      </time>
    </p>
  )
}
