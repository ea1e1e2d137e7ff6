import type { AuthorKind, AuthorRef } from '../../../model/author.ts'
import type { DialectName, Scope, Token } from '../../../model/token.ts'
import { type Db, forUpdate, type Param, type Tx } from '../../db.ts'

const columns =
  'id, account_id, account_ids, author_kind, author_id, application_id, scope, dialect, label, created_at, expires_at, family_id, channel_id'

type Row = {
  hash: string
  id: number
  account_id: number
  account_ids: string
  author_kind: AuthorKind
  author_id: number
  application_id: number | null
  scope: Scope
  dialect: DialectName
  label: string
  created_at: number
  expires_at: number | null
  family_id: number | null
  channel_id: number | null
}

/** `hash` is the SHA-256 of the secret in hex; the secret itself is stored nowhere. */
export async function insertToken(tx: Tx, hash: string, token: Token): Promise<void> {
  await tx.run(`insert into tokens (hash, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, [
    hash,
    token.id,
    token.accountId,
    JSON.stringify(token.accountIds),
    token.author.kind,
    token.author.id,
    token.applicationId,
    token.scope,
    token.dialect,
    token.label,
    token.createdAt,
    token.expiresAt,
    token.familyId,
    token.channelId,
  ])
}

/** The token that was not revoked and has this hash; the caller compares the hashes once more in constant time and looks at the expiry. */
export async function findTokenByHash(db: Db, hash: string): Promise<{ hash: string; token: Token } | undefined> {
  const row = await db.one<Row>(`select hash, ${columns} from tokens where hash = $1 and revoked_at is null`, [hash])
  return row && { hash: row.hash, token: toToken(row) }
}

/** The same, whether or not it was revoked. */
export async function findTokenEver(db: Db, hash: string): Promise<{ token: Token; revoked: boolean } | undefined> {
  const row = await db.one<Row & { revoked_at: number | null }>(`select hash, ${columns}, revoked_at from tokens where hash = $1`, [hash])
  return row && { token: toToken(row), revoked: row.revoked_at !== null }
}

/** Whether a token, revoked ones included, has or had this secret: a hash is never used twice. */
export async function isHashKnown(db: Db, hash: string): Promise<boolean> {
  return (await db.one('select id from tokens where hash = $1', [hash])) !== undefined
}

/** The tokens that were made by hand; those of sessions, and sign-in links, come and go. */
export async function listTokens(db: Db, accountId: number): Promise<Token[]> {
  const rows = await db.all<Row>(
    `select ${columns} from tokens where account_id = $1 and revoked_at is null and family_id is null order by id`,
    [accountId],
  )
  return rows.map(toToken)
}

/** The token with this hash, locked, whether or not it was revoked. */
export async function lockTokenByHash(tx: Tx, hash: string): Promise<{ token: Token; revoked: boolean } | undefined> {
  const row = await tx.one<Row & { revoked_at: number | null }>(
    `select hash, ${columns}, revoked_at from tokens where hash = $1${forUpdate(tx)}`,
    [hash],
  )
  return row && { token: toToken(row), revoked: row.revoked_at !== null }
}

/** Whether an author has a token in an account that was not revoked, however long it is good. */
export async function hasTokens(db: Db, accountId: number, author: AuthorRef): Promise<boolean> {
  const sql = 'select 1 as found from tokens where account_id = $1 and author_kind = $2 and author_id = $3 and revoked_at is null limit 1'
  return (await db.one(sql, [accountId, author.kind, author.id])) !== undefined
}

/** Says until when a token is good from now on. */
export async function prolongToken(tx: Tx, accountId: number, id: number, expiresAt: number): Promise<void> {
  await tx.run('update tokens set expires_at = $3 where account_id = $1 and id = $2', [accountId, id, expiresAt])
}

/** Revokes one token of an account, with the sessions it was used for, and says whether there was one. */
export async function revokeToken(tx: Tx, accountId: number, id: number, at: number): Promise<boolean> {
  return (await revokeAll(tx, at, 'account_id = $1 and (id = $2 or family_id = $2)', [accountId, id])) > 0
}

/** Revokes every token of an author in an account. */
export async function revokeTokensOf(tx: Tx, accountId: number, author: AuthorRef, at: number): Promise<void> {
  await revokeAll(tx, at, 'account_id = $1 and author_kind = $2 and author_id = $3', [accountId, author.kind, author.id])
}

/** Revokes every token of a session. */
export async function revokeFamily(tx: Tx, accountId: number, familyId: number, at: number): Promise<void> {
  await revokeAll(tx, at, 'account_id = $1 and family_id = $2', [accountId, familyId])
}

/** Revokes every session of an author in an account; tokens made by hand stay. */
export async function revokeSessionsOf(tx: Tx, accountId: number, authorId: number, at: number): Promise<void> {
  await revokeAll(tx, at, 'account_id = $1 and author_id = $2 and family_id is not null', [accountId, authorId])
}

/** Somebody may be changing one of these for the next tokens of its session: the lock waits until they have, and the statement behind it sees those, too. */
async function revokeAll(tx: Tx, at: number, which: string, params: readonly Param[]): Promise<number> {
  const live = `${which} and revoked_at is null`
  await tx.rows(`select id from tokens where ${live}${forUpdate(tx)}`, params)
  return tx.run(`update tokens set revoked_at = $${params.length + 1} where ${live}`, [...params, at])
}

/** Drops at most `limit` tokens of sessions, and sign-in links, that ended by themselves before a time and says how many went. */
export async function deleteEndedTokens(tx: Tx, before: number, limit: number): Promise<number> {
  return tx.run(
    'delete from tokens where hash in (select hash from tokens where family_id is not null and expires_at < $1 order by expires_at limit $2)',
    [before, limit],
  )
}

function toToken(row: Row): Token {
  return {
    id: row.id,
    accountId: row.account_id,
    accountIds: JSON.parse(row.account_ids) as number[],
    author: { kind: row.author_kind, id: row.author_id },
    applicationId: row.application_id,
    scope: row.scope,
    dialect: row.dialect,
    label: row.label,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    familyId: row.family_id,
    channelId: row.channel_id,
  }
}
