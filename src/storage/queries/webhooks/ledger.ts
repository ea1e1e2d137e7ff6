import type { WebhookAttempt, WebhookDelivery, WebhookDeliveryState } from '../../../model/webhook.ts'
import type { Db } from '../../db.ts'
import { type DeliveryRow, deliveryColumns, toDelivery } from './deliveries.ts'

/** Which of a webhook's deliveries: both bounds are exclusive; `order` is by number. */
export type LedgerPage = { after?: number; before?: number; state?: WebhookDeliveryState; order: 'newest' | 'oldest'; limit: number }

/** What a webhook was told, and is about to be. */
export async function listWebhookDeliveries(db: Db, accountId: number, webhookId: number, page: LedgerPage): Promise<WebhookDelivery[]> {
  const params = [accountId, webhookId, page.after ?? 0, page.before ?? Number.MAX_SAFE_INTEGER, page.limit]
  // The index of what is pending is by lane: looked for in the order of numbers, a few old ones would cost all of the ledger.
  const number = page.state === 'pending' ? 'number + 0' : 'number'
  const sql = `select ${deliveryColumns} from webhook_deliveries
    where account_id = $1 and webhook_id = $2 and ${number} > $3 and ${number} < $4${page.state === undefined ? '' : OF_STATE[page.state]}
    order by ${number}${page.order === 'newest' ? ' desc' : ''} limit $5`
  return (await db.all<DeliveryRow>(sql, params)).map(toDelivery)
}

const LOST = "state in ('failed', 'dropped')"
/** In the words of the indexes that hold them, or else no engine takes those. */
const OF_STATE: Record<WebhookDeliveryState, string> = {
  pending: " and state = 'pending'",
  delivered: " and state = 'delivered'",
  failed: ` and ${LOST} and state = 'failed'`,
  dropped: ` and ${LOST} and state = 'dropped'`,
}

/** The tries of one delivery, the first of them first. */
export async function listWebhookAttempts(
  db: Db,
  accountId: number,
  of: { webhookId: number; number: number; limit: number },
): Promise<WebhookAttempt[]> {
  type AttemptRow = Omit<WebhookAttempt, 'accountId' | 'webhookId' | 'latencyMs'> & { latency_ms: number }
  const rows = await db.all<AttemptRow>(
    `select number, attempt, at, status, latency_ms, error, answer from webhook_attempts
     where account_id = $1 and webhook_id = $2 and number = $3 order by attempt desc limit $4`,
    [accountId, of.webhookId, of.number, of.limit],
  )
  return rows
    .reverse()
    .map(({ latency_ms: latencyMs, ...row }): WebhookAttempt => ({ ...row, accountId, webhookId: of.webhookId, latencyMs }))
}

/** How many deliveries of each webhook are still to be made; nothing of one that has none. */
export async function countPendingDeliveries(db: Db, accountId: number, webhookIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await db.all<{ webhook_id: number; pending: number }>(
    `select webhook_id, count(*) as pending from webhook_deliveries
     where account_id = $1 and webhook_id = any($2) and state = 'pending' group by webhook_id`,
    [accountId, webhookIds],
  )
  return new Map(rows.map((row) => [row.webhook_id, row.pending]))
}
