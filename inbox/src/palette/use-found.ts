import { useEffect, useState } from 'preact/hooks'

/** What is asked of a server while somebody types waits for a pause of so many milliseconds. */
const PAUSE_MS = 150

export type Found<T> = { things: readonly T[]; isSearching: boolean; error: string | undefined }

/** What a search answers for a text, and the answer before it until that comes. What answers at once is there at once; `undefined` searches nothing. */
export function useFound<T>(
  search: ((text: string, signal: AbortSignal) => readonly T[] | Promise<readonly T[]>) | undefined,
  text: string,
  pauseMs = PAUSE_MS,
): Found<T> {
  const [found, setFound] = useState<Found<T>>({ things: [], isSearching: search !== undefined, error: undefined })
  useEffect(() => {
    const abort = new AbortController()
    if (!search) {
      setFound({ things: [], isSearching: false, error: undefined })
      return
    }
    const finish = (next: Found<T>) => abort.signal.aborted || setFound(next)
    const begin = () => {
      const answer = search(text, abort.signal)
      if (!(answer instanceof Promise)) return finish({ things: answer, isSearching: false, error: undefined })
      setFound((before) => ({ ...before, isSearching: true, error: undefined }))
      answer.then(
        (things) => finish({ things, isSearching: false, error: undefined }),
        (error: Error) => finish({ things: [], isSearching: false, error: error.message }),
      )
    }
    const timer = pauseMs === 0 ? undefined : setTimeout(begin, pauseMs)
    if (timer === undefined) begin()
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [search, text, pauseMs])
  return found
}
