import type { ComponentChildren } from 'preact'
import type { OverviewedConversation } from '../../api/wire.ts'
import { present } from '../../live/live.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { words } from '../../words/words.ts'
import { authorName } from './message/author-name.ts'
import { useRoom } from './thread-context.ts'
import styles from './thread-pane.module.css'

const TONES: Record<OverviewedConversation['status'], Tone> = {
  open: 'success',
  pending: 'warning',
  snoozed: 'info',
  resolved: 'plain',
  archived: 'plain',
}

/** Whom the conversation is with, what about, and how it stands. */
export function ThreadHead({ start, end }: { start: ComponentChildren; end: ComponentChildren }) {
  const { thread } = useRoom()
  const conversation = thread.conversation.value
  const overview = thread.overview.value
  const contact = overview?.contact
  const name = contact
    ? authorName({ kind: 'contact', name: contact.name ?? contact.email ?? contact.phone })
    : words.thread.withoutCustomer
  return (
    <header class={styles.header}>
      {start}
      {contact && (
        <span class={styles.face}>
          <Avatar name={name} id={contact.id} size={34} online={present.value.has(`contact:${contact.id}`)} />
        </span>
      )}
      <div class={styles.title}>
        <h1>{conversation ? name : '\u00a0'}</h1>
        <p>{conversation && [`#${conversation.number}`, overview?.channel?.name, conversation.subject].filter(Boolean).join(' · ')}</p>
      </div>
      {conversation && (
        <span class={styles.status}>
          <Badge tone={TONES[conversation.status]}>{words.work.status[conversation.status]}</Badge>
        </span>
      )}
      {end}
    </header>
  )
}
