import { type Static, Type } from 'typebox'
import type { TimeSpan } from '../../storage/queries/conversations/conversation-filter.ts'
import { invalid } from './errors.ts'
import { nullable } from './wire.ts'

const Bound = Type.Optional(nullable(Type.String({ description: 'ISO 8601; a fraction and an offset are understood' })))

/** Start included, end excluded; both alike ask for that very second (mews sheet 2). */
export const TimeInterval = Type.Object({ StartUtc: Bound, EndUtc: Bound })

const PATTERN = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))?$/

/**
 * The span of time a filter asks for, in whole seconds, so that a time we printed finds what it was printed for. Both bounds must be given, in order and at most
 * `months` calendar months apart; anything else is `Invalid <name>`.
 */
export function readInterval(name: string, value: Static<typeof TimeInterval> | null | undefined, months: number): TimeSpan | undefined {
  if (!value) return undefined
  const start = parseUtc(value.StartUtc)
  const end = parseUtc(value.EndUtc)
  if (start === undefined || end === undefined || end < start || end > addMonths(start, months)) throw invalid(name)
  const from = toSecond(start)
  return { from: from * 1000, before: (start === end ? from + 1000 : toSecond(end)) * 1000 }
}

/** Milliseconds since 1970, or undefined for what is no time. Without an offset it is UTC. */
export function parseUtc(text: string | null | undefined): number | undefined {
  const match = PATTERN.exec(text ?? '')
  if (!match) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  const local = new Date(0)
  local.setUTCFullYear(year, month - 1, day)
  local.setUTCHours(hour, minute, second, Number((match[7] ?? '').slice(0, 3).padEnd(3, '0')))
  // A date that rolls over (30 February) or a 61st second is no time.
  if (local.toISOString().slice(0, 19) !== match[0].slice(0, 19)) return undefined
  const offset = Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)
  return local.getTime() - (match[8] === '-' ? -offset : offset) * 60_000
}

/** The same day and time some months later; the month's last day where that day does not exist. */
function addMonths(time: number, months: number): number {
  const date = new Date(time)
  const day = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() + months)
  if (date.getUTCDate() !== day) date.setUTCDate(0)
  return date.getTime()
}

function toSecond(time: number): number {
  return Math.floor(time / 1000) * 1000
}
