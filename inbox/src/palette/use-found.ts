import { useLayoutEffect, useState } from 'preact/hooks'

/** What is asked of a server while somebody types waits for a pause of so many milliseconds. */
const PAUSE_MS = 150

/** What was found, and whether it is for an older text than what is typed by now. */
export type Found<T> = { things: readonly T[]; isSearching: boolean; error: string | undefined }
type Search<T> = (text: string, signal: AbortSignal) => readonly T[] | Promise<readonly T[]>

const NOTHING = { things: [], error: undefined }

/** What a search answers for a text, and the answer before it until that comes. What answers at once is there before the next key; `undefined` searches nothing. */
export function useFound<T>(search: Search<T> | undefined, text: string, pauseMs = PAUSE_MS): Found<T> {
  const [found, setFound] = useState<{ of: Search<T> | undefined; text: string; things: readonly T[]; error: string | undefined }>()
  useLayoutEffect(() => {
    if (!search) return setFound({ of: search, text, ...NOTHING })
    const abort = new AbortController()
    const finish = (things: readonly T[], error?: string) => abort.signal.aborted || setFound({ of: search, text, things, error })
    const begin = () => {
      const answer = search(text, abort.signal)
      if (answer instanceof Promise) answer.then(finish, (error: Error) => finish([], error.message))
      else finish(answer)
    }
    const timer = pauseMs === 0 ? undefined : setTimeout(begin, pauseMs)
    if (timer === undefined) begin()
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [search, text, pauseMs])
  const isSearching = search !== undefined && (found?.of !== search || found.text !== text)
  return { things: (found?.of === search ? found?.things : undefined) ?? [], error: isSearching ? undefined : found?.error, isSearching }
}
