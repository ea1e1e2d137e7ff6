import type { DialectName } from '../../model/token.ts'
import { measureStore } from '../../storage/queries/installation.ts'
import type { Core } from '../context.ts'
import { type ByMinute, createByMinute, minuteOf } from './by-minute.ts'
import { createHistogram, type Histogram } from './percentile.ts'

/** How many requests of each API were answered since the start, and how many took how long. */
export type RequestTotals = ReadonlyMap<DialectName, { count: number; seconds: Histogram }>

/** What was seen of a minute: the bytes of the store when last measured, and what came in by API; no API where nothing is counted. */
export type Sample = { storeBytes: number | null; requests: Map<DialectName, { count: number; seconds: Histogram }> }

/** Figures of the whole installation and of this process, which no account of several is to be told. */
export type ProcessWatch = {
  /** Where the totals of requests are to be read, once somebody counts them. */
  readRequestsFrom(read: () => RequestTotals): void
  /** Measures, and adds what was counted since it last did to the present minute. */
  sample(): Promise<void>
  minutes: ByMinute<Sample>
}

const NOTHING: RequestTotals = new Map()

export function createProcessWatch(coreOf: () => Core): ProcessWatch {
  const minutes = createByMinute<Sample>(() => ({ storeBytes: null, requests: new Map() }))
  let read = () => NOTHING
  let before = NOTHING

  function addRequests(sample: Sample): void {
    const totals = read()
    for (const [dialect, { count, seconds }] of totals) {
      const known = before.get(dialect)
      if (count === (known?.count ?? 0)) continue
      const sums = sample.requests.get(dialect) ?? { count: 0, seconds: createHistogram(seconds.bounds) }
      sample.requests.set(dialect, sums)
      sums.count += count - (known?.count ?? 0)
      for (const [index, some] of seconds.counts.entries())
        sums.seconds.counts[index] = (sums.seconds.counts[index] as number) + some - (known?.seconds.counts[index] ?? 0)
    }
    before = totals
  }

  return {
    minutes,
    readRequestsFrom(source) {
      read = source
    },
    async sample() {
      const { store, now } = coreOf()
      addRequests(minutes.enter(minuteOf(now())))
      const bytes = await measureStore(store)
      minutes.enter(minuteOf(now())).storeBytes = bytes
    },
  }
}
