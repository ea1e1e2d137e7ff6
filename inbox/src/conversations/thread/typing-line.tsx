import { useEffect, useState } from 'preact/hooks'
import { onLive, present } from '../../live/live.ts'
import { words } from '../../words/words.ts'
import { authorName } from './message/author-name.ts'
import { useRoom } from './thread-context.ts'
import styles from './thread-pane.module.css'
import { afterTyping, stillTyping, type Typists } from './typing.ts'
import type { Thread } from './window/open-thread.ts'

/** Who types at this moment, or that the customer is there. It has its place whether or not there is something to say. */
export function TypingLine() {
  const { conversationId, thread, me } = useRoom()
  const [typists, setTypists] = useState<Typists>(new Map())
  useEffect(
    () =>
      onLive('typing', (sign) => {
        if (sign.conversationId === conversationId && sign.author.id !== me.id) setTypists((so) => afterTyping(so, sign, Date.now()))
      }),
    [conversationId, me.id],
  )
  // Whoever has sent something does not type it any more.
  useEffect(
    () =>
      onLive('event', ({ type, message }) => {
        if (type === 'message.created' && message?.conversationId === conversationId)
          setTypists((so) => afterTyping(so, { author: message.author, on: false, private: false }, 0))
      }),
    [conversationId],
  )
  useEffect(() => {
    if (typists.size === 0) return
    const timer = setInterval(() => setTypists((so) => stillTyping(so, Date.now())), 1000)
    return () => clearInterval(timer)
  }, [typists])
  return (
    <p class={styles.typing}>
      {typists.size > 0 && <span class={styles.dots} aria-hidden="true" />}
      {sayWho(thread, [...typists.values()])}
    </p>
  )
}

function sayWho(thread: Thread, typists: { kind: string; id: number; private: boolean }[]): string {
  const names = typists.map((one) => nameOf(thread, one))
  if (names.length > 0) return typists.every((one) => one.private) ? words.thread.writingNote(names) : words.thread.typing(names)
  const contactId = thread.conversation.value?.contactId
  if (contactId == null || !present.value.has(`contact:${contactId}`)) return ''
  return words.thread.online(nameOf(thread, { kind: 'contact', id: contactId }))
}

function nameOf(thread: Thread, { kind, id }: { kind: string; id: number }): string {
  const authors = [...thread.participants.value, ...thread.window.value.messages].map(({ author }) => author)
  const known = authors.find((one) => one.id === id && one.kind === kind)
  return known || kind === 'contact' ? authorName(known ?? { kind, name: null }) : words.thread.someone
}
