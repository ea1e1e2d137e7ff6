import { LRUCache } from 'lru-cache'
import { type ByMinute, createByMinute, minuteOf } from './by-minute.ts'
import { createHistogram, type Histogram, observe } from './percentile.ts'

/** From a millisecond to a minute, each a fifth more than the one before. */
const BOUNDS_MS = Array.from({ length: 61 }, (_none, index) => 1.2 ** index)
/** At most 20 kB each; with more of them the one that was told something longest ago is forgotten. */
const MOST_ACCOUNTS = 1000

/** What became of the tries of a minute, and how long the receivers took to answer or to fail. */
export type Tries = { taken: number; failed: number; latencies: Histogram }

/** What an account's webhooks were told by this process, from `since` on. */
export type TryCounts = { since: number; minutes: ByMinute<Tries> }

export type TryWatch = {
  tried(accountId: number, tried: { taken: boolean; latencyMs: number }): void
  count(accountId: number): TryCounts
}

/** Counts in memory how deliveries to webhooks go, since the ledger is ordered by number and not by time. */
export function createTryWatch(now: () => number): TryWatch {
  let since = now()
  const accounts = new LRUCache<number, TryCounts>({
    max: MOST_ACCOUNTS,
    dispose: (_counts, _accountId, reason) => {
      if (reason === 'evict') since = now()
    },
  })
  return {
    tried(accountId, { taken, latencyMs }) {
      let counts = accounts.get(accountId)
      if (!counts) {
        counts = { since, minutes: createByMinute(makeTries) }
        accounts.set(accountId, counts)
      }
      const tries = counts.minutes.enter(minuteOf(now()))
      if (taken) tries.taken++
      else tries.failed++
      observe(tries.latencies, latencyMs)
    },
    count: (accountId) => accounts.get(accountId) ?? { since, minutes: createByMinute(makeTries) },
  }
}

function makeTries(): Tries {
  return { taken: 0, failed: 0, latencies: createHistogram(BOUNDS_MS) }
}
