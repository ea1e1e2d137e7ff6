import type { DialectName } from './token.ts'

export const WEBHOOK_STATUSES = ['active', 'paused'] as const
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number]

/** Whom an address stands for: one entered by hand; a channel's own, with the channel's id; a bot's, with the bot's id. */
export type WebhookTarget = 'webhook' | 'channel' | 'bot'

/** An address that is told what happens in an account. */
export type Webhook = {
  id: number
  accountId: number
  /** The API it was made in: it is told in that vendor's words, and only that API and Parley's own show it. */
  dialect: DialectName
  target: WebhookTarget
  url: string
  name: string | null
  /** What it wants to be told, by the dialect's own names; each once, in the order they were given. */
  events: string[]
  status: WebhookStatus
  pausedAt: number | null
  /** Why Parley paused it; null where somebody did. */
  pausedReason: string | null
  /** The channel somebody put it down for. */
  channelId: number | null
  /** The application whose conversations alone it is told of (mews sheet 9). */
  applicationId: number | null
  /** Ranges (CIDR) it may lie in although they are not public. */
  egressAllow: string[]
  /** Signs what it is told, so it is kept as it is. */
  secret: string
  /** The secret before; signs as well until then. */
  oldSecret: string | null
  oldSecretUntil: number | null
  createdAt: number
  updatedAt: number
  lastAttemptAt: number | null
  lastErrorAt: number | null
  lastError: string | null
  /** The log was read up to this position. */
  position: number
  /** The number of its newest delivery. */
  lastNumber: number
  /** Attempts since one last went well, and when the first of them was. */
  failures: number
  failingSince: number | null
  /** The receiver is left alone until then. */
  notBefore: number
}

/** `dropped`: what it was to tell of is gone from the store. */
export const WEBHOOK_DELIVERY_STATES = ['pending', 'delivered', 'failed', 'dropped'] as const
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number]

/** One event of the log on its way to one webhook. */
export type WebhookDelivery = {
  accountId: number
  webhookId: number
  /** Counts 1, 2, 3… in its webhook. */
  number: number
  /** The event's place in the account's log. */
  position: number
  /** The dialect's name for what happened. */
  event: string
  /** What shares a lane is sent in order, one after another: the conversation, or else what the event is about. */
  lane: number
  conversationId: number | null
  messageId: number | null
  state: WebhookDeliveryState
  attempts: number
  firstAttemptAt: number | null
  settledAt: number | null
  createdAt: number
}

/** One try to hand over a delivery. */
export type WebhookAttempt = {
  accountId: number
  webhookId: number
  number: number
  /** Counts 1, 2, 3… in its delivery. */
  attempt: number
  at: number
  /** The answer's HTTP status; null where there was none. */
  status: number | null
  latencyMs: number
  /** Why it failed; null where it went well. */
  error: string | null
  /** The first characters of the answer. */
  answer: string | null
}
