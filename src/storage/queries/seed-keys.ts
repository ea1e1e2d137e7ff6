import type { Db } from '../db.ts'
import { escapeLike } from './rows.ts'

/** Whether the account has a conversation that a seed made under this key. Looks through all of them: seeding is rare. */
export async function hasSeedKey(db: Db, accountId: number, key: string): Promise<boolean> {
  const mark = JSON.stringify({ seed: { key } }).slice(1, -1)
  const rows = await db.all<{ extra: string }>(`select extra from conversations where account_id = $1 and extra like $2 escape '!'`, [
    accountId,
    `%${escapeLike(mark)}%`,
  ])
  // One engine's `like` takes upper and lower case for the same.
  return rows.some((row) => row.extra.includes(mark))
}
