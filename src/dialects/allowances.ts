import { LRUCache } from 'lru-cache'
import { AppError } from '../model/errors.ts'

/** How often something may be done in some seconds, which begin with the first time. */
export type AllowanceSize = { requests: number; seconds: number }

/** What one limit remembers: more callers than this at once, and the longest silent begin anew. */
const MAX_KEYS = 20_000

export type Spend<Limit extends AllowanceSize = AllowanceSize> = (limit: Limit, key: string) => number | undefined
type Allowance = { used: number; endsAt: number }

/**
 * Counts, for this process, what is done under each limit by whoever has a key. Says after how many seconds to come again once an allowance is spent, and undefined as long as
 * it is not.
 */
export function createAllowances<Limit extends AllowanceSize>(now: () => number): Spend<Limit> {
  const allowances = new Map<Limit, LRUCache<string, Allowance>>()
  return (limit, key) => {
    let known = allowances.get(limit)
    if (!known) {
      known = new LRUCache({ max: MAX_KEYS })
      allowances.set(limit, known)
    }
    const spent = known.get(key)
    const left = (spent?.endsAt ?? 0) - now()
    // One that would end later than a new one is from before the clock was set back.
    const isOver = left <= 0 || left > limit.seconds * 1e6
    const allowance = spent && !isOver ? spent : { used: 0, endsAt: now() + limit.seconds * 1e6 }
    if (allowance !== spent) known.set(key, allowance)
    allowance.used += 1
    return allowance.used <= limit.requests ? undefined : Math.ceil(left / 1e6)
  }
}

/** Counts what somebody does that nobody else is counted for. Refuses with `rate_limited`. */
export function charge(spend: Spend, limit: AllowanceSize, key: string): void {
  const retryAfterSeconds = spend(limit, key)
  if (retryAfterSeconds !== undefined) throw new AppError('rate_limited', { retryAfterSeconds })
}
