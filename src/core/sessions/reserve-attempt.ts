import { AppError } from '../../model/errors.ts'
import { countAttempt, lockAttempts, type SignInDoor } from '../../storage/queries/people/sign-in-attempts.ts'
import type { Core } from '../context.ts'

const SECOND = 1_000_000
/** So many attempts in a row are free; from then on each is followed by a pause twice as long as the one before. */
const FREE_ATTEMPTS = 5
const LONGEST_PAUSE = 15 * 60 * SECOND
/** After a day without an attempt counting begins again. */
export const ATTEMPTS_LAST = 24 * 60 * 60 * SECOND

/** Every attempt at an address is counted for it, wherever it is made: what is counted for people alone would tell who has it, and where. */
export function addressDoor(email: string): SignInDoor {
  return { accountId: 0, email, authorId: 0 }
}

/**
 * Counts an attempt before it is made, for each of these, so that attempts at once, of several processes too, are no more than attempts one after the other. Refuses with
 * `sign_in_locked` while a pause of one of them lasts; such an attempt prolongs none.
 */
export async function reserveAttempt(core: Core, doors: readonly SignInDoor[]): Promise<void> {
  const wait = await core.store.tx(async (tx) => {
    const now = core.now()
    const counts: { door: SignInDoor; isOld: boolean }[] = []
    let longest = 0
    for (const door of doors) {
      const known = await lockAttempts(tx, door, now)
      const isOld = now - known.lastAt >= ATTEMPTS_LAST
      if (!isOld) longest = Math.max(longest, known.lastAt + pauseAfter(known.attempts) - now)
      counts.push({ door, isOld })
    }
    if (longest > 0) return longest
    for (const { door, isOld } of counts) await countAttempt(tx, door, now, isOld)
    return 0
  })
  if (wait > 0) throw new AppError('sign_in_locked', { retryAfterSeconds: Math.ceil(wait / SECOND) })
}

/** None, then 1, 2, 4… seconds. */
export function pauseAfter(attempts: number): number {
  return attempts < FREE_ATTEMPTS ? 0 : Math.min(LONGEST_PAUSE, 2 ** Math.min(attempts - FREE_ATTEMPTS, 20) * SECOND)
}
