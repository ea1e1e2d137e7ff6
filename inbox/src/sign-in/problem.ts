import { ApiError } from '../api/api-error.ts'
import { words } from '../words/words.ts'

/** Why somebody is not signed in, as the page says it. `untilMs` is when they may try again, where they have to wait. */
export type Problem = { kind: 'refused' | 'link' | 'locked'; message: string; untilMs?: number }

/** What the page makes of an error. Pure. */
export function toProblem(error: unknown, nowMs: number): Problem {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof ApiError)) return { kind: 'refused', message }
  if (error.code === 'link_invalid') return { kind: 'link', message }
  const wait = error.retryAfterSeconds
  if (error.code !== 'sign_in_locked' || wait === undefined) return { kind: 'refused', message }
  return { kind: 'locked', message: words.signIn.locked, untilMs: nowMs + wait * 1000 }
}

/** How many seconds are left, up to the next whole one; 0 when it is over. Pure. */
export function secondsUntil(untilMs: number | undefined, nowMs: number): number {
  return untilMs === undefined ? 0 : Math.max(0, Math.ceil((untilMs - nowMs) / 1000))
}
