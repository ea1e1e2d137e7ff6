import type { Db, Tx } from '../../db.ts'

/** A message and its words, folded as a search folds them. */
export type SearchEntry = { messageId: number; words: readonly string[] }

/** The account's own word in the SQLite index. */
function scopeOf(accountId: number): string {
  return `account${accountId}`
}

/** Enters messages, or enters them anew. */
export async function putSearchEntries(tx: Tx, accountId: number, entries: readonly SearchEntry[]): Promise<void> {
  if (entries.length === 0) return
  const ids = entries.map((entry) => entry.messageId)
  const texts = entries.map((entry) => entry.words.join(' '))
  if (tx.engine === 'postgres') {
    // The words as they are: PostgreSQL's own parser would make hosts, numbers and addresses of them.
    await tx.run(
      `insert into message_search (account_id, message_id, words)
       select $1, id, array_to_tsvector(string_to_array(body, ' ')) from unnest($2::bigint[], $3::text[]) as entry(id, body)
       on conflict (account_id, message_id) do update set words = excluded.words`,
      [accountId, ids, texts],
    )
    return
  }
  await deleteSearchEntries(tx, accountId, ids)
  for (const [index, id] of ids.entries()) {
    await tx.run('insert into message_search (rowid, scope, body) values ($1, $2, $3)', [id, scopeOf(accountId), texts[index] ?? ''])
  }
}

export async function deleteSearchEntries(tx: Tx, accountId: number, messageIds: readonly number[]): Promise<void> {
  if (tx.engine === 'postgres') {
    await tx.run('delete from message_search where account_id = $1 and message_id = any($2)', [accountId, messageIds])
    return
  }
  for (const id of messageIds) await tx.run('delete from message_search where rowid = $1', [id])
}

/** Ids of messages that hold all of the words (the last one as a prefix), newest first, older than `beforeId`. Words hold letters, digits and marks only. */
export async function searchMessageIds(
  db: Db,
  accountId: number,
  words: readonly string[],
  page: { beforeId: number; limit: number },
): Promise<number[]> {
  if (words.length === 0) return []
  if (db.engine === 'sqlite') {
    const phrases = words.map((word) => `body : "${word}"`).join(' AND ')
    const rows = await db.all<{ id: number }>(
      'select rowid as id from message_search where message_search match $1 and rowid < $2 order by rowid desc limit $3',
      [`scope : "${scopeOf(accountId)}" AND ${phrases} *`, page.beforeId, page.limit],
    )
    return rows.map((row) => row.id)
  }
  const query = words.map((word) => `'${word}'`).join(' & ')
  const rows = await db.all<{ message_id: number }>(
    `select message_id from message_search where account_id = $1 and words @@ cast(cast($2 as text) as tsquery) and message_id < $3
     order by message_id desc limit $4`,
    [accountId, `${query}:*`, page.beforeId, page.limit],
  )
  return rows.map((row) => row.message_id)
}

export async function getSearchPosition(db: Db, accountId: number): Promise<number> {
  const row = await db.one<{ position: number }>('select position from search_progress where account_id = $1', [accountId])
  return row?.position ?? 0
}

export async function setSearchPosition(tx: Tx, accountId: number, position: number): Promise<void> {
  await tx.run(
    'insert into search_progress (account_id, position) values ($1, $2) on conflict (account_id) do update set position = excluded.position',
    [accountId, position],
  )
}

/** The search position as this transaction alone may move it. */
export async function lockSearchPosition(tx: Tx, accountId: number): Promise<number> {
  if (tx.engine === 'sqlite') return getSearchPosition(tx, accountId)
  await tx.run('insert into search_progress (account_id, position) values ($1, 0) on conflict (account_id) do nothing', [accountId])
  const row = await tx.one<{ position: number }>('select position from search_progress where account_id = $1 for update', [accountId])
  return row?.position ?? 0
}

/** Accounts whose log has gone on since they were last indexed. For the housekeeping only: it looks at all of them. */
export async function listUnindexedAccounts(db: Db): Promise<number[]> {
  const rows = await db.rows<[accountId: number]>(
    `select c.account_id from account_counters c left join search_progress p on p.account_id = c.account_id
     where c.position > coalesce(p.position, 0) order by c.account_id`,
  )
  return rows.map(([accountId]) => accountId)
}

/** Pages that are written anew in one step. */
const MERGE_PAGES = 64
/** So many of a hundred entries may be marked as deleted before their place is worth being freed. */
const WORTH_FREEING = 10

/**
 * Writes the embedded index anew, a step at a time, so that the words of messages that were taken out are in it no longer: until then they are only marked. `isFirst` begins it; says whether there
 * is more to do. PostgreSQL's entries are rows and go at once.
 */
export async function rewriteSearchIndex(tx: Tx, isFirst: boolean): Promise<boolean> {
  if (tx.engine === 'postgres') return false
  return (await merge(tx, isFirst ? -MERGE_PAGES : MERGE_PAGES)) || isFirst
}

/** The same for those parts of it alone of which much is marked. */
export async function freeSearchIndex(tx: Tx): Promise<boolean> {
  if (tx.engine === 'postgres') return false
  await configure(tx, 'deletemerge', WORTH_FREEING)
  const hasMore = await merge(tx, MERGE_PAGES)
  // Otherwise a deletion would do all of it at once.
  await configure(tx, 'deletemerge', 0)
  return hasMore
}

/** Says whether anything was done. */
async function merge(tx: Tx, pages: number): Promise<boolean> {
  const changes = async () => (await tx.one<{ changes: number }>('select total_changes() as changes'))?.changes ?? 0
  const before = await changes()
  await configure(tx, 'merge', pages)
  return (await changes()) - before >= 2
}

async function configure(tx: Tx, command: 'merge' | 'deletemerge', value: number): Promise<void> {
  await tx.run('insert into message_search (message_search, rank) values ($1, cast($2 as integer))', [command, value])
}
