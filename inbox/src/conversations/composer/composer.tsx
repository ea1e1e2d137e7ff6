import { Lock, Paperclip, Send, X } from 'lucide'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useActions } from '../../palette/use-actions.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { words } from '../../words/words.ts'
import { QuoteLines } from '../thread/message/quote.tsx'
import styles from './composer.module.css'
import { ComposerHint } from './composer-hint.tsx'
import { FileTray } from './file-tray.tsx'
import { Suggestions } from './suggestions.tsx'
import { useDrop } from './use-files.ts'
import { type ComposerHandle, useWriting } from './use-writing.ts'

const PANEL = 'composer-panel'

/** Where one writes: a reply, or in amber a note that only the team sees. What is written is kept with every key, and sent through the outbox. */
export function Composer({ handle }: { handle: RefObject<ComposerHandle | null> }) {
  const root = useRef<HTMLFormElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const writing = useWriting(field)
  const { mode, isNote, draft, files, suggesting, send, change, choose, write } = writing
  const isOver = useDrop(root, files.add)
  useAutosize(field, draft.text)
  useLayoutEffect(() => {
    handle.current = writing
  })
  useActions([
    { id: 'thread.reply', group: 'conversation', words: words.composer.actions.reply, keys: 'r', run: () => write('reply') },
    { id: 'thread.note', group: 'conversation', words: words.composer.actions.note, keys: 'n', icon: Lock, run: () => write('note') },
    {
      id: 'thread.attach',
      group: 'conversation',
      words: words.composer.actions.attach,
      icon: Paperclip,
      run: () => picker.current?.click(),
    },
  ])

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return
    const { items, active } = suggesting
    const isListOpen = suggesting.asked !== null && items.length > 0
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (isListOpen && step !== undefined) suggesting.setActive((active + step + items.length) % items.length)
    else if (isListOpen && (event.key === 'Enter' || event.key === 'Tab')) choose(items[active]?.text ?? '')
    else if (suggesting.asked && event.key === 'Escape') suggesting.dismiss()
    else if (event.key === 'Enter' && !event.shiftKey) send()
    else if (event.key === 'Escape' && draft.parent) draft.set({ parent: null })
    else if (event.key === 'Escape') field.current?.blur()
    else if (event.key === 'ArrowUp' && draft.text === '') lastMessage()?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const label = isNote ? words.composer.noteField : words.composer.replyField
  const isEmpty = draft.text.trim() === '' && files.staged.length === 0
  return (
    <form
      ref={root}
      class={styles.composer}
      data-mode={mode}
      aria-label={words.composer.label}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div class={styles.head}>
        <Tabs
          label={words.composer.mode}
          tabs={[
            { value: 'reply', label: words.composer.reply },
            { value: 'note', label: <NoteLabel /> },
          ]}
          value={mode}
          onChoose={writing.setMode}
          panelId={PANEL}
        />
        <ComposerHint mode={mode} />
      </div>
      <div id={PANEL} role="tabpanel" aria-label={label} class={styles.panel}>
        {draft.parent && (
          <div class={styles.parent}>
            <p>
              <QuoteLines author={words.composer.answering(draft.parent.author)} text={draft.parent.text} />
            </p>
            <IconButton icon={X} label={words.composer.notAnswering} class={styles.small} onClick={() => draft.set({ parent: null })} />
          </div>
        )}
        <Suggestions suggesting={suggesting} onChoose={choose} />
        <textarea
          ref={field}
          class={styles.field}
          rows={1}
          dir="auto"
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={suggesting.items.length > 0 ? suggesting.listId : undefined}
          aria-activedescendant={
            suggesting.items.length > 0 ? `${suggesting.listId}-${suggesting.items[suggesting.active]?.id}` : undefined
          }
          placeholder={isNote ? words.composer.notePlaceholder : words.composer.replyPlaceholder}
          value={draft.text}
          onInput={({ currentTarget }) => change(currentTarget.value, currentTarget.selectionStart)}
          onSelect={({ currentTarget }) => writing.setCaret(currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onBlur={writing.stopTyping}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files
            if (!pasted?.length) return
            event.preventDefault()
            files.add(pasted)
          }}
        />
        <FileTray files={files} />
        <div class={styles.foot}>
          <IconButton icon={Paperclip} label={words.composer.attach} onClick={() => picker.current?.click()} />
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={({ currentTarget }) => {
              files.add(currentTarget.files ?? [])
              currentTarget.value = ''
            }}
          />
          <span class={styles.keys}>{isNote ? words.composer.noteKeys : words.composer.hint}</span>
          <Button look="primary" icon={isNote ? Lock : Send} type="submit" class={styles.send} disabled={isEmpty}>
            {isNote ? words.composer.addNote : words.composer.send}
          </Button>
        </div>
      </div>
      {isOver && <p class={styles.drop}>{words.composer.drop}</p>}
    </form>
  )
}

function NoteLabel() {
  return (
    <>
      <Icon of={Lock} size={13} />
      {words.composer.note}
    </>
  )
}

function lastMessage(): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>('article[id^="message-"]')].at(-1)
}

/** As tall as what is written in it, up to what its style allows. */
function useAutosize(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.blockSize = 'auto'
    element.style.blockSize = `${element.scrollHeight}px`
  }, [text, field])
}
