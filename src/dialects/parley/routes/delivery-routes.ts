import { Type } from 'typebox'
import { deleteDelivery, putDelivery } from '../../../core/deliveries/put-delivery.ts'
import { once } from '../../../core/idempotency/once.ts'
import { AppError } from '../../../model/errors.ts'
import { findDelivery, listDeliveries } from '../../../storage/queries/conversations/deliveries.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { answers } from '../errors.ts'
import { Body, Limit, Nullable, Query, QueryText } from '../wire.ts'
import { DeliveryFields, toWireDelivery, WireDelivery } from '../wires/delivery.ts'

const Params = Type.Object({ reference: Type.String({ description: 'Your own id of the delivery' }) })
const Page = Type.Object({ deliveries: Type.Array(WireDelivery), nextAfter: Nullable(Type.String()) })
const config = { action: 'manageDeliveries' } as const

/** The table of deliveries that the business fills, so that drivers and customers can talk about them (ondi sheet 4.4). */
export function deliveryRoutes(app: App): void {
  app.get(
    '/deliveries',
    {
      config,
      schema: {
        summary: 'List deliveries, by reference',
        querystring: Query({
          after: Type.Optional(QueryText(255, { description: 'The reference behind which to go on' })),
          order: Type.Optional(QueryText(255, { minLength: 1, description: 'Only those of this order' })),
          limit: Limit(200, 50),
        }),
        response: answers({ 200: Page }),
      },
    },
    async ({ ctx, query: { after = '', order, limit = 50 } }) => {
      const found = await listDeliveries(ctx.core.store, ctx.accountId, { after, order, limit })
      return { deliveries: found.map(toWireDelivery), nextAfter: found.length === limit ? (found.at(-1)?.reference ?? null) : null }
    },
  )

  app.get(
    '/deliveries/:reference',
    { config, schema: { summary: 'Get a delivery', params: Params, response: answers({ 200: WireDelivery }) } },
    async ({ ctx, params }) => {
      const found = await findDelivery(ctx.core.store, ctx.accountId, referenceOf(params))
      if (!found) throw new AppError('delivery_not_found')
      return toWireDelivery(found)
    },
  )

  app.delete(
    '/deliveries/:reference',
    {
      config,
      schema: {
        summary: 'Forget a delivery',
        description: 'Its conversation stays.',
        params: Params,
        response: answers({ 204: Type.Null({ description: 'Forgotten' }) }),
      },
    },
    async ({ ctx, params }, reply) => {
      const reference = referenceOf(params)
      const answer = await once(ctx, async (tx) => {
        await deleteDelivery(ctx, tx, reference)
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )

  app.put(
    '/deliveries/:reference',
    {
      config,
      schema: {
        summary: 'Make a delivery known, or change it',
        description: 'Only what is given changes. The answer is 201 for one that was not known.',
        params: Params,
        body: Body(DeliveryFields),
        response: answers({ 200: WireDelivery, 201: WireDelivery }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const reference = referenceOf(params)
      const answer = await once(ctx, async (tx) => {
        const { delivery, isNew } = await putDelivery(ctx, tx, reference, body)
        return jsonAnswer(isNew ? 201 : 200, toWireDelivery(delivery))
      })
      return sendAnswer(reply, answer)
    },
  )
}

/** What cannot be a reference names nothing. */
function referenceOf({ reference }: { reference: string }): string {
  if (reference.length > 255 || reference.includes('\0')) throw new AppError('delivery_not_found')
  return reference
}
