import type { Webhook } from '../api/wire.ts'

/** How a webhook is, as one word and what belongs to it. */
export type Health =
  | { kind: 'ok' }
  /** Nothing was to be told yet. */
  | { kind: 'new' }
  /** So many are still to be made, or events of the log to be read. */
  | { kind: 'behind'; count: number }
  /** Its receiver has taken nothing since; until then it is left alone. */
  | { kind: 'failing'; since: string; error: string | null; restsUntil: string | null; count: number }
  | { kind: 'paused'; since: string | null; reason: string | null; count: number }

export type HealthTone = 'success' | 'plain' | 'info' | 'danger' | 'warning'

/** What is to be said first of a webhook. */
export function healthOf(webhook: Webhook): Health {
  const count = webhook.pending + webhook.lag
  const { status, pausedAt, pausedReason, failingSince, lastError, restsUntil } = webhook
  if (status === 'paused') return { kind: 'paused', since: pausedAt, reason: pausedReason, count }
  if (failingSince !== null) return { kind: 'failing', since: failingSince, error: lastError, restsUntil, count }
  if (count > 0) return { kind: 'behind', count }
  return webhook.lastAttemptAt === null ? { kind: 'new' } : { kind: 'ok' }
}

/** What Parley paused by itself is somebody's to mend; what somebody paused is as they want it. */
export function toneOf(health: Health): HealthTone {
  if (health.kind === 'paused') return health.reason === null ? 'warning' : 'danger'
  return ({ ok: 'success', new: 'plain', behind: 'info', failing: 'danger' } as const)[health.kind]
}

const URGENCY = { failing: 0, paused: 1, behind: 2, new: 2, ok: 2 } as const

/** What needs somebody comes first, and then what was made last. One that catches up within a moment stays where it is. */
export function byUrgency(a: Webhook, b: Webhook): number {
  return URGENCY[healthOf(a).kind] - URGENCY[healthOf(b).kind] || b.id - a.id
}

/** Whether there is more to say of it than a word. */
export function isTrouble(webhook: Webhook): boolean {
  const { kind } = healthOf(webhook)
  return kind === 'failing' || kind === 'paused'
}

/** Only what Parley's own API made, and an application's, can be changed there; the others are changed where they were made. */
export function isMadeHere({ target, dialect, applicationId }: Webhook): boolean {
  return target === 'webhook' && (dialect === 'parley' || applicationId !== null)
}

/** What a webhook is called: its name, or the host it leads to. */
export function nameOf({ name, url }: Pick<Webhook, 'name' | 'url'>): string {
  return name || hostOf(url)
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
