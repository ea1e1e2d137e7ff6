import type { Db, Tx } from '../db.ts'

export type SearchEntry = { messageId: number; text: string }

/** The account's own word in the SQLite index. */
function scopeOf(accountId: number): string {
  return `account${accountId}`
}

export async function putSearchEntries(tx: Tx, accountId: number, entries: readonly SearchEntry[]): Promise<void> {
  for (const { messageId, text } of entries) {
    await deleteSearchEntry(tx, accountId, messageId)
    if (tx.engine === 'sqlite') {
      await tx.run('insert into message_search (rowid, scope, body) values ($1, $2, $3)', [messageId, scopeOf(accountId), text])
    } else {
      await tx.run("insert into message_search (account_id, message_id, words) values ($1, $2, to_tsvector('simple', $3))", [
        accountId,
        messageId,
        text,
      ])
    }
  }
}

export async function deleteSearchEntry(tx: Tx, accountId: number, messageId: number): Promise<void> {
  if (tx.engine === 'sqlite') await tx.run('delete from message_search where rowid = $1', [messageId])
  else await tx.run('delete from message_search where account_id = $1 and message_id = $2', [accountId, messageId])
}

/**
 * Ids of messages that hold all of the words (the last one as a prefix), newest first, older than `beforeId`.
 */
export async function searchMessageIds(
  db: Db,
  accountId: number,
  words: readonly string[],
  page: { beforeId: number; limit: number },
): Promise<number[]> {
  if (words.length === 0) return []
  if (db.engine === 'sqlite') {
    const phrase = words.map((word) => `body : "${word.replaceAll('"', '""')}"`).join(' AND ')
    const rows = await db.all<{ id: number }>(
      'select rowid as id from message_search where message_search match $1 and rowid < $2 order by rowid desc limit $3',
      [`scope : "${scopeOf(accountId)}" AND ${phrase} *`, page.beforeId, page.limit],
    )
    return rows.map((row) => row.id)
  }
  const query = words.map((word) => `'${word.replace(/['\\]/g, ' ').trim()}'`)
  const rows = await db.all<{ message_id: number }>(
    `select message_id from message_search where account_id = $1 and words @@ to_tsquery('simple', $2) and message_id < $3
     order by message_id desc limit $4`,
    [accountId, `${query.join(' & ')}:*`, page.beforeId, page.limit],
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
