import type { ActivityReport } from '../api/wire.ts'
import type { Dialect } from '../ui/apis.ts'

/** For how many minutes something is shown. */
const SHOWN_MINUTES = 60
const MINUTE_MS = 60_000

/** Enters an answer about the last minutes into what is known of the hour. */
export function enterReport(known: ActivityReport | undefined, report: ActivityReport): ActivityReport {
  if (!known) return report
  const installation = report.installation && {
    ...report.installation,
    minutes: enterMinutes(known.installation?.minutes ?? [], report.installation.minutes),
  }
  return { ...report, minutes: enterMinutes(known.minutes, report.minutes), installation }
}

/** Times are texts that sort. */
function enterMinutes<T extends { at: string }>(known: readonly T[], fresh: readonly T[]): T[] {
  const first = fresh[0]?.at ?? ''
  return [...known.filter(({ at }) => at < first), ...fresh].slice(-SHOWN_MINUTES)
}

/** How many minutes to ask for, so that none is missed since the last answer: the one that goes on and the one before at least. */
export function minutesToAsk(lastAt: number | undefined, now: number): number {
  if (lastAt === undefined) return SHOWN_MINUTES
  return Math.min(SHOWN_MINUTES, Math.ceil((now - lastAt) / MINUTE_MS) + 1)
}

/** One thing that is drawn over time; null where nothing is known. */
export type Series = { name: string; colour: string; values: readonly (number | null)[] }

export type Drawn = {
  /** When each minute began. */
  times: readonly string[]
  series: readonly Series[]
}

export function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

export function newestOf<T>(values: readonly (T | null)[]): T | null {
  return values.findLast((value) => value !== null) ?? null
}

/** The minute with most of all series together, and how much that was; undefined of nothing. */
export function busiestOf({ times, series }: Drawn): { at: string; value: number } | undefined {
  const totals = times.map((_at, index) => series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0))
  const value = Math.max(0, ...totals)
  return value === 0 ? undefined : { at: times[totals.indexOf(value)] as string, value }
}

/** Requests of each API that had any, with the most first. */
export function requestSeries(
  minutes: NonNullable<ActivityReport['installation']>['minutes'],
): { dialect: Dialect; values: number[]; total: number }[] {
  const dialects = [...new Set(minutes.flatMap(({ requests }) => requests.map(({ dialect }) => dialect)))]
  const all = dialects.map((dialect) => {
    const values = minutes.map(({ requests }) => requests.find((one) => one.dialect === dialect)?.count ?? 0)
    return { dialect, values, total: sumOf(values) }
  })
  return all.sort((a, b) => b.total - a.total)
}

/** How much was added between the first and the last that is known. */
export function growthOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length < 2 ? null : (known.at(-1) as number) - (known[0] as number)
}
