import type { Delivery } from '../../model/delivery.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { deliveries, findDelivery } from '../../storage/queries/conversations/deliveries.ts'
import { findContacts } from '../../storage/queries/people/contacts.ts'
import { findMembers } from '../../storage/queries/people/members.ts'
import type { Ctx } from '../context.ts'
import { createRecord, deleteRecord, type RecordKind, updateRecord } from '../records/write-record.ts'

export type DeliveryInput = Partial<Pick<Delivery, 'orderReference' | 'driverId' | 'customerId'>>

const DELIVERIES: RecordKind<Delivery> = {
  noun: 'delivery',
  missing: 'delivery_not_found',
  queries: deliveries,
  fields: ['orderReference', 'driverId', 'customerId', 'conversationId'],
}

/** Makes a delivery known under its reference, or changes what is given of it. Refuses with `member_not_found`, `contact_not_found`. */
export async function putDelivery(
  ctx: Ctx,
  tx: Tx,
  reference: string,
  input: DeliveryInput,
): Promise<{ delivery: Delivery; isNew: boolean }> {
  await checkPeople(tx, ctx.accountId, input)
  const known = await findDelivery(tx, ctx.accountId, reference)
  if (known) return { delivery: await updateRecord(DELIVERIES, ctx, tx, known.id, input), isNew: false }
  const { orderReference = null, driverId = null, customerId = null } = input
  const fields = { reference, orderReference, driverId, customerId, conversationId: null }
  return { delivery: await createRecord(DELIVERIES, ctx, tx, fields), isNew: true }
}

/** Notes the conversation in which a delivery is talked about. */
export async function linkDelivery(ctx: Ctx, tx: Tx, id: number, conversationId: number): Promise<void> {
  await updateRecord(DELIVERIES, ctx, tx, id, { conversationId })
}

/** Forgets a delivery; its conversation stays. Refuses with `delivery_not_found`. */
export async function deleteDelivery(ctx: Ctx, tx: Tx, reference: string): Promise<void> {
  const known = await findDelivery(tx, ctx.accountId, reference)
  if (!known) throw new AppError('delivery_not_found')
  await deleteRecord(DELIVERIES, ctx, tx, known.id)
}

/** Only those who are given: somebody who was named earlier may have left since. */
async function checkPeople(tx: Tx, accountId: number, { driverId, customerId }: DeliveryInput): Promise<void> {
  if (driverId != null && (await findMembers(tx, accountId, [driverId])).length === 0) {
    throw new AppError('member_not_found', { field: 'driverId' })
  }
  if (customerId != null && (await findContacts(tx, accountId, [customerId])).length === 0) {
    throw new AppError('contact_not_found', { field: 'customerId' })
  }
}
