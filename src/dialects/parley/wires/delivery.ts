import { type Static, Type } from 'typebox'
import type { Delivery } from '../../../model/delivery.ts'
import { Id, Nullable, Text, Time, toWireTime } from '../wire.ts'

export const WireDelivery = Type.Object({
  reference: Type.String({ description: 'Your own id of it; the `delivery_id` of OnDi' }),
  orderReference: Nullable(Type.String({ description: 'Your own number of the order; the `related_order_id` of OnDi' })),
  driverId: Nullable(Type.Integer({ description: 'The member who brings it' })),
  customerId: Nullable(Type.Integer({ description: 'The contact it is for' })),
  conversationId: Nullable(Type.Integer({ description: 'The one conversation about it, once somebody has begun it' })),
  createdAt: Time,
  updatedAt: Time,
})

export const DeliveryFields = {
  orderReference: Type.Optional(Nullable(Text(255, { minLength: 1 }))),
  driverId: Type.Optional(Nullable(Id)),
  customerId: Type.Optional(Nullable(Id)),
}

export function toWireDelivery(delivery: Delivery): Static<typeof WireDelivery> {
  return {
    reference: delivery.reference,
    orderReference: delivery.orderReference,
    driverId: delivery.driverId,
    customerId: delivery.customerId,
    conversationId: delivery.conversationId,
    createdAt: toWireTime(delivery.createdAt),
    updatedAt: toWireTime(delivery.updatedAt),
  }
}
