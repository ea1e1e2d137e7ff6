import type { Db, Table, Tx } from '../../db.ts'

const table: Table = { name: 'loose_blobs', columns: { account_id: 'bigint', blob_key: 'text', since: 'bigint' } }

/** Stands for a time: whatever has it is to be removed, and no message can name it any more. */
const CONDEMNED = 0

export type LooseBlob = { accountId: number; key: string }

/** Notes blobs that are about to be put. */
export function insertLooseBlobs(tx: Tx, accountId: number, keys: readonly string[], since: number): Promise<void> {
  return tx.insertMany(
    table,
    keys.map((key) => [accountId, key, since]),
  )
}

/** Notes blobs that are about to be put, for the first time or once more. */
export async function renewLooseBlobs(tx: Tx, accountId: number, keys: readonly string[], since: number): Promise<void> {
  for (const key of keys) {
    await tx.run(
      `insert into loose_blobs (account_id, blob_key, since) values ($1, $2, $3)
       on conflict (account_id, blob_key) do update set since = excluded.since`,
      [accountId, key, since],
    )
  }
}

/** Notes blobs that no message names any more. */
export function insertCondemnedBlobs(tx: Tx, accountId: number, keys: readonly string[]): Promise<void> {
  return insertLooseBlobs(tx, accountId, keys, CONDEMNED)
}

/** Takes blobs out because messages name them from now on, and says how many could still be named. */
export function nameLooseBlobs(tx: Tx, accountId: number, keys: readonly string[]): Promise<number> {
  return tx.run('delete from loose_blobs where account_id = $1 and blob_key = any($2) and since > $3', [accountId, keys, CONDEMNED])
}

/** Those of these blobs that nothing names. */
export async function findLooseBlobs(db: Db, accountId: number, keys: readonly string[]): Promise<string[]> {
  const rows = await db.all<{ blob_key: string }>('select blob_key from loose_blobs where account_id = $1 and blob_key = any($2)', [
    accountId,
    keys,
  ])
  return rows.map((row) => row.blob_key)
}

/** From now on nothing can name these blobs. */
export async function condemnLooseBlobs(tx: Tx, accountId: number, keys: readonly string[]): Promise<void> {
  await tx.run('update loose_blobs set since = $3 where account_id = $1 and blob_key = any($2)', [accountId, keys, CONDEMNED])
}

/** Forgets condemned blobs, because they are gone. */
export async function deleteCondemnedBlobs(tx: Tx, accountId: number, keys: readonly string[]): Promise<void> {
  await tx.run('delete from loose_blobs where account_id = $1 and blob_key = any($2) and since = $3', [accountId, keys, CONDEMNED])
}

/** At most `limit` blobs of any account that have been loose since before a time, the condemned ones first. */
export async function listLooseBlobs(db: Db, before: number, limit: number): Promise<LooseBlob[]> {
  const rows = await db.all<{ account_id: number; blob_key: string }>(
    'select account_id, blob_key from loose_blobs where since < $1 order by since limit $2',
    [before, limit],
  )
  return rows.map((row) => ({ accountId: row.account_id, key: row.blob_key }))
}
