import { forUpdate, type Tx } from '../../db.ts'
import { emailKey } from './members.ts'

/** What attempts are counted for: somebody's password, or an address, whoever has it (account 0, author 0). */
export type SignInDoor = { accountId: number; email: string; authorId: number }

/** The attempts since the last good one, none among them, locked: entered first, so that there is something to lock for those who try at once. */
export async function lockAttempts(tx: Tx, door: SignInDoor, at: number): Promise<{ attempts: number; lastAt: number }> {
  await tx.run(
    `insert into sign_in_attempts (account_id, email_key, author_id, attempts, last_at) values ($1, $2, $3, 0, $4)
     on conflict (account_id, email_key, author_id) do nothing`,
    [...keyOf(door), at],
  )
  const row = await tx.one<{ attempts: number; last_at: number }>(
    `select attempts, last_at from sign_in_attempts where account_id = $1 and email_key = $2 and author_id = $3${forUpdate(tx)}`,
    keyOf(door),
  )
  return { attempts: row?.attempts ?? 0, lastAt: row?.last_at ?? at }
}

/** Counts one more attempt of a door that is locked, or begins again at one. */
export async function countAttempt(tx: Tx, door: SignInDoor, at: number, again: boolean): Promise<void> {
  await tx.run(
    `update sign_in_attempts set attempts = ${again ? '1' : 'attempts + 1'}, last_at = $4 where account_id = $1 and email_key = $2 and author_id = $3`,
    [...keyOf(door), at],
  )
}

/** Forgets the attempts at somebody's password, whatever address they were made with. */
export async function forgetAttempts(tx: Tx, accountId: number, authorId: number): Promise<void> {
  await tx.run('delete from sign_in_attempts where account_id = $1 and author_id = $2', [accountId, authorId])
}

/** Forgets the attempts counted for one thing. */
export async function deleteAttempts(tx: Tx, door: SignInDoor): Promise<void> {
  await tx.run('delete from sign_in_attempts where account_id = $1 and email_key = $2 and author_id = $3', keyOf(door))
}

/** Drops at most `limit` counts whose last attempt is older than a time and says how many went. */
export async function deleteOldAttempts(tx: Tx, before: number, limit: number): Promise<number> {
  return tx.run(
    `delete from sign_in_attempts where (account_id, email_key, author_id) in
       (select account_id, email_key, author_id from sign_in_attempts where last_at < $1 order by last_at limit $2)`,
    [before, limit],
  )
}

function keyOf({ accountId, email, authorId }: SignInDoor): [number, string | null, number] {
  return [accountId, emailKey(email), authorId]
}
