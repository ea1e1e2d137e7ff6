import type { Db } from '../db.ts'

/** The tokens that have these hashes and were not revoked, with their accounts (0 for the installation's). */
export function listTokensByHash(db: Db, hashes: readonly string[]): Promise<{ id: number; hash: string; account_id: number }[]> {
  return db.all('select id, hash, account_id from tokens where hash = any($1) and revoked_at is null', [hashes])
}

/** The id of the account's first conversation that an application made. */
export async function findFirstOfApplications(db: Db, accountId: number): Promise<number | undefined> {
  const row = await db.one<{ id: number | null }>(
    'select min(id) as id from conversations where account_id = $1 and application_id is not null',
    [accountId],
  )
  return row?.id ?? undefined
}
