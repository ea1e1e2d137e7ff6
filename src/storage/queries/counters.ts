import type { Db, Tx } from '../db.ts'

export async function insertCounters(tx: Tx, accountId: number): Promise<void> {
  await tx.run('insert into account_counters (account_id, position, conversation_number) values ($1, 0, 0)', [accountId])
}

/**
 * Takes the next `count` positions of the account's log and returns the first. The row stays locked until the commit, so positions have no gaps
 * and none is visible before a smaller one; take them as the last thing in a transaction, once.
 */
export async function takePositions(tx: Tx, accountId: number, count: number): Promise<number> {
  const row = await tx.one<{ position: number }>(
    'update account_counters set position = position + $2 where account_id = $1 returning position',
    [accountId, count],
  )
  if (!row) throw new Error(`account ${accountId} has no counters`)
  tx.grows(accountId)
  return row.position - count + 1
}

export async function takeConversationNumber(tx: Tx, accountId: number): Promise<number> {
  const row = await tx.one<{ conversation_number: number }>(
    'update account_counters set conversation_number = conversation_number + 1 where account_id = $1 returning conversation_number',
    [accountId],
  )
  if (!row) throw new Error(`account ${accountId} has no counters`)
  return row.conversation_number
}

/** The newest position of the account's log, 0 while it is empty. */
export async function getPosition(db: Db, accountId: number): Promise<number> {
  const row = await db.one<{ position: number }>('select position from account_counters where account_id = $1', [accountId])
  return row?.position ?? 0
}

/** The newest positions of several accounts' logs. */
export async function listPositions(db: Db, accountIds: readonly number[]): Promise<{ accountId: number; position: number }[]> {
  const rows = await db.all<{ account_id: number; position: number }>(
    'select account_id, position from account_counters where account_id = any($1)',
    [accountIds],
  )
  return rows.map((row) => ({ accountId: row.account_id, position: row.position }))
}
