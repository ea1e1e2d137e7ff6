/** For how many minutes something is kept. */
export const KEPT_MINUTES = 60
const MINUTE = 60_000_000

/** Something of each of the last minutes in which there was anything, by the minute's number since 1970. */
export type ByMinute<T> = {
  /** What is kept of a minute; made where there is nothing yet. */
  enter(minute: number): T
  find(minute: number): T | undefined
}

export function createByMinute<T>(make: () => T): ByMinute<T> {
  const kept = new Map<number, T>()
  return {
    find: (minute) => kept.get(minute),
    enter(minute) {
      const present = kept.get(minute)
      if (present !== undefined) return present
      for (const old of kept.keys()) if (old <= minute - KEPT_MINUTES) kept.delete(old)
      const made = make()
      kept.set(minute, made)
      return made
    },
  }
}

/** The number of the minute in which a time lies. */
export function minuteOf(time: number): number {
  return Math.floor(time / MINUTE)
}

/** When a minute begins. */
export function startOf(minute: number): number {
  return minute * MINUTE
}
