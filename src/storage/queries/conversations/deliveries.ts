import type { Delivery } from '../../../model/delivery.ts'
import { type Db, forUpdate, type Tx } from '../../db.ts'
import { accountRecords } from '../records/account-records.ts'

type Row = {
  account_id: number
  id: number
  reference: string
  order_reference: string | null
  driver_id: number | null
  customer_id: number | null
  conversation_id: number | null
  created_at: number
  updated_at: number
}

export const deliveries = accountRecords<Delivery, Row>(
  {
    name: 'deliveries',
    columns: {
      account_id: 'bigint',
      id: 'bigint',
      reference: 'text',
      order_reference: 'text',
      driver_id: 'bigint',
      customer_id: 'bigint',
      conversation_id: 'bigint',
      created_at: 'bigint',
      updated_at: 'bigint',
    },
  },
  (d) => [d.accountId, d.id, d.reference, d.orderReference, d.driverId, d.customerId, d.conversationId, d.createdAt, d.updatedAt],
  (row) => ({
    id: row.id,
    accountId: row.account_id,
    reference: row.reference,
    orderReference: row.order_reference,
    driverId: row.driver_id,
    customerId: row.customer_id,
    conversationId: row.conversation_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }),
)

export async function findDelivery(db: Db, accountId: number, reference: string): Promise<Delivery | undefined> {
  return (await deliveries.list(db, accountId, 'and reference = $2', [reference]))[0]
}

/** Locked, so that of two who begin its conversation, or a ticket about it, the later one sees what the first has begun. */
export async function lockDelivery(tx: Tx, accountId: number, reference: string): Promise<Delivery | undefined> {
  return (await deliveries.list(tx, accountId, `and reference = $2${forUpdate(tx)}`, [reference]))[0]
}

/** A page by reference, of everything or of one order. */
export function listDeliveries(db: Db, accountId: number, page: { after: string; limit: number; order?: string }): Promise<Delivery[]> {
  const ofOrder = page.order === undefined ? '' : 'and order_reference = $4 '
  const params = [page.after, page.limit, ...(page.order === undefined ? [] : [page.order])]
  return deliveries.list(db, accountId, `and reference > $2 ${ofOrder}order by reference limit $3`, params)
}

/** Whether an order of this customer's is being delivered. */
export async function hasOrder(db: Db, accountId: number, order: string, customerId: number): Promise<boolean> {
  return (await deliveries.list(db, accountId, 'and order_reference = $2 and customer_id = $3 limit 1', [order, customerId])).length > 0
}

/** What some conversations are about, by conversation id; those that are about no delivery are left out. */
export async function findDeliveryReferences(db: Db, accountId: number, conversationIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await db.all<{ conversation_id: number; reference: string }>(
    'select conversation_id, reference from deliveries where account_id = $1 and conversation_id = any($2)',
    [accountId, conversationIds],
  )
  return new Map(rows.map((row) => [row.conversation_id, row.reference]))
}
