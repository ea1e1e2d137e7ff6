import type { DialectName } from '../../model/token.ts'
import { listAccounts } from '../../storage/queries/accounts.ts'
import type { Ctx } from '../context.ts'
import { minuteOf, startOf } from './by-minute.ts'
import { type Histogram, percentile } from './percentile.ts'
import type { Tries } from './watch-tries.ts'

/** What happened in a minute; null where nothing is known of it. Times are integer microseconds UTC. */
export type ActivityMinute = {
  at: number
  messages: { inbound: number; outbound: number; notes: number; events: number } | null
  webhooks: { taken: number; failed: number; p50Ms: number | null; p95Ms: number | null } | null
}

export type InstallationMinute = {
  at: number
  storeBytes: number | null
  requests: { dialect: DialectName; count: number; p99Ms: number | null }[]
}

export type ActivityReport = {
  at: number
  /** Up to where the log was counted. */
  position: number
  /** Messages and deliveries are known from these times on. */
  messagesSince: number
  webhooksSince: number
  /** Event streams of the account that are open at this process. */
  streams: number
  minutes: ActivityMinute[]
  /** Null where several accounts share the installation. */
  installation: { streams: number; minutes: InstallationMinute[] } | null
}

const NO_MESSAGES = { inbound: 0, outbound: 0, notes: 0, events: 0 }
const NO_TRIES = { taken: 0, failed: 0, p50Ms: null, p95Ms: null }

/** The last minutes of an account, the present one among them, oldest first. */
export async function getActivity({ core, accountId }: Ctx, count: number): Promise<ActivityReport> {
  const { activity, streams, now } = core
  const log = await activity.log.count(accountId)
  const tries = activity.tries.count(accountId)
  const at = now()
  const newest = minuteOf(at)
  const numbers = Array.from({ length: count }, (_none, index) => newest - count + 1 + index)
  const minutes = numbers.map((minute): ActivityMinute => {
    const told = tries.minutes.find(minute)
    return {
      at: startOf(minute),
      messages: minute < minuteOf(log.since) ? null : { ...NO_MESSAGES, ...log.minutes.find(minute) },
      webhooks: minute < minuteOf(tries.since) ? null : told ? describeTries(told) : NO_TRIES,
    }
  })
  return {
    at,
    position: log.position,
    messagesSince: log.since,
    webhooksSince: tries.since,
    streams: streams.of(accountId).size,
    minutes,
    installation: (await isAlone(core)) ? { streams: streams.counts.open, minutes: await describeProcess(core, numbers) } : null,
  }
}

/** What the whole installation does is one account's own business only where there is no other. */
async function isAlone({ store }: Ctx['core']): Promise<boolean> {
  return (await listAccounts(store, { after: 0, limit: 2 })).length === 1
}

async function describeProcess({ activity }: Ctx['core'], numbers: readonly number[]): Promise<InstallationMinute[]> {
  await activity.process.sample()
  return numbers.map((minute) => {
    const sample = activity.process.minutes.find(minute)
    const requests = [...(sample?.requests ?? [])].map(([dialect, { count, seconds }]) => {
      const p99 = percentile(seconds, 0.99)
      return { dialect, count, p99Ms: p99 === null ? null : round(p99 * 1000) }
    })
    return { at: startOf(minute), storeBytes: sample?.storeBytes ?? null, requests }
  })
}

function describeTries({ taken, failed, latencies }: Tries): NonNullable<ActivityMinute['webhooks']> {
  return { taken, failed, p50Ms: inMs(latencies, 0.5), p95Ms: inMs(latencies, 0.95) }
}

function inMs(histogram: Histogram, share: number): number | null {
  const value = percentile(histogram, share)
  return value === null ? null : round(value)
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
