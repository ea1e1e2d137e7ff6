import postgres from 'postgres'
import type { Db, Param, Store, Table, Tx, Value } from './db.ts'

const BIGINT = 20
/** serialization_failure, deadlock_detected, unique_violation: the work met somebody else's and may be tried again. */
const CONFLICTS = new Set(['40001', '40P01', '23505'])
const MAX_ATTEMPTS = 5

/** Opens the server store: a pool of connections to one PostgreSQL (or a distributed one that speaks its protocol). */
export function openPostgres(url: string, options: { connections: number }): Store {
  const sql = postgres(url, {
    max: options.connections,
    onnotice: () => {},
    types: {
      // Our integers stay below 2^53, so a bigint is a JavaScript number.
      bigint: { to: BIGINT, from: [BIGINT], serialize: (value: number) => String(value), parse: (text: string) => Number(text) },
    },
    connection: { application_name: 'parley' },
  })
  let committed: Parameters<Store['onCommit']>[0] = () => {}
  return {
    ...queries(sql),
    async tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      const started = performance.now()
      for (let attempt = 1; ; attempt++) {
        try {
          const effects: (() => void)[] = []
          const value = await sql.begin((connection) =>
            work({ ...queries(connection), inTransaction: true, afterCommit: (effect) => effects.push(effect) }),
          )
          for (const effect of effects) effect()
          committed({ seconds: (performance.now() - started) / 1000, transactions: 1 })
          return value as T
        } catch (error) {
          if (attempt === MAX_ATTEMPTS || !isConflict(error)) throw error
        }
      }
    },
    onCommit(listener) {
      committed = listener
    },
    async close() {
      await sql.end({ timeout: 5 })
    },
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof postgres.PostgresError && CONFLICTS.has(error.code)
}

type Connection = postgres.Sql<{ bigint: number }> | postgres.TransactionSql<{ bigint: number }>

function queries(sql: Connection): Db {
  // Named prepared statements: the hot texts are few and are planned once per connection.
  const query = (text: string, params: readonly Param[] = []) => sql.unsafe(text, params as (string | number | null)[], { prepare: true })
  return {
    engine: 'postgres',
    async all<Row>(text: string, params?: readonly Param[]) {
      return Array.from(await query(text, params)) as unknown as Row[] // a plain array, as on the other engine
    },
    async rows<Row extends readonly unknown[]>(text: string, params?: readonly Param[]) {
      return Array.from(await query(text, params).values()) as unknown as Row[]
    },
    async one<Row>(text: string, params?: readonly Param[]) {
      return (await query(text, params))[0] as Row | undefined
    },
    async run(text, params) {
      return (await query(text, params)).count
    },
    async insertMany(table, rows) {
      if (rows.length > 0) await query(insertText(table), columnsOf(rows))
    },
    async updateMany(table, by, set, rows) {
      if (rows.length > 0) await query(updateText(table, by, set), columnsOf(rows))
    },
    async takeIds(count) {
      if (count === 0) return []
      const rows = await query("select nextval('parley_ids') as id from generate_series(1, $1::int)", [count])
      return rows.map((row) => row.id as number)
    },
  }
}

const texts = new Map<string, string>()

function insertText(table: Table): string {
  let text = texts.get(table.name)
  if (!text) {
    const columns = Object.keys(table.columns)
    text = `insert into ${table.name} (${columns.join(', ')}) select * from ${unnest(table, columns)} as rows`
    texts.set(table.name, text)
  }
  return text
}

function updateText(table: Table, by: readonly string[], set: readonly string[]): string {
  const columns = [...by, ...set]
  const assignments = set.map((column) => `${column} = rows.${column}`).join(', ')
  const where = by.map((column) => `${table.name}.${column} = rows.${column}`).join(' and ')
  return `update ${table.name} set ${assignments} from ${unnest(table, columns)} as rows(${columns.join(', ')}) where ${where}`
}

function unnest(table: Table, columns: readonly string[]): string {
  return `unnest(${columns.map((column, index) => `$${index + 1}::${table.columns[column]}[]`).join(', ')})`
}

/** Rows turned into one array per column. */
function columnsOf(rows: readonly Value[][]): Param[] {
  const width = rows[0]?.length ?? 0
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column])) as unknown as Param[]
}
