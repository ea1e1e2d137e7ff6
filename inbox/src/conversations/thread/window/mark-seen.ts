import { ApiError } from '../../../api/api-error.ts'

/** What was seen is said in one go. */
const GATHER_MS = 500

/** Says up to which message a conversation was read: forward only, one request at a time, and no more once it is refused. */
export function seenMarker(mark: (seq: number) => Promise<unknown>): { seen(seq: number): void; close(): void } {
  let seen = 0
  let said = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function say(): Promise<void> {
    const seq = seen
    try {
      await mark(seq)
      said = seq
    } catch (error) {
      // Somebody who may not say so, or a conversation that is gone; anything else passes, and the next look says it.
      if (error instanceof ApiError && !error.mayPass) isOver = true
    }
    timer = undefined
    if (seen > said && seen > seq) plan()
  }

  function plan(): void {
    if (timer !== undefined || isOver) return
    timer = setTimeout(() => void say(), GATHER_MS)
  }

  return {
    seen(seq) {
      if (seq < seen || seq <= said) return
      seen = seq
      plan()
    },
    close() {
      isOver = true
      clearTimeout(timer)
    },
  }
}
