import { Type } from 'typebox'
import { emptyTallies, type Measure, type Tallies, type Tally, tallyLog } from '../../../../core/reports/tally-log.ts'
import type { App } from '../../../dialect.ts'
import { answers, badQuery, toWord } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { reportOpenConversations } from './report-open-conversations.ts'
import { ReportQuery, readRange, readScope, toMicroseconds } from './report-query.ts'
import { listSteps, STEPS, startOfStep } from './steps.ts'

const MAX_STEPS = 5_000

type Metric = { measure: Measure; average?: true }
/** The vendor's metrics; averages are in seconds. Private notes are outgoing messages here, as they are there. */
const METRICS: Record<string, Metric> = {
  conversations_count: { measure: 'conversations' },
  incoming_messages_count: { measure: 'incoming' },
  outgoing_messages_count: { measure: 'outgoing' },
  avg_first_response_time: { measure: 'firstReplies', average: true },
  avg_resolution_time: { measure: 'resolutions', average: true },
  resolutions_count: { measure: 'resolutions' },
}
const NAMES = Object.keys(METRICS)

const Sums = Object.fromEntries(NAMES.map((name) => [name, METRICS[name]?.average ? Type.Number() : Type.Integer()]))
/** What happened, counted from the account's log. No sheet names these calls; `@figuro/chatwoot-sdk` 1.1.17 makes them. */
export function reportRoutes(app: App, profile: Profile): void {
  reportSteps(app, profile)
  reportSummary(app, profile)
  reportOpenConversations(app, profile)
}

function reportSteps(app: App, profile: Profile): void {
  app.get(
    '',
    {
      config: { action: 'readReports' },
      schema: {
        summary: 'Report a metric, day by day',
        querystring: Type.Object({
          ...ReportQuery.properties,
          metric: Type.Optional(Type.String({ description: NAMES.map((name) => `\`${name}\``).join(', ') })),
          group_by: Type.Optional(Type.String({ description: '`day` (default), `hour`, `week`, `month` or `year`' })),
          timezone_offset: Type.Optional(Type.String({ description: 'Hours ahead of UTC' })),
        }),
        response: answers(
          profile,
          Type.Array(Type.Object({ value: Type.Number(), timestamp: Type.Integer(), count: Type.Optional(Type.Integer()) })),
        ),
      },
    },
    async ({ ctx, query }) => {
      const { measure, average } = METRICS[toWord('metric', query.metric, NAMES, profile) ?? ''] ?? {}
      if (!measure) throw badQuery(profile, 'metric', `metric must be one of ${NAMES.join(', ')}`)
      const step = toWord('group_by', query.group_by, STEPS, profile) ?? 'day'
      const offset = readOffset(query.timezone_offset, profile)
      const range = readRange(ctx, query, profile)
      const steps = listSteps(range, step, offset, MAX_STEPS)
      if (!steps) throw badQuery(profile, 'since', `a report has at most ${MAX_STEPS} steps`)
      const scope = await readScope(ctx, query, profile)
      const tallies = await tallyLog(ctx, scope, toMicroseconds(range), (at) => startOfStep(Math.floor(at / 1e6), step, offset))
      return steps.map((timestamp) => {
        const tally = (tallies.get(timestamp) ?? emptyTallies())[measure]
        return average ? { value: averageOf(tally), timestamp, count: tally.count } : { value: tally.count, timestamp }
      })
    },
  )
}

function reportSummary(app: App, profile: Profile): void {
  app.get(
    '/summary',
    {
      config: { action: 'readReports' },
      schema: {
        summary: 'Report all metrics of a time, and of the time of the same length before it',
        querystring: ReportQuery,
        response: answers(profile, Type.Object({ ...Sums, previous: Type.Object(Sums) })),
      },
    },
    async ({ ctx, query }) => {
      const { since, until } = readRange(ctx, query, profile)
      const scope = await readScope(ctx, query, profile)
      const both = toMicroseconds({ since: Math.max(2 * since - until, 0), until })
      const tallies = await tallyLog(ctx, scope, both, (at) => (at < since * 1e6 ? 0 : 1))
      return { ...sumsOf(tallies.get(1)), previous: sumsOf(tallies.get(0)) }
    },
  )
}

function sumsOf(tallies: Tallies = emptyTallies()): Record<string, number> {
  const entries = Object.entries(METRICS).map(([name, { measure, average }]) => {
    const tally = tallies[measure]
    return [name, average ? averageOf(tally) : tally.count] as const
  })
  return Object.fromEntries(entries)
}

function averageOf({ count, seconds }: Tally): number {
  return count === 0 ? 0 : seconds / count
}

/** In seconds. */
function readOffset(input: string | undefined, profile: Profile): number {
  if (input === undefined || input === '') return 0
  const hours = /^[+-]?\d{1,2}(\.\d{1,2})?$/.test(input) ? Number(input) : Number.NaN
  if (Math.abs(hours) <= 14) return Math.round(hours * 3600)
  throw badQuery(profile, 'timezone_offset', 'timezone_offset must be a number of hours')
}
