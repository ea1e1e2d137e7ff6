import type { Db, Streaming, Table, Tx, Value } from '../../db.ts'
import { ACCOUNT_TABLES, type AccountTable } from './account-tables.ts'

export type Row = readonly Value[]

/** A table's columns in their order, with their types. */
export async function readColumns(db: Db, name: string): Promise<Table['columns']> {
  const rows = await db.rows<[column: string, type: string]>(
    db.engine === 'sqlite'
      ? 'select name, type from pragma_table_info($1) order by cid'
      : 'select column_name, data_type from information_schema.columns where table_schema = current_schema() and table_name = $1 order by ordinal_position',
    [name],
  )
  return Object.fromEntries(rows) as Table['columns']
}

/** An account's rows of a table, from end to end. */
export async function* streamAccountRows(db: Db & Streaming, accountId: number, table: AccountTable): AsyncGenerator<Row[], void> {
  const columns = await readColumns(db, table.name)
  // Bytes are compared, as SQLite does.
  const order = table.key.map((name) => (db.engine === 'postgres' && columns[name] === 'text' ? `${name} collate "C"` : name))
  yield* db.stream<Row>(
    `select ${Object.keys(columns).join(', ')} from ${table.name} where ${table.own ?? 'account_id = $1'} order by ${order.join(', ')}`,
    [accountId],
  )
}

/** How many there are. */
export async function countAccountRows(db: Db, accountId: number, table: AccountTable): Promise<number> {
  const row = await db.one<{ count: number }>(`select count(*) as count from ${table.name} where ${table.own ?? 'account_id = $1'}`, [
    accountId,
  ])
  return row?.count ?? 0
}

/** The row of a table with the same key, if one is there. */
export async function findTwin(db: Db, table: AccountTable, columns: Table['columns'], row: Row): Promise<Row | undefined> {
  const names = Object.keys(columns)
  const where = table.key.map((name, index) => `${name} = $${index + 1}`).join(' and ')
  const [twin] = await db.rows<Value[]>(
    `select ${names.join(', ')} from ${table.name} where ${where}`,
    table.key.map((name) => row[names.indexOf(name)] ?? null),
  )
  return twin
}

/** The first table in which another account has one of an account's ids, with that id. */
export async function findTakenId(tx: Tx, accountId: number, otherId: number): Promise<{ table: string; id: number } | undefined> {
  for (const table of ACCOUNT_TABLES) {
    if (!table.hasIds) continue
    const [taken] = await tx.rows<[id: number]>(
      `select a.id from ${table.name} a where a.account_id = $1
         and exists (select 1 from ${table.name} b where b.account_id = $2 and b.id = a.id) limit 1`,
      [accountId, otherId],
    )
    if (taken) return { table: table.name, id: taken[0] }
  }
  return undefined
}

/** The highest of an account's ids; 0 without any. */
export async function findHighestId(db: Db, accountId: number): Promise<number> {
  let highest = 0
  for (const table of ACCOUNT_TABLES) {
    if (!table.hasIds) continue
    const row = await db.one<{ id: number }>(`select coalesce(max(id), 0) as id from ${table.name} where account_id = $1`, [accountId])
    highest = Math.max(highest, row?.id ?? 0)
  }
  return highest
}

/** The id that is given out next. */
export async function readNextId(db: Db): Promise<number> {
  const sql =
    db.engine === 'sqlite'
      ? 'select next_id as next from id_counter'
      : 'select last_value + case when is_called then 1 else 0 end as next from parley_ids'
  return (await db.one<{ next: number }>(sql))?.next ?? 1
}

/** Sees to it that no id below one is given out any more. */
export async function raiseNextId(tx: Tx, next: number): Promise<void> {
  if ((await readNextId(tx)) >= next) return
  if (tx.engine === 'sqlite') await tx.run('update id_counter set next_id = $1', [next])
  else await tx.rows("select setval('parley_ids', $1, false)", [next])
}
