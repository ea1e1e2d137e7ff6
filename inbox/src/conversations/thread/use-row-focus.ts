import type { RefObject } from 'preact'
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { VirtualizerHandle } from 'virtua'
import type { Row } from './window/message-rows.ts'

/** How long a message that was gone to stands out. */
const MARKED_MS = 2_500

/** One stop of the Tab key for all messages; arrows move between them, and whichever has it stays in the document however far one scrolls. */
export type RowFocus = {
  /** The row that the Tab key comes to. */
  current: string | undefined
  marked: string | undefined
  kept: number[]
  onFocus(key: string): void
  onKeyDown(event: KeyboardEvent, key: string): void
  mark(key: string | undefined): void
}

export function useRowFocus(rows: readonly Row[], list: RefObject<VirtualizerHandle | null>): RowFocus {
  const [current, setCurrent] = useState<string>()
  const [marked, setMarked] = useState<string>()
  const wanted = useRef<string | undefined>(undefined)
  const index = rows.findIndex(({ key }) => key === current)
  const kept = useMemo(() => (index < 0 ? [] : [index]), [index])

  useEffect(() => {
    if (marked === undefined) return
    const timer = setTimeout(() => setMarked(undefined), MARKED_MS)
    return () => clearTimeout(timer)
  }, [marked])
  // A row that is gone to may have to be drawn first.
  useEffect(() => {
    const element = wanted.current === undefined ? null : document.getElementById(rowId(wanted.current))
    if (!element) return
    wanted.current = undefined
    element.focus({ preventScroll: true })
  })

  const move = useCallback(
    (key: string | undefined) => {
      if (key === undefined) return
      setCurrent(key)
      const element = document.getElementById(rowId(key))
      if (element) element.focus({ preventScroll: true })
      else wanted.current = key
    },
    [setCurrent],
  )
  const mark = useCallback(
    (key: string | undefined) => {
      setMarked(key)
      move(key)
    },
    [move],
  )
  return {
    ...{ marked, kept, mark },
    current: index < 0 ? rows.at(-1)?.key : current,
    onFocus: setCurrent,
    onKeyDown(event, key) {
      const at = rows.findIndex((row) => row.key === key)
      const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key]
      if (to === undefined || !rows[to] || (event.target as HTMLElement).id !== rowId(key)) return
      event.preventDefault()
      move(rows[to].key)
      list.current?.scrollToIndex(to, { align: 'nearest' })
    },
  }
}

export function rowId(key: string): string {
  return `message-${key}`
}
