import type { Db, Table, Tx } from '../db.ts'

/**
 * The first answer to a request that carried an Idempotency-Key. `scope` names the caller. `answer` is the body as sent; it is null once a message
 * it shows was edited or deleted, so that no deleted text lives on here; `messageIds` then says what to show as it is now.
 */
export type IdempotencyRecord = {
  scope: string
  key: string
  fingerprint: string
  status: number
  answer: string | null
  messageIds: number[]
  createdAt: number
}

const table: Table = {
  name: 'idempotency_keys',
  columns: {
    account_id: 'bigint',
    scope: 'text',
    idempotency_key: 'text',
    fingerprint: 'text',
    status: 'bigint',
    answer: 'text',
    message_id: 'bigint',
    message_ids: 'text',
    created_at: 'bigint',
  },
}

type Row = {
  scope: string
  idempotency_key: string
  fingerprint: string
  status: number
  answer: string | null
  message_id: number | null
  message_ids: string | null
  created_at: number
}

export async function findIdempotencyRecords(db: Db, accountId: number, keys: readonly string[]): Promise<IdempotencyRecord[]> {
  const rows = await db.all<Row>(
    `select scope, idempotency_key, fingerprint, status, answer, message_id, message_ids, created_at
     from idempotency_keys where account_id = $1 and idempotency_key = any($2)`,
    [accountId, keys],
  )
  return rows.map((row) => ({
    scope: row.scope,
    key: row.idempotency_key,
    fingerprint: row.fingerprint,
    status: row.status,
    answer: row.answer,
    messageIds: row.message_id === null ? splitIds(row.message_ids) : [row.message_id],
    createdAt: row.created_at,
  }))
}

/** Fails with a unique violation when a twin was first; the store then runs the transaction again and finds the twin's answer. */
export function insertIdempotencyRecords(tx: Tx, accountId: number, records: readonly IdempotencyRecord[]): Promise<void> {
  return tx.insertMany(
    table,
    records.map((r) => [
      accountId,
      r.scope,
      r.key,
      r.fingerprint,
      r.status,
      r.answer,
      r.messageIds.length === 1 ? (r.messageIds[0] ?? null) : null,
      r.messageIds.length > 1 ? `,${r.messageIds.join()},` : null,
      r.createdAt,
    ]),
  )
}

/** Empties every stored answer that shows a message. One message is found by an index; answers with several are few and are looked through. */
export async function forgetAnswersShowing(tx: Tx, accountId: number, messageId: number): Promise<void> {
  await tx.run('update idempotency_keys set answer = null where account_id = $1 and message_id = $2', [accountId, messageId])
  await tx.run('update idempotency_keys set answer = null where account_id = $1 and message_ids is not null and message_ids like $2', [
    accountId,
    `%,${messageId},%`,
  ])
}

/** The same for many messages of an account. */
export async function forgetAnswersShowingAny(tx: Tx, accountId: number, messageIds: readonly number[]): Promise<void> {
  await tx.run('update idempotency_keys set answer = null where account_id = $1 and message_id is not null and message_id = any($2)', [
    accountId,
    messageIds,
  ])
  const rows = await tx.rows<[scope: string, key: string, shown: string]>(
    'select scope, idempotency_key, message_ids from idempotency_keys where account_id = $1 and message_ids is not null and answer is not null',
    [accountId],
  )
  const gone = new Set(messageIds)
  for (const [scope, key, shown] of rows) {
    if (!splitIds(shown).some((id) => gone.has(id))) continue
    const which = [accountId, key, scope]
    await tx.run('update idempotency_keys set answer = null where account_id = $1 and idempotency_key = $2 and scope = $3', which)
  }
}

/** Drops at most `limit` records older than a time and says how many went. */
export async function deleteIdempotencyRecords(tx: Tx, before: number, limit: number): Promise<number> {
  return tx.run(
    `delete from idempotency_keys where (account_id, scope, idempotency_key) in
       (select account_id, scope, idempotency_key from idempotency_keys where created_at < $1 order by created_at limit $2)`,
    [before, limit],
  )
}

function splitIds(text: string | null): number[] {
  return text === null ? [] : text.slice(1, -1).split(',').map(Number)
}
