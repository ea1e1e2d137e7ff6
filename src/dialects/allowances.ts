import { LRUCache } from 'lru-cache'
import { AppError } from '../model/errors.ts'

/** How often something may be done in some seconds, which begin with the first time. */
export type AllowanceSize = { requests: number; seconds: number }

/** What one limit remembers: more callers than this at once, and the longest silent begin anew. */
const MAX_KEYS = 20_000

/** Takes one of an allowance, or as many as are said. */
export type Spend<Limit extends AllowanceSize = AllowanceSize> = (limit: Limit, key: string, amount?: number) => number | undefined
type Allowance = { used: number; endsAt: number }

/**
 * Counts, for this process, what is done under each limit by whoever has a key. Says after how many seconds to come again once an allowance is spent, and undefined as long as
 * it is not.
 */
export function createAllowances<Limit extends AllowanceSize>(now: () => number): Spend<Limit> {
  const allowances = new Map<Limit, LRUCache<string, Allowance>>()
  return (limit, key, amount = 1) => {
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
    if (allowance.used + amount > limit.requests) return Math.ceil((allowance.endsAt - now()) / 1e6)
    allowance.used += amount
    return undefined
  }
}

/** Counts what somebody does that nobody else is counted for. Refuses with `rate_limited`. */
export function charge(spend: Spend, limit: AllowanceSize, key: string, amount?: number): void {
  const retryAfterSeconds = spend(limit, key, amount)
  if (retryAfterSeconds !== undefined) throw new AppError('rate_limited', { retryAfterSeconds })
}
