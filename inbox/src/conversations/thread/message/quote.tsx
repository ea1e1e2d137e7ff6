import { useEffect } from 'preact/hooks'
import type { Message } from '../../../api/wire.ts'
import { words } from '../../../words/words.ts'
import { useRoom } from '../thread-context.ts'
import { authorName } from './author-name.ts'
import styles from './message.module.css'

/** The message that another one replies to, on two lines; it leads there. It is as high before it is known, so that nothing moves. */
export function Quote({ parentId }: { parentId: number }) {
  const { thread, parents } = useRoom()
  const shown = thread.window.value.messages.find(({ id }) => id === parentId)
  const parent = shown ?? parents.known.value.get(parentId)
  useEffect(() => {
    if (!shown) parents.need(parentId)
  }, [shown, parents, parentId])
  if (!parent) return <p class={styles.quote}>{parent === null ? words.thread.parentHidden : '\u00a0'}</p>
  return (
    <button type="button" class={styles.quote} onClick={() => void thread.goTo(parent.seq)}>
      <span class="visually-hidden">{words.thread.replyTo}</span>
      <QuoteLines author={authorName(parent.author)} text={excerpt(parent)} />
    </button>
  )
}

export function QuoteLines({ author, text }: { author: string; text: string }) {
  return (
    <>
      <strong>{author}</strong>
      <span dir="auto">{text}</span>
    </>
  )
}

/** What is shown of a message where there is one line for it. */
export function excerpt({ text, attachments, deletedAt }: Message): string {
  if (deletedAt !== null) return words.thread.parentGone
  return text?.slice(0, 200) || attachments.map(({ name }) => name).join(', ') || words.thread.noText
}
