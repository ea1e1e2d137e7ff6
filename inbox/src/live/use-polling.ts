import { useEffect, useRef } from 'preact/hooks'
import { onLive } from './live.ts'
import { type Poll, startPolling } from './poll.ts'

/** What follows an event of the log (a webhook's attempt, say) is there a moment later. */
const SOON_MS = 500

/** Reads for as long as a view is shown: now, every so often, and soon after something happened in the account. Begins anew with another `of`. */
export function usePolling(read: () => Promise<void>, everyMs: number, of?: unknown): { wake(): void } {
  const latest = useRef(read)
  latest.current = read
  const poll = useRef<Poll>(undefined)
  useEffect(() => {
    const started = startPolling(() => latest.current(), everyMs)
    poll.current = started
    const stops = [onLive('event', () => started.wake(SOON_MS)), onLive('reset', () => started.wake())]
    return () => {
      started.stop()
      for (const stop of stops) stop()
    }
  }, [everyMs, of])
  return { wake: () => poll.current?.wake() }
}
