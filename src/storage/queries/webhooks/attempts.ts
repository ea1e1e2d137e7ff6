import type { WebhookAttempt } from '../../../model/webhook.ts'
import type { Table, Tx } from '../../db.ts'

const table: Table = {
  name: 'webhook_attempts',
  columns: {
    account_id: 'bigint',
    webhook_id: 'bigint',
    number: 'bigint',
    attempt: 'bigint',
    at: 'bigint',
    status: 'bigint',
    latency_ms: 'bigint',
    error: 'text',
    answer: 'text',
  },
}

export function insertAttempts(tx: Tx, attempts: readonly WebhookAttempt[]): Promise<void> {
  return tx.insertMany(
    table,
    attempts.map((a) => [a.accountId, a.webhookId, a.number, a.attempt, a.at, a.status, a.latencyMs, a.error, a.answer]),
  )
}
