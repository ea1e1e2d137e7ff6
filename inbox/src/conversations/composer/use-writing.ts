import type { RefObject } from 'preact'
import { useLayoutEffect, useMemo, useState } from 'preact/hooks'
import type { Message } from '../../api/wire.ts'
import { api } from '../../session.ts'
import { authorName } from '../thread/message/author-name.ts'
import { excerpt } from '../thread/message/quote.tsx'
import { useRoom } from '../thread/thread-context.ts'
import { typingSpeaker } from '../thread/typing.ts'
import type { Mode } from './drafts.ts'
import type { Wanted } from './outbox.ts'
import { pageOutbox } from './page-outbox.ts'
import { completed } from './suggest.ts'
import { type Suggesting, useSuggestions } from './suggestions.tsx'
import { type KeptDraft, useDraft } from './use-draft.ts'
import { type Files, useFiles } from './use-files.ts'

/** What the rest of the conversation may ask of where one writes. */
export type ComposerHandle = {
  /** Begins an answer to a message: a note where that is one. */
  answer(message: Message): void
  /** Takes back what was not sent. */
  take(entry: Pick<Wanted, 'text' | 'private' | 'parent'>, files: readonly File[]): void
}

export type Writing = ComposerHandle & {
  mode: Mode
  isNote: boolean
  draft: KeptDraft
  files: Files
  suggesting: Suggesting
  setMode(mode: Mode): void
  /** Begins to write in a mode. */
  write(mode: Mode): void
  change(text: string, caret: number): void
  setCaret(caret: number): void
  /** Takes one of the suggestions. */
  choose(text: string): void
  send(): void
  stopTyping(): void
}

/** The modes conversations were left in, for as long as the page lives. */
const modes = new Map<number, Mode>()

/** What is being written in the open conversation, and what becomes of it. */
export function useWriting(field: RefObject<HTMLTextAreaElement | null>): Writing {
  const { thread, conversationId, outbox, me } = useRoom()
  const [mode, setModeNow] = useState<Mode>(modes.get(conversationId) ?? 'reply')
  const [caret, setCaret] = useState(0)
  const { drafts } = pageOutbox()
  const draft = useDraft(drafts, conversationId, mode)
  // What is attached to a note does not go to the customer because somebody changes the tab.
  const filesOf = { reply: useFiles(`${me.id}.${conversationId}.reply`), note: useFiles(`${me.id}.${conversationId}.note`) }
  const files = filesOf[mode]
  const isNote = mode === 'note'
  const suggesting = useSuggestions(draft.text, caret, isNote)
  const typing = useMemo(
    () =>
      typingSpeaker(
        (on, isPrivate) => void api.send('POST', `/conversations/${conversationId}/typing`, { on, private: isPrivate }).catch(() => {}),
      ),
    [conversationId],
  )
  useLayoutEffect(() => typing.stop, [typing])

  function setMode(next: Mode): void {
    modes.set(conversationId, next)
    setModeNow(next)
  }
  function write(next: Mode): void {
    setMode(next)
    field.current?.focus()
  }
  function send(): void {
    const text = draft.text.trimEnd()
    if (text.trim() === '' && files.staged.length === 0) return
    const facts = files.staged.map(({ name, sizeBytes, mediaType }) => ({ name, sizeBytes, mediaType }))
    const wanted = { conversationId, text, private: isNote, parent: draft.parent, files: facts }
    outbox.add(
      wanted,
      files.staged.map(({ file }) => file),
      thread.window.value.lastSeq,
    )
    draft.clear()
    files.clear()
    typing.stop()
    void thread.goToEnd()
    field.current?.focus()
  }
  function change(text: string, at: number): void {
    draft.set({ text })
    setCaret(at)
    if (text === '') typing.stop()
    else typing.typed(isNote)
  }
  function choose(chosen: string): void {
    if (!suggesting.asked) return
    const next = completed(draft.text, suggesting.asked, chosen)
    change(next.text, next.caret)
    queueMicrotask(() => field.current?.setSelectionRange(next.caret, next.caret))
  }

  return {
    ...{ mode, isNote, draft, files, suggesting, setMode, write, change, setCaret, choose, send },
    stopTyping: typing.stop,
    answer(message) {
      const next = message.private ? 'note' : mode
      const parent = { id: message.id, seq: message.seq, author: authorName(message.author), text: excerpt(message) }
      drafts.set(conversationId, next, { ...drafts.get(conversationId, next), parent })
      write(next)
      draft.set({})
    },
    take(entry, given) {
      const next = entry.private ? 'note' : 'reply'
      const before = drafts.get(conversationId, next)
      const text = [entry.text, before.text].filter(Boolean).join('\n')
      drafts.set(conversationId, next, { text, parent: before.parent ?? entry.parent })
      filesOf[next].add(given)
      write(next)
      draft.set({})
    },
  }
}
