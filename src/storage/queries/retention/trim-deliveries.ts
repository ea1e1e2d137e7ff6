import { forUpdate, type Tx } from '../../db.ts'

/** Deletes at most `limit` settled webhook deliveries from before a time, with their attempts, and says how many went. Pending ones stay, however old. */
export async function deleteSettledDeliveries(tx: Tx, accountId: number, before: number, limit: number): Promise<number> {
  const rows = await tx.rows<[webhookId: number, number: number]>(
    `select webhook_id, number from webhook_deliveries where account_id = $1 and created_at < $2 and state <> 'pending'
     order by created_at limit $3${forUpdate(tx)}`,
    [accountId, before, limit],
  )
  for (const [webhookId, own] of Map.groupBy(rows, ([id]) => id)) {
    const which = [accountId, webhookId, own.map(([, number]) => number)]
    await tx.run('delete from webhook_attempts where account_id = $1 and webhook_id = $2 and number = any($3)', which)
    await tx.run('delete from webhook_deliveries where account_id = $1 and webhook_id = $2 and number = any($3)', which)
  }
  return rows.length
}
