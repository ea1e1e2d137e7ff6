/** Several changes of one moment, such as a message and what it does to its conversation, are one. */
const SETTLES_MS = 120

export type Reloader = {
  /** Loads now. */
  now(): void
  /** Loads again in a moment, because something has changed. */
  soon(): void
  stop(): void
}

/** Loads something again whenever it may have changed: one load at a time, and one more for whatever happens meanwhile. */
export function createReloader<T>(parts: {
  load: (signal: AbortSignal) => Promise<T>
  /** `isFirst` until something was loaded. */
  onLoaded: (result: T, isFirst: boolean) => void
  onFailed: (error: Error) => void
  settlesMs?: number
}): Reloader {
  const abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLoading = false
  let isStale = false
  let isFirst = true

  function now(): void {
    clearTimeout(timer)
    timer = undefined
    if (isLoading) {
      isStale = true
      return
    }
    isLoading = true
    parts
      .load(abort.signal)
      .then(
        (result) => {
          if (abort.signal.aborted) return
          parts.onLoaded(result, isFirst)
          isFirst = false
        },
        (error: Error) => abort.signal.aborted || parts.onFailed(error),
      )
      .finally(() => {
        isLoading = false
        if (isStale && !abort.signal.aborted) {
          isStale = false
          now()
        }
      })
  }

  return {
    now,
    soon() {
      timer ??= setTimeout(now, parts.settlesMs ?? SETTLES_MS)
    },
    stop() {
      clearTimeout(timer)
      abort.abort()
    },
  }
}
