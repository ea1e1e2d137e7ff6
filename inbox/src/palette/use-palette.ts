import { useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { type Action, listActions } from './actions.ts'
import type { Entry } from './entries.ts'
import { runAction } from './run-action.ts'
import { type Asking, useSections } from './use-sections.ts'

/** So many lines are about what is seen at once. */
const PAGE_LINES = 8

/** What the palette shows for what is typed, which line is chosen, and what keys do to it. `begin` is the action whose choices it opens at; `close` takes it away. */
export function usePalette(begin: string | undefined, close: () => void) {
  // As they were when it was opened: what is offered must not move below the hand.
  const actions = useMemo(listActions, [])
  const [asking, setAsking] = useState<Asking | undefined>(() => findAsking(actions, begin))
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const { sections, isSearching, error } = useSections({ text, actions, asking })
  const entries = sections.flatMap((section) => section.entries)
  const at = Math.min(active, entries.length - 1)
  const chosen = entries[at]

  // Who types fast and presses Enter means what they typed, and not what was found before.
  const [isAwaited, setAwaited] = useState(false)
  const isSettled = !isSearching || sections.some(({ isStale, entries: some }) => !isStale && chosen && some.includes(chosen))
  useLayoutEffect(() => {
    if (!isAwaited || !isSettled) return
    setAwaited(false)
    if (chosen) choose(chosen)
  })

  function type(next: string): void {
    setText(next)
    setActive(0)
    setAwaited(false)
  }
  function ask(action: Asking | undefined): void {
    setAsking(action)
    type('')
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
    else if (key === 'Enter' && !event.isComposing) setAwaited(true)
    else if (key === 'Backspace' && text === '' && asking && begin === undefined) ask(undefined)
    else if (key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) close()
    else return
    event.preventDefault()
  }
  return { asking, text, type, sections, at, isSearching, error, count: entries.length, point: setActive, choose, onKeyDown }
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
