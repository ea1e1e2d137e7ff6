import type { AuthorKind, AuthorRef } from '../../../model/author.ts'
import { type Db, forUpdate, type Tx } from '../../db.ts'
import { emailKey } from './members.ts'

/** Whose password a hash is. The e-mail address it is found by follows the person's own. */
export type PasswordRow = { accountId: number; author: AuthorRef; hash: string }

/** Everybody with a password under an e-mail address, members before contacts, older accounts first. */
export async function findPasswords(db: Db, email: string): Promise<PasswordRow[]> {
  const rows = await db.all<{ account_id: number; author_id: number; author_kind: AuthorKind; hash: string }>(
    'select account_id, author_id, author_kind, hash from passwords where email_key = $1 order by author_kind desc, account_id, author_id',
    [emailKey(email)],
  )
  return rows.map((row) => ({ accountId: row.account_id, author: { kind: row.author_kind, id: row.author_id }, hash: row.hash }))
}

/** The hash of somebody's password, locked. */
export async function lockPassword(tx: Tx, accountId: number, authorId: number): Promise<string | undefined> {
  const row = await tx.one<{ hash: string }>(`select hash from passwords where account_id = $1 and author_id = $2${forUpdate(tx)}`, [
    accountId,
    authorId,
  ])
  return row?.hash
}

export async function hasPassword(db: Db, accountId: number, authorId: number): Promise<boolean> {
  return (await db.one('select 1 as found from passwords where account_id = $1 and author_id = $2', [accountId, authorId])) !== undefined
}

export async function writePassword(tx: Tx, row: PasswordRow, email: string, at: number): Promise<void> {
  await deletePassword(tx, row.accountId, row.author.id)
  await tx.run('insert into passwords (email_key, account_id, author_id, author_kind, hash, changed_at) values ($1, $2, $3, $4, $5, $6)', [
    emailKey(email),
    row.accountId,
    row.author.id,
    row.author.kind,
    row.hash,
    at,
  ])
}

/** Lets a password be found by somebody's new address. */
export async function movePassword(tx: Tx, accountId: number, authorId: number, email: string): Promise<void> {
  await tx.run('update passwords set email_key = $3 where account_id = $1 and author_id = $2', [accountId, authorId, emailKey(email)])
}

/** Takes somebody's password away and says whether there was one. */
export async function deletePassword(tx: Tx, accountId: number, authorId: number): Promise<boolean> {
  return (await tx.run('delete from passwords where account_id = $1 and author_id = $2', [accountId, authorId])) > 0
}
