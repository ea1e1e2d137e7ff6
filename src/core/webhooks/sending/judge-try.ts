import type { Webhook, WebhookDelivery } from '../../../model/webhook.ts'

/** What became of one request to a receiver; `error` is null where it took what it was told. Times are integer microseconds UTC. */
export type Try = {
  at: number
  status: number | null
  latencyMs: number
  error: string | null
  answer: string | null
  /** Before that it does not want another (`Retry-After`). */
  retryAfter: number | null
}

/** What a failed delivery's lane has to wait for: its own next turn, or nothing, because the delivery is settled. */
export type Verdict = { webhook: Webhook; delivery: WebhookDelivery; next: 'go on' | { at: number }; recovered: boolean }

export type JudgeRules = {
  /** For how long a delivery is tried, and a receiver that takes nothing is thought to come back, in microseconds. */
  retryFor: number
  /** From 0 up to 1: spreads the gaps, so that what failed together does not come back together. */
  jitter: () => number
}

const SECOND = 1_000_000
const GAPS = [5, 30, 120, 600, 1800, 3600, 7200]
/** A failed lane rests alone; as many in a row, with nothing taken between them, and the receiver itself is thought to be down. */
const LANES_TO_REST = 3
const SHORTEST_REST = 10 * SECOND
const LONGEST_REST = 600 * SECOND
const GONE = 410

/**
 * What follows from one try. `lane.attempts` counts the failures of the lane since it last went on; `lane.failing` how many lanes of the webhook have failed since it last took
 * something, this one included. Pure.
 */
export function judgeTry(
  before: { webhook: Webhook; delivery: WebhookDelivery },
  tried: Try,
  lane: { attempts: number; failing: number },
  rules: JudgeRules,
): Verdict {
  const { at } = tried
  const webhook = { ...before.webhook, lastAttemptAt: at }
  const delivery = { ...before.delivery, attempts: before.delivery.attempts + 1, firstAttemptAt: before.delivery.firstAttemptAt ?? at }
  if (tried.error === null) {
    Object.assign(delivery, { state: 'delivered', settledAt: at })
    // What was under way already when it began to rest says nothing of what it takes now.
    const recovered = webhook.notBefore > 0 && at >= webhook.notBefore
    Object.assign(webhook, { failures: 0, failingSince: null, notBefore: recovered ? 0 : webhook.notBefore })
    return { webhook, delivery, next: 'go on', recovered }
  }

  // Others were taken since this one was first tried: it is not the receiver that is down.
  const takesOthers = webhook.failingSince === null || webhook.failingSince > delivery.firstAttemptAt
  webhook.failures += 1
  webhook.failingSince ??= at
  webhook.lastErrorAt = at
  webhook.lastError = tried.error
  const failingFor = at - webhook.failingSince
  if (tried.status === GONE) pause(webhook, at, 'The receiver answered 410 Gone: it does not want to be told any more.')
  else if (failingFor >= rules.retryFor)
    pause(webhook, at, `The receiver has taken nothing for ${describeTime(failingFor)}; the last time: ${tried.error}`)
  else if (takesOthers && at - delivery.firstAttemptAt >= rules.retryFor) {
    Object.assign(delivery, { state: 'failed', settledAt: at })
    return { webhook, delivery, next: 'go on', recovered: false }
  }
  const retryAfter = tried.retryAfter ?? 0
  const rests = lane.failing >= LANES_TO_REST || webhook.notBefore > 0
  const rest = rests ? at + spread(restGap(failingFor), rules.jitter) : 0
  webhook.notBefore = Math.max(webhook.notBefore, retryAfter, rest)
  return { webhook, delivery, next: { at: Math.max(at + spread(retryGap(lane.attempts), rules.jitter), retryAfter) }, recovered: false }
}

function pause(webhook: Webhook, at: number, pausedReason: string): void {
  Object.assign(webhook, { status: 'paused', pausedAt: at, pausedReason, updatedAt: at })
}

/** How long a lane waits after its nth failure in a row, counted from 0, in microseconds. */
function retryGap(attempts: number): number {
  return (GAPS[Math.min(attempts, GAPS.length - 1)] as number) * SECOND
}

/** The longer it has been down, the longer it is left alone: half as long again. */
function restGap(failingFor: number): number {
  return Math.min(LONGEST_REST, Math.max(SHORTEST_REST, failingFor / 2))
}

function spread(gap: number, jitter: () => number): number {
  return Math.round(gap * (0.8 + 0.4 * jitter()))
}

function describeTime(microseconds: number): string {
  const hours = Math.floor(microseconds / (3600 * SECOND))
  return hours === 1 ? 'an hour' : `${hours} hours`
}
