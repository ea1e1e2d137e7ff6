import { Search, X } from 'lucide'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import { Keys } from './keys-view.tsx'
import { shown } from './open-palette.ts'
import styles from './palette.module.css'
import { PaletteLine } from './palette-line.tsx'
import { usePalette } from './use-palette.ts'

/** Everything one can do, found by typing. `begin` is the action whose choices it opens at. */
export function PaletteDialog({ begin }: { begin: string | undefined }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const { asking, text, type, sections, at, isSearching, error, count, point, choose, onKeyDown } = usePalette(begin, close)

  useLayoutEffect(() => {
    dialog.current?.showModal()
    return () => dialog.current?.close()
  }, [])
  // Also when it begins to ask something else.
  useLayoutEffect(() => input.current?.focus(), [asking])
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])

  function close(): void {
    // Gives focus back before anything is done, so that what is done may take it.
    dialog.current?.close()
    shown.value = null
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
          aria-expanded={count > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={count > 0 ? `${id}-${at}` : undefined}
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
          ({ name, title, entries }) =>
            entries.length > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: a listbox has groups, not fieldsets.
              <div key={name} role="group" aria-label={title ?? words.palette.label}>
                {title !== undefined && (
                  <div class={styles.title} role="presentation">
                    {title}
                  </div>
                )}
                {entries.map((entry) => {
                  const place = index++
                  const line = { id: `${id}-${place}`, entry, isActive: place === at }
                  return <PaletteLine key={entry.id} {...line} onPoint={() => point(place)} onChoose={() => choose(entry)} />
                })}
              </div>
            ),
        )}
      </div>
      {count === 0 && !isSearching && (
        <div class={styles.nothing}>
          <p>{error ?? words.palette.nothing(text)}</p>
          <p class={styles.hint}>{words.palette.nothingHint}</p>
        </div>
      )}
      <footer class={styles.foot} aria-hidden="true">
        {listHints(asking !== undefined && begin === undefined).map(([keys, hint]) => (
          <span key={hint} class={styles.footHint}>
            {keys.map((one) => (
              <Keys key={one} of={one} />
            ))}
            {hint}
          </span>
        ))}
      </footer>
      <p class="visually-hidden" role="status">
        {isSearching ? words.palette.searching : words.palette.found(count)}
      </p>
    </dialog>
  )
}

/** What keys do in the palette; a screen reader knows it of a combobox. */
function listHints(mayGoBack: boolean): [keys: string[], hint: string][] {
  const { move, run, back, close } = words.palette.hints
  return [
    [['ArrowUp', 'ArrowDown'], move],
    [['Enter'], run],
    ...(mayGoBack ? [[['Backspace'], back] as [string[], string]] : []),
    [['Escape'], close],
  ]
}
