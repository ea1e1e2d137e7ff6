import type { WebhookDelivery, WebhookDeliveryState } from '../../../model/webhook.ts'
import { type Db, forUpdate, type Table, type Tx, type Value } from '../../db.ts'

const table: Table = {
  name: 'webhook_deliveries',
  columns: {
    account_id: 'bigint',
    webhook_id: 'bigint',
    number: 'bigint',
    position: 'bigint',
    event: 'text',
    lane: 'bigint',
    conversation_id: 'bigint',
    message_id: 'bigint',
    state: 'text',
    attempts: 'bigint',
    first_attempt_at: 'bigint',
    settled_at: 'bigint',
    created_at: 'bigint',
  },
}
export const deliveryColumns = Object.keys(table.columns).join(', ')

export type DeliveryRow = {
  account_id: number
  webhook_id: number
  number: number
  position: number
  event: string
  lane: number
  conversation_id: number | null
  message_id: number | null
  state: WebhookDeliveryState
  attempts: number
  first_attempt_at: number | null
  settled_at: number | null
  created_at: number
}

export function insertDeliveries(tx: Tx, deliveries: readonly WebhookDelivery[]): Promise<void> {
  return tx.insertMany(table, deliveries.map(toRow))
}

export async function findDelivery(
  db: Db,
  accountId: number,
  of: { webhookId: number; number: number },
): Promise<WebhookDelivery | undefined> {
  const sql = `select ${deliveryColumns} from webhook_deliveries where account_id = $1 and webhook_id = $2 and number = $3`
  const row = await db.one<DeliveryRow>(sql, [accountId, of.webhookId, of.number])
  return row && toDelivery(row)
}

/** The number of what is to be sent next in a lane. */
export async function findFirstPending(db: Db, accountId: number, of: { webhookId: number; lane: number }): Promise<number | undefined> {
  const sql = `select number from webhook_deliveries
    where account_id = $1 and webhook_id = $2 and lane = $3 and state = 'pending' order by number limit 1`
  return (await db.one<{ number: number }>(sql, [accountId, of.webhookId, of.lane]))?.number
}

/** Those of a webhook with some numbers, as they are now, and nobody else changes them until the transaction ends. */
export async function lockDeliveries(
  tx: Tx,
  accountId: number,
  of: { webhookId: number; numbers: readonly number[] },
): Promise<WebhookDelivery[]> {
  const sql = `select ${deliveryColumns} from webhook_deliveries where account_id = $1 and webhook_id = $2 and number = any($3) order by number${forUpdate(tx)}`
  return (await tx.all<DeliveryRow>(sql, [accountId, of.webhookId, of.numbers])).map(toDelivery)
}

/** What is pending in a lane, the oldest first. */
export async function listPending(
  db: Db,
  accountId: number,
  of: { webhookId: number; lane: number; limit: number },
): Promise<WebhookDelivery[]> {
  const sql = `select ${deliveryColumns} from webhook_deliveries
     where account_id = $1 and webhook_id = $2 and lane = $3 and state = 'pending' order by number limit $4`
  return (await db.all<DeliveryRow>(sql, [accountId, of.webhookId, of.lane, of.limit])).map(toDelivery)
}

/** Writes what became of deliveries. */
export function updateDeliveries(tx: Tx, deliveries: readonly WebhookDelivery[]): Promise<number> {
  return tx.updateMany(
    table,
    ['account_id', 'webhook_id', 'number'],
    ['state', 'attempts', 'first_attempt_at', 'settled_at'],
    deliveries.map((d) => [d.accountId, d.webhookId, d.number, d.state, d.attempts, d.firstAttemptAt, d.settledAt]),
  )
}

/** The number of a webhook's newest delivery in the ledger; 0 without any. */
export async function findLastNumber(db: Db, accountId: number, webhookId: number): Promise<number> {
  const sql = 'select coalesce(max(number), 0) as number from webhook_deliveries where account_id = $1 and webhook_id = $2'
  return (await db.one<{ number: number }>(sql, [accountId, webhookId]))?.number ?? 0
}

/** Gives up everything that is pending. */
export async function failPending(tx: Tx, accountId: number, webhookId: number, at: number): Promise<void> {
  await tx.run(
    "update webhook_deliveries set state = 'failed', settled_at = $3 where account_id = $1 and webhook_id = $2 and state = 'pending'",
    [accountId, webhookId, at],
  )
}

/** Forgets when what is pending was first tried: the time it is given begins anew. */
export async function forgetFirstTries(tx: Tx, accountId: number, webhookId: number): Promise<void> {
  await tx.run(
    "update webhook_deliveries set first_attempt_at = null where account_id = $1 and webhook_id = $2 and state = 'pending' and first_attempt_at is not null",
    [accountId, webhookId],
  )
}

function toRow(d: WebhookDelivery): Value[] {
  return [
    d.accountId,
    d.webhookId,
    d.number,
    d.position,
    d.event,
    d.lane,
    d.conversationId,
    d.messageId,
    d.state,
    d.attempts,
    d.firstAttemptAt,
    d.settledAt,
    d.createdAt,
  ]
}

export function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    accountId: row.account_id,
    webhookId: row.webhook_id,
    number: row.number,
    position: row.position,
    event: row.event,
    lane: row.lane,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    state: row.state,
    attempts: row.attempts,
    firstAttemptAt: row.first_attempt_at,
    settledAt: row.settled_at,
    createdAt: row.created_at,
  }
}
