import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { getDelivery } from '../../../../core/webhooks/get-delivery.ts'
import { getAnyWebhook } from '../../../../core/webhooks/get-webhook.ts'
import { replayDelivery } from '../../../../core/webhooks/sending/replay-deliveries.ts'
import { listWebhookDeliveries } from '../../../../storage/queries/webhooks/ledger.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Limit, Nullable, parseId, Query } from '../../wire.ts'
import {
  DeliveryState,
  toWireWebhookDelivery,
  toWireWholeDelivery,
  WireWebhookDelivery,
  WireWholeDelivery,
} from '../../wires/webhook-delivery.ts'
import { WebhookParams, webhookIdOf } from './webhook-routes.ts'

const DeliveryParams = Type.Object({ webhookId: Type.String(), number: Type.String() })
const Bound = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Page = Type.Object({
  deliveries: Type.Array(WireWebhookDelivery),
  nextAfter: Nullable(Type.Integer({ description: 'Give it as `after` to continue with newer ones; null when there are none' })),
  nextBefore: Nullable(Type.Integer({ description: 'Give it as `before` to continue with older ones; null when there are none' })),
})
const config = { action: 'manageWebhooks' } as const

/** What a webhook was told and is about to be, and what became of each try. */
export function ledgerRoutes(app: App): void {
  app.get(
    '/webhooks/:webhookId/deliveries',
    {
      config,
      schema: {
        summary: 'List a webhook’s deliveries by number',
        description: 'The newest first, or with `after` the oldest first. Old ones are taken away with time, pending ones never.',
        params: WebhookParams,
        querystring: Query({
          state: Type.Optional(DeliveryState),
          after: Type.Optional(Bound),
          before: Type.Optional(Bound),
          limit: Limit(200, 50),
        }),
        response: answers({ 200: Page }),
      },
    },
    async ({ ctx, params, query: { state, after, before, limit = 50 } }) => {
      const { id } = await getAnyWebhook(ctx, ctx.core.store, webhookIdOf(params))
      const order = after === undefined ? 'newest' : 'oldest'
      const found = await listWebhookDeliveries(ctx.core.store, ctx.accountId, id, { state, after, before, order, limit })
      const last = found.length === limit ? (found.at(-1)?.number ?? null) : null
      return {
        deliveries: found.map((delivery) => toWireWebhookDelivery(ctx, delivery)),
        nextAfter: order === 'oldest' ? last : null,
        nextBefore: order === 'newest' ? last : null,
      }
    },
  )

  app.get(
    '/webhooks/:webhookId/deliveries/:number',
    {
      config,
      schema: { summary: 'Get a delivery with its attempts', params: DeliveryParams, response: answers({ 200: WireWholeDelivery }) },
    },
    async ({ ctx, params }) => {
      const webhook = await getAnyWebhook(ctx, ctx.core.store, webhookIdOf(params))
      return toWireWholeDelivery(ctx, await getDelivery(ctx, webhook, parseId(params.number, 'webhook_delivery_not_found')))
    },
  )

  app.post(
    '/webhooks/:webhookId/deliveries/:number/replay',
    {
      config,
      schema: {
        summary: 'Make a delivery again',
        description:
          'Under its own number and id, whatever became of it before, as soon as what is pending before it in its conversation is delivered.',
        params: DeliveryParams,
        response: answers({ 202: WireWebhookDelivery }),
      },
    },
    async ({ ctx, params }, reply) => {
      const webhookId = webhookIdOf(params)
      const number = parseId(params.number, 'webhook_delivery_not_found')
      const answer = await once(ctx, async (tx) =>
        jsonAnswer(202, toWireWebhookDelivery(ctx, await replayDelivery(ctx, tx, { webhookId, number }))),
      )
      return sendAnswer(reply, answer)
    },
  )
}
