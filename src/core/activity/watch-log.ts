import { LRUCache } from 'lru-cache'
import { countEventsByMinute, type MinuteEvents } from '../../storage/queries/activity.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { findEventTime } from '../../storage/queries/reports.ts'
import type { Core } from '../context.ts'
import { seekPosition } from '../events/seek-position.ts'
import { type ByMinute, createByMinute, KEPT_MINUTES, minuteOf, startOf } from './by-minute.ts'

/** Events counted in one go: 1.5 ms, between which the server answers others. */
const STEP = 5000
/** Events counted at most when somebody looks; of a busier hour what is older is left out. */
const MOST_EVENTS = 100_000
/** What is kept of accounts at which nobody looks any more. */
const IDLE_MS = 600_000

/** What an account's log holds of each of the last minutes, counted from `since` on and up to `position`. */
export type LogCounts = { since: number; position: number; minutes: ByMinute<Omit<MinuteEvents, 'minute'>> }

/** Counts the logs of accounts. */
export type LogWatch = { count(accountId: number): Promise<LogCounts> }

/**
 * The log knows what every process of the installation has written, and still knows it after a restart; so nothing is counted while messages are sent. The first who looks has the last
 * hour counted, and whoever looks again has what was added since.
 */
export function createLogWatch(coreOf: () => Core): LogWatch {
  const known = new LRUCache<number, LogCounts>({ max: 1000, ttl: IDLE_MS, updateAgeOnGet: true })
  const underWay = new Map<number, Promise<LogCounts>>()

  async function count(accountId: number): Promise<LogCounts> {
    const { store, now } = coreOf()
    const newest = await getPosition(store, accountId)
    let counts = known.get(accountId)
    if (!counts || newest - counts.position > MOST_EVENTS) counts = await begin(accountId, newest, now())
    while (counts.position < newest) {
      const until = Math.min(newest, counts.position + STEP)
      for (const found of await countEventsByMinute(store, accountId, { after: counts.position, until })) add(counts, found)
      counts.position = until
      await new Promise((resolve) => setImmediate(resolve))
    }
    known.set(accountId, counts)
    return counts
  }

  async function begin(accountId: number, newest: number, now: number): Promise<LogCounts> {
    const { store } = coreOf()
    const first = startOf(minuteOf(now) - KEPT_MINUTES + 1)
    const sought = await seekPosition(store, accountId, first)
    const position = Math.max(sought, newest - MOST_EVENTS)
    const since = position === sought ? first : ((await findEventTime(store, accountId, position + 1)) ?? now)
    return { since, position, minutes: createByMinute(() => ({ events: 0, inbound: 0, outbound: 0, notes: 0 })) }
  }

  return {
    /** Who looks at the same time is given the same. */
    count(accountId) {
      let counting = underWay.get(accountId)
      if (!counting) {
        counting = count(accountId).finally(() => underWay.delete(accountId))
        underWay.set(accountId, counting)
      }
      return counting
    },
  }
}

function add({ minutes, since }: LogCounts, { minute, ...found }: MinuteEvents): void {
  // What came with an import keeps its times.
  if (minute < minuteOf(since)) return
  const sums = minutes.enter(minute)
  sums.events += found.events
  sums.inbound += found.inbound
  sums.outbound += found.outbound
  sums.notes += found.notes
}
