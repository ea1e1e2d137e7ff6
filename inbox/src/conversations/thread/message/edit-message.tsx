import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../../../api/wire.ts'
import { api } from '../../../session.ts'
import { Button } from '../../../ui/button.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { words } from '../../../words/words.ts'
import { useRoom } from '../thread-context.ts'
import { rowId } from '../use-row-focus.ts'
import styles from './message.module.css'

/** What was begun, by message: it is there again after a look at another conversation. */
const begun = new Map<number, string>()

/** One's own message, being written anew in its place. */
export function EditMessage({ message }: { message: Message }) {
  const { thread, editing, conversationId, outbox } = useRoom()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(begun.get(message.id) ?? message.text ?? '')
  const { submit, problem, isBusy } = useSubmit(async (said: { text: string }, key) => {
    thread.put(await api.send<Message>('PATCH', `/conversations/${conversationId}/messages/${message.id}`, said, key))
    close()
  })
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(text.length, text.length)
  }, [])
  const close = () => {
    begun.delete(message.id)
    editing.value = null
    document.getElementById(rowId(outbox.settled.value.get(message.id) ?? String(message.id)))?.focus()
  }
  const save = () => {
    if (text.trim() === '' || text === message.text) close()
    else void submit({ text })
  }
  return (
    <form
      class={styles.edit}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <textarea
        ref={field}
        aria-label={words.thread.editing}
        value={text}
        onInput={({ currentTarget }) => {
          begun.set(message.id, currentTarget.value)
          setText(currentTarget.value)
        }}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Escape') close()
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
          event.preventDefault()
          save()
        }}
      />
      {problem && (
        <p class={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <div class={styles.editActions}>
        <span>{words.thread.editHint}</span>
        <Button small look="quiet" onClick={close}>
          {words.ui.cancel}
        </Button>
        <Button small look="primary" type="submit" busy={isBusy}>
          {words.thread.save}
        </Button>
      </div>
    </form>
  )
}
