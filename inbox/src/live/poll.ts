/** What is read again and again while somebody looks. */
export type Poll = {
  /** Reads soon, where it would have been later. */
  wake(withinMs?: number): void
  stop(): void
}

type Visibility = Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & { readonly hidden: boolean }

/**
 * Reads now, and so long after each answer again: one at a time, and only while the page is visible. For what the event stream does not tell of. `read` deals with its errors itself.
 */
export function startPolling(read: () => Promise<void>, everyMs: number, page: Visibility = document): Poll {
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueAt = 0
  let isReading = false
  let isStopped = false

  async function run(): Promise<void> {
    dueAt = Number.POSITIVE_INFINITY
    if (isStopped || page.hidden) return
    isReading = true
    await read()
    isReading = false
    schedule(Math.min(dueAt, Date.now() + everyMs))
  }

  function schedule(at: number): void {
    clearTimeout(timer)
    dueAt = at
    if (!isStopped && !isReading) timer = setTimeout(() => void run(), Math.max(0, at - Date.now()))
  }

  const wake = (withinMs = 0) => {
    if (Date.now() + withinMs < dueAt) schedule(Date.now() + withinMs)
  }
  const show = () => {
    if (!page.hidden) wake()
  }
  page.addEventListener('visibilitychange', show)
  void run()
  return {
    wake,
    stop() {
      isStopped = true
      clearTimeout(timer)
      page.removeEventListener('visibilitychange', show)
    },
  }
}
