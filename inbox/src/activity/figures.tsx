import type { ActivityReport } from '../api/wire.ts'
import { API_COLOURS } from '../ui/apis.ts'
import { formatBytes, formatClock, formatNumber } from '../ui/format.ts'
import { words } from '../words/words.ts'
import { busiestOf, type Drawn, growthOf, newestOf, requestSeries, sumOf } from './activity.ts'
import { Figure } from './figure.tsx'

const says = words.activity
/** An axis of what is counted has whole numbers. */
const FEW = 4
type Report = { report: ActivityReport }

export function MessagesFigure({ report: { minutes, messagesSince } }: Report) {
  const of = (kind: 'inbound' | 'outbound' | 'notes') => minutes.map(({ messages }) => messages?.[kind] ?? null)
  const drawn: Drawn = {
    times: minutes.map(({ at }) => at),
    series: [
      { name: says.messages.inbound, colour: 'var(--accent)', values: of('inbound') },
      { name: says.messages.outbound, colour: 'var(--info)', values: of('outbound') },
      { name: says.messages.notes, colour: 'var(--note-mark)', values: of('notes') },
    ],
  }
  const total = drawn.series.reduce((sum, one) => sum + sumOf(one.values), 0)
  const now = drawn.series.reduce((sum, one) => sum + (one.values.at(-1) ?? 0), 0)
  const busiest = busiestOf(drawn)
  const isWhole = messagesSince <= (minutes[0]?.at ?? '')
  const sentence = busiest ? says.messages.sum(total, busiest.value, formatClock(busiest.at)) : says.messages.none
  return (
    <Figure
      title={says.messages.title}
      now={formatNumber(now)}
      of={says.messages.now}
      sentence={isWhole ? sentence : `${sentence} ${says.since(formatClock(messagesSince))}`}
      drawn={drawn}
      look={{ kind: 'bars', least: FEW, format: formatNumber }}
      total={({ values }) => formatNumber(sumOf(values))}
    />
  )
}

export function WebhooksFigure({ report: { minutes, webhooksSince } }: Report) {
  const of = (kind: 'p50Ms' | 'p95Ms' | 'taken' | 'failed') => minutes.map(({ webhooks }) => webhooks?.[kind] ?? null)
  const [taken, failed] = [of('taken'), of('failed')].map(sumOf) as [number, number]
  const newest = newestOf(of('p95Ms'))
  const isWhole = webhooksSince <= (minutes[0]?.at ?? '')
  const sentence = taken + failed === 0 ? says.webhooks.none : says.webhooks.sum(taken, failed)
  return (
    <Figure
      title={says.webhooks.title}
      now={newest === null ? says.unknown : says.ms(newest)}
      of={says.webhooks.p95}
      sentence={isWhole ? sentence : `${sentence} ${says.webhooks.since(formatClock(webhooksSince))}`}
      drawn={{
        times: minutes.map(({ at }) => at),
        series: [
          { name: says.webhooks.p50, colour: 'var(--info)', values: of('p50Ms') },
          { name: says.webhooks.p95, colour: 'var(--accent)', values: of('p95Ms') },
        ],
      }}
      look={{
        kind: 'lines',
        least: 100,
        format: says.ms,
        marks: { name: says.webhooks.failed, colour: 'var(--danger)', values: of('failed') },
      }}
    />
  )
}

/** The size of the store, where that is this account's business; else how far its log has come. */
export function StoreFigure({ report: { minutes, installation, position } }: Report) {
  const times = minutes.map(({ at }) => at)
  if (!installation) {
    const values = minutes.map(({ messages }) => messages?.events ?? null)
    return (
      <Figure
        title={says.log.title}
        now={formatNumber(position)}
        of={says.log.now}
        sentence={says.log.sum(sumOf(values))}
        drawn={{ times, series: [{ name: says.log.events, colour: 'var(--accent)', values }] }}
        look={{ kind: 'bars', least: FEW, format: formatNumber }}
      />
    )
  }
  const byTime = new Map(installation.minutes.map((one) => [one.at, one.storeBytes]))
  const values = times.map((at) => byTime.get(at) ?? null)
  const growth = growthOf(values)
  return (
    <Figure
      title={says.store.title}
      now={formatBytes(newestOf(values) ?? 0)}
      of={says.store.now}
      sentence={growth === null ? says.store.begun : says.store.grown(formatBytes(Math.abs(growth)), growth >= 0)}
      drawn={{ times, series: [{ name: says.store.bytes, colour: 'var(--accent)', values }] }}
      look={{ kind: 'lines', least: 1000, format: formatBytes }}
    />
  )
}

/** Requests of every API, where there is no other account whose they could be. */
export function RequestsFigure({ report: { installation } }: Report) {
  const minutes = installation?.minutes ?? []
  const found = requestSeries(minutes)
  // The minute that goes on says little of how many there are.
  const perSecond = sumOf(found.map(({ values }) => values.at(-2) ?? 0)) / 60
  const newest = minutes.findLast(({ requests }) => requests.some(({ p99Ms }) => p99Ms !== null))
  const slowest = Math.max(0, ...(newest?.requests.map(({ p99Ms }) => p99Ms ?? 0) ?? []))
  return (
    <Figure
      title={says.requests.title}
      now={says.requests.perSecond(perSecond)}
      of={says.requests.now}
      sentence={found.length === 0 ? says.requests.none : says.requests.sum(says.ms(slowest), installation?.streams ?? 0)}
      drawn={{
        times: minutes.map(({ at }) => at),
        series: found.map(({ dialect, values }) => ({
          name: words.connect.names[dialect],
          colour: API_COLOURS[dialect],
          values,
        })),
      }}
      look={{ kind: 'bars', least: FEW, format: formatNumber }}
      total={({ values }) => formatNumber(sumOf(values))}
    />
  )
}
