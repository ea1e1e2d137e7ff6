import { AppError } from '../../model/errors.ts'

/** Integer microseconds, both inclusive; absent where the range is open. */
export type TimeRange = { fromTime?: number; untilTime?: number }

const INSTANT = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/

/**
 * Reads `<from>,<until>` (ondi sheet 4.1); either side may be empty, an empty text is no range. Both bounds are inclusive in the precision
 * they are written in: `…:02Z` ends with the last microsecond of that second, so that a message's own printed time always finds it.
 */
export function parseTimestampRange(text: string | undefined): TimeRange | undefined {
  if (text === undefined || text === '') return undefined
  const [from, until, ...more] = text.split(',')
  if (until === undefined || more.length > 0 || text === ',') throw invalid()
  const first = from === '' ? undefined : parseInstant(from as string)
  const last = until === '' ? undefined : parseInstant(until)
  if (first && last && first.time > last.time) throw invalid()
  return { ...(first && { fromTime: first.time }), ...(last && { untilTime: last.time + last.width - 1 }) }
}

/** `width` is how many microseconds the last digit stands for, at least one. */
function parseInstant(text: string): { time: number; width: number } {
  const [, day = '', clock = '', fraction = '', zone = ''] = INSTANT.exec(text) ?? []
  const second = Date.parse(day + clock + zone)
  if (Number.isNaN(second) || !isDay(day)) throw invalid()
  return { time: second * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6)), width: 10 ** Math.max(0, 6 - fraction.length) }
}

/** `Date` takes a 30th of February for the 2nd of March. */
function isDay(day: string): boolean {
  const start = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(day)
}

function invalid(): AppError {
  return new AppError('query_invalid', { message: 'Invalid timestamp_range', field: 'timestamp_range' })
}
