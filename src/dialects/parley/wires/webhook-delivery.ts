import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import type { WholeDelivery } from '../../../core/webhooks/get-delivery.ts'
import { deliveryId } from '../../../core/webhooks/sending/delivery-id.ts'
import { WEBHOOK_DELIVERY_STATES, type WebhookAttempt, type WebhookDelivery } from '../../../model/webhook.ts'
import { Id, Nullable, Time, toWireTime, toWireTimeOrNull } from '../wire.ts'

export const DeliveryState = Type.Enum([...WEBHOOK_DELIVERY_STATES], {
  description: '`failed` was given up and can be replayed; `dropped` had nothing left to tell of',
})

export const WireWebhookDelivery = Type.Object({
  id: Type.String({
    description: 'A UUID, the same at every attempt and replay of what it tells; the receiver is told it as `webhook-id`',
  }),
  number: Type.Integer({ minimum: 1, description: 'Counts 1, 2, 3… in its webhook; the receiver is told it as `webhook-number`' }),
  position: Type.Integer({ minimum: 1, description: 'The event’s place in the account’s log' }),
  event: Type.String({ description: 'What the webhook’s dialect calls what happened' }),
  conversationId: Nullable(Id),
  messageId: Nullable(Id),
  state: DeliveryState,
  attemptCount: Type.Integer({ minimum: 0 }),
  createdAt: Time,
  firstAttemptAt: Nullable(Time),
  settledAt: Nullable(Time),
})

const WireAttempt = Type.Object({
  attempt: Type.Integer({ minimum: 1 }),
  at: Time,
  status: Nullable(Type.Integer({ description: 'The answer’s HTTP status; null where there was none' })),
  latencyMs: Type.Integer({ minimum: 0 }),
  error: Nullable(Type.String({ description: 'Null where it went well' })),
  answer: Nullable(Type.String({ description: 'The first characters of the answer' })),
})

export const WireWholeDelivery = Type.Object({
  ...WireWebhookDelivery.properties,
  nextAttemptAt: Nullable(
    Type.String({
      format: 'date-time',
      description: 'When it is tried again; null where it is settled, under way, paused or waits for another',
    }),
  ),
  waitsFor: Nullable(Type.Integer({ description: 'The number of what is pending before it in its conversation' })),
  attempts: Type.Array(WireAttempt, { description: 'The newest thousand, oldest first' }),
})

export function toWireWebhookDelivery({ core }: Ctx, delivery: WebhookDelivery): Static<typeof WireWebhookDelivery> {
  const { webhookId, position, event: name } = delivery
  return {
    id: deliveryId(core, { webhookId, position, name }),
    number: delivery.number,
    position: delivery.position,
    event: delivery.event,
    conversationId: delivery.conversationId,
    messageId: delivery.messageId,
    state: delivery.state,
    attemptCount: delivery.attempts,
    createdAt: toWireTime(delivery.createdAt),
    firstAttemptAt: toWireTimeOrNull(delivery.firstAttemptAt),
    settledAt: toWireTimeOrNull(delivery.settledAt),
  }
}

export function toWireWholeDelivery(ctx: Ctx, whole: WholeDelivery): Static<typeof WireWholeDelivery> {
  return {
    ...toWireWebhookDelivery(ctx, whole.delivery),
    nextAttemptAt: toWireTimeOrNull(whole.nextAttemptAt),
    waitsFor: whole.waitsFor,
    attempts: whole.attempts.map(toWireAttempt),
  }
}

function toWireAttempt(attempt: WebhookAttempt): Static<typeof WireAttempt> {
  return {
    attempt: attempt.attempt,
    at: toWireTime(attempt.at),
    status: attempt.status,
    latencyMs: attempt.latencyMs,
    error: attempt.error,
    answer: attempt.answer,
  }
}
