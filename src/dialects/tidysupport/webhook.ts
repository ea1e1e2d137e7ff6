import { Type } from 'typebox'
import type { Ctx } from '../../core/context.ts'
import { AppError } from '../../model/errors.ts'
import type { Webhook, WebhookStatus } from '../../model/webhook.ts'
import { toWireTime, WireTime } from './times.ts'

/** What a webhook can be told. `TESTING_CONNECTION` is sent to whoever is tested and cannot be asked for (tidysupport sheet 7.1). */
export const WEBHOOK_EVENTS = [
  'CONVERSATION_CREATED',
  'CONVERSATION_UPDATED',
  'CONVERSATION_ASSIGNED',
  'CONVERSATION_CLOSED',
  'CONVERSATION_REOPENED',
  'MESSAGE_CREATED',
  'MESSAGE_UPDATED',
  'CONTACT_CREATED',
  'SIGNAL_CREATED',
  'SIGNAL_UPDATED',
] as const

const STATUSES = { active: 'ACTIVE', paused: 'PAUSED' } as const satisfies Record<WebhookStatus, string>
const NullableTime = Type.Union([WireTime, Type.Null()])

/** tidysupport sheet 7.1. */
export const WireWebhook = Type.Object({
  id: Type.String({ description: '`wh_…`' }),
  url: Type.String(),
  displayName: Type.String(),
  status: Type.Enum(['ACTIVE', 'PAUSED']),
  events: Type.Array(Type.String()),
  createdAt: WireTime,
  updatedAt: WireTime,
  lastAttemptedAt: NullableTime,
  lastErrorAt: NullableTime,
  lastErrorMessage: Type.Union([Type.String({ examples: ['{"message":"connect ETIMEDOUT"}'] }), Type.Null()]),
})

/** What a webhook is made of; each part may be changed later. */
export const WebhookFields = {
  url: Type.String({ description: 'http or https, at most 2,048 bytes' }),
  events: Type.Array(Type.Enum([...WEBHOOK_EVENTS]), { minItems: 1 }),
  displayName: Type.Optional(Type.Union([Type.String({ maxLength: 255 }), Type.Null()], { description: "The address's host unless said" })),
}

export const WireWebhookStatus = WireWebhook.properties.status

export function fromWireWebhookStatus(status: 'ACTIVE' | 'PAUSED'): WebhookStatus {
  return status === 'PAUSED' ? 'paused' : 'active'
}

export function toWireWebhook(ctx: Ctx, webhook: Webhook) {
  const time = (at: number | null) => (at === null ? null : toWireTime(at))
  return {
    id: ctx.core.ids.toPrefixed('webhook', webhook.id),
    url: webhook.url,
    displayName: webhook.name ?? new URL(webhook.url).host,
    status: STATUSES[webhook.status],
    events: webhook.events,
    createdAt: toWireTime(webhook.createdAt),
    updatedAt: toWireTime(webhook.updatedAt),
    lastAttemptedAt: time(webhook.lastAttemptAt),
    lastErrorAt: time(webhook.lastErrorAt),
    // Sampled as JSON inside of the text (tidysupport sheet 7.1).
    lastErrorMessage: webhook.lastError === null ? null : JSON.stringify({ message: webhook.lastError }),
  }
}

/** Refuses with `webhook_not_found` what is no webhook's id. */
export function webhookIdOf(ctx: Ctx, text: string): number {
  const id = ctx.core.ids.fromPrefixed('webhook', text)
  if (id === undefined) throw new AppError('webhook_not_found')
  return id
}
