import { Search, X } from 'lucide'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import { type Action, listActions } from './actions.ts'
import type { Entry } from './entries.ts'
import { shown } from './open-palette.ts'
import styles from './palette.module.css'
import { PaletteLine } from './palette-line.tsx'
import { runAction } from './run-action.ts'
import { type Asking, useSections } from './use-sections.ts'

/** So many lines are about what is seen at once. */
const PAGE_LINES = 8

/** Everything one can do, found by typing. `begin` is the action whose choices it opens at. */
export function PaletteDialog({ begin }: { begin: string | undefined }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  // As they were when it was opened: what is offered must not move below the hand.
  const actions = useMemo(listActions, [])
  const [asking, setAsking] = useState<Asking | undefined>(() => findAsking(actions, begin))
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const { sections, isSearching, error } = useSections({ text, actions, asking })
  const entries = sections.flatMap((section) => section.entries)
  const at = Math.min(active, entries.length - 1)

  useLayoutEffect(() => {
    dialog.current?.showModal()
    input.current?.focus()
    return () => dialog.current?.close()
  }, [])
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])

  function close(): void {
    // Gives focus back before anything is done, so that what is done may take it.
    dialog.current?.close()
    shown.value = null
  }
  function type(next: string): void {
    setText(next)
    setActive(0)
  }
  function ask(action: Asking | undefined): void {
    setAsking(action)
    type('')
    input.current?.focus()
  }
  function choose({ of }: Entry): void {
    if ('choose' in of) {
      ask(of)
      return
    }
    close()
    runAction(of)
  }
  function onKeyDown(event: KeyboardEvent): void {
    const { key } = event
    const to = step(key, at, entries.length)
    if (to !== undefined) setActive(to)
    else if (key === 'Enter' && !event.isComposing) {
      const entry = entries[at]
      if (entry) choose(entry)
    } else if (key === 'Backspace' && text === '' && asking && begin === undefined) ask(undefined)
    else if (key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) close()
    else return
    event.preventDefault()
  }

  const label = asking?.words ?? words.palette.label
  let index = 0
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same.
    <dialog
      ref={dialog}
      class={styles.palette}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class={styles.head}>
        <Icon of={Search} size={18} />
        {asking && <span class={styles.asking}>{asking.words}</span>}
        <input
          ref={input}
          class={styles.input}
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={entries[at] ? `${id}-${at}` : undefined}
          autocomplete="off"
          spellcheck={false}
          placeholder={asking ? words.palette.choose : words.palette.placeholder}
          value={text}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton icon={X} label={words.ui.close} onClick={close} />
      </div>
      <div id={`${id}-list`} class={styles.options} role="listbox" aria-label={label}>
        {sections.map(
          ({ name, title, entries: some }) =>
            some.length > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: a listbox has groups, not fieldsets.
              <div key={name} role="group" aria-label={title ?? words.palette.label}>
                {title !== undefined && (
                  <div class={styles.title} role="presentation">
                    {title}
                  </div>
                )}
                {some.map((entry) => {
                  const place = index++
                  return (
                    <PaletteLine
                      key={entry.id}
                      id={`${id}-${place}`}
                      entry={entry}
                      isActive={place === at}
                      onPoint={() => setActive(place)}
                      onChoose={() => choose(entry)}
                    />
                  )
                })}
              </div>
            ),
        )}
      </div>
      {entries.length === 0 && !isSearching && (
        <div class={styles.nothing}>
          <p>{error ?? words.palette.nothing(text)}</p>
          <p class={styles.hint}>{words.palette.nothingHint}</p>
        </div>
      )}
      <p class="visually-hidden" role="status">
        {isSearching ? words.palette.searching : words.palette.found(entries.length)}
      </p>
    </dialog>
  )
}

function findAsking(actions: readonly Action[], id: string | undefined): Asking | undefined {
  const found = actions.findLast((action) => action.id === id)
  return found && 'choose' in found ? found : undefined
}

/** Where a key leads from one of so many lines; round the ends with one step, up to them with many. */
function step(key: string, at: number, count: number): number | undefined {
  const last = count - 1
  if (last < 0) return undefined
  if (key === 'ArrowDown') return at >= last ? 0 : at + 1
  if (key === 'ArrowUp') return at <= 0 ? last : at - 1
  if (key === 'PageDown') return Math.min(last, at + PAGE_LINES)
  return key === 'PageUp' ? Math.max(0, at - PAGE_LINES) : undefined
}
