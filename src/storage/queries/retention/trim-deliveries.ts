import { type Db, forUpdate, type Tx } from '../../db.ts'

/** A webhook's delivery in the order of age. */
export type OldDelivery = { createdAt: number; webhookId: number; number: number; settled: boolean }

/** An account's webhook deliveries from before a time and behind one of them, the oldest first, pending ones too: they stay, and are passed by only once. */
export async function listOldDeliveries(
  db: Db,
  accountId: number,
  page: { before: number; after: OldDelivery | undefined; limit: number },
): Promise<OldDelivery[]> {
  const { before, after, limit } = page
  const rows = await db.rows<[createdAt: number, webhookId: number, number: number, state: string]>(
    `select created_at, webhook_id, number, state from webhook_deliveries
     where account_id = $1 and created_at < $2 and (created_at, webhook_id, number) > ($3, $4, $5)
     order by created_at, webhook_id, number limit $6`,
    [accountId, before, after?.createdAt ?? -1, after?.webhookId ?? 0, after?.number ?? 0, limit],
  )
  return rows.map(([createdAt, webhookId, number, state]) => ({ createdAt, webhookId, number, settled: state !== 'pending' }))
}

/** Deletes those of some webhook deliveries that are settled still, with their attempts, and says how many went. */
export async function deleteSettledDeliveries(tx: Tx, accountId: number, deliveries: readonly OldDelivery[]): Promise<number> {
  let deleted = 0
  for (const [webhookId, own] of [...Map.groupBy(deliveries, (one) => one.webhookId)].sort(([a], [b]) => a - b)) {
    // One of them may just have been asked for again.
    const rows = await tx.rows<[number: number]>(
      `select number from webhook_deliveries where account_id = $1 and webhook_id = $2 and number = any($3) and state <> 'pending'
       order by number${forUpdate(tx)}`,
      [accountId, webhookId, own.map(({ number }) => number)],
    )
    const which = [accountId, webhookId, rows.map(([number]) => number)]
    await tx.run('delete from webhook_attempts where account_id = $1 and webhook_id = $2 and number = any($3)', which)
    deleted += await tx.run('delete from webhook_deliveries where account_id = $1 and webhook_id = $2 and number = any($3)', which)
  }
  return deleted
}
