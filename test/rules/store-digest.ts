import { hash } from 'node:crypto'
import type { Store } from '../../src/storage/db.ts'

// Ids that were taken and not used are no state; the index is filled by whoever searches, from what the other tables hold; a refused sign-in is counted;
// what no message names is removed soon after.
const LEFT_OUT = /^(?:sqlite_|message_search|search_progress$|id_counter$|sign_in_attempts$|loose_blobs$)/

/** A digest of every row of every table. Two that are equal mean that nothing at all was written in between. */
export async function digestStore(store: Store): Promise<string> {
  const tables = await tablesOf(store)
  // PostgreSQL makes it itself, in one go: to fetch all rows after every refusal takes most of a walk's time.
  if (store.engine === 'postgres') {
    const each = tables.map((table) => `select '${table}' as name, md5(string_agg(r::text, ' ' order by r::text)) as rows from ${table} r`)
    return JSON.stringify(await store.all(each.join(' union all ')))
  }
  const contents = await Promise.all(
    tables.map(async (table) => {
      const rows = await store.all<Record<string, unknown>>(`select * from ${table}`)
      return `${table}\n${rows
        .map((row) => JSON.stringify(row))
        .sort()
        .join('\n')}`
    }),
  )
  return hash('sha256', contents.join('\n\n'))
}

const known = new WeakMap<Store, string[]>()

/** The names of all tables that hold state. */
export async function tablesOf(store: Store): Promise<string[]> {
  let tables = known.get(store)
  if (!tables) {
    const text =
      store.engine === 'sqlite'
        ? "select name from sqlite_master where type = 'table' order by name"
        : 'select tablename as name from pg_tables where schemaname = current_schema() order by tablename'
    tables = (await store.all<{ name: string }>(text)).map((row) => row.name).filter((name) => !LEFT_OUT.test(name))
    known.set(store, tables)
  }
  return tables
}
