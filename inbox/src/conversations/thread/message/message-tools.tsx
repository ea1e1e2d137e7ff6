import { Copy, CornerUpLeft, Ellipsis, Layers, Link, Pencil, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { Message } from '../../../api/wire.ts'
import { go } from '../../../router.ts'
import { IconButton } from '../../../ui/button.tsx'
import { formatClock, formatFull } from '../../../ui/format.ts'
import { Menu, type MenuItem } from '../../../ui/menu.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { words } from '../../../words/words.ts'
import { type ThreadRoom, useRoom } from '../thread-context.ts'
import { authorName } from './author-name.ts'
import styles from './message.module.css'
import { RemoveDialog } from './remove-dialog.tsx'

/** What can be done with a message: an answer at once, the rest in a menu. Here stands its time, too, where none is above it. */
export function MessageTools({ message, startsRun }: { message: Message; startsRun: boolean }) {
  const room = useRoom()
  const [isRemoving, setRemoving] = useState(false)
  const about = words.thread.actionsOf(authorName(message.author), formatClock(message.createdAt))
  return (
    <div class={styles.tools}>
      {!startsRun && (
        <time class={styles.time} dateTime={message.createdAt} title={formatFull(message.createdAt)}>
          {formatClock(message.createdAt)}
        </time>
      )}
      <IconButton
        icon={CornerUpLeft}
        label={words.thread.reply}
        class={`${styles.tool} ${styles.answer}`}
        onClick={() => room.reply(message)}
      />
      <Menu
        label={about}
        items={itemsFor(message, room, () => setRemoving(true))}
        trigger={(props) => <IconButton {...props} icon={Ellipsis} label={about} class={styles.tool} />}
      />
      {isRemoving && <RemoveDialog message={message} onClose={() => setRemoving(false)} />}
    </div>
  )
}

function itemsFor(message: Message, room: ThreadRoom, remove: () => void): MenuItem[] {
  const { conversationId, me, editing } = room
  const { text } = message
  const isOwn = message.author.kind === 'member' && message.author.id === me.id
  const place = `#/conversations/${conversationId}?at=${message.seq}`
  return [
    { label: words.thread.reply, icon: CornerUpLeft, onChoose: () => room.reply(message) },
    ...(text === null ? [] : [{ label: words.thread.copyText, icon: Copy, onChoose: () => void copy(text) }]),
    { label: words.thread.copyLink, icon: Link, onChoose: () => void copy(new URL(place, location.href).href) },
    { label: words.thread.faces, icon: Layers, onChoose: () => go(`#/faces/${conversationId}/messages/${message.id}`) },
    ...(isOwn && me.mayChange && text !== null
      ? [
          {
            label: words.thread.edit,
            icon: Pencil,
            onChoose: () => {
              editing.value = message.id
            },
          },
        ]
      : []),
    ...(me.mayChange ? ['line' as const, { label: words.thread.remove, icon: Trash2, danger: true, onChoose: remove }] : []),
  ]
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast(words.thread.copied)
  } catch {
    toast(words.ui.copyFailed, { tone: 'danger' })
  }
}
