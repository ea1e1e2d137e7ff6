import type { DialectName } from './token.ts'

export const WEBHOOK_STATUSES = ['active', 'paused'] as const
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number]

/** An address that wants to be told what happens in an account. */
export type Webhook = {
  id: number
  accountId: number
  /** The API it was made in: it is told in that vendor's words, and only that API shows it. */
  dialect: DialectName
  url: string
  name: string | null
  /** What it wants to be told, by the dialect's own names; each once, in the order they were given. */
  events: string[]
  status: WebhookStatus
  /** The channel somebody put it down for. */
  channelId: number | null
  /** Signs what it is told, so it is kept as it is. */
  secret: string
  createdAt: number
  updatedAt: number
  lastAttemptAt: number | null
  lastErrorAt: number | null
  lastError: string | null
}
