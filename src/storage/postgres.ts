import postgres from 'postgres'
import { type Db, OutcomeUnknown, type Param, type Store, type Table, type Tx } from './db.ts'
import { toArrays, unnest } from './postgres-arrays.ts'

const BIGINT = 20
/**
 * serialization_failure, deadlock_detected, unique_violation, and division_by_zero, by which a statement says of itself that what it was decided on has changed:
 * the work met somebody else's and may be tried again.
 */
const CONFLICTS = new Set(['40001', '40P01', '23505', '22012'])
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
          if (isLost(error)) throw new OutcomeUnknown('the connection to the database was lost', { cause: error })
          if (attempt === MAX_ATTEMPTS || !isConflict(error)) throw error
        }
      }
    },
    async alone<Row>(text: string, params: readonly Param[]) {
      const started = performance.now()
      try {
        const row = await queries(sql).one<Row>(text, params)
        committed({ seconds: (performance.now() - started) / 1000, transactions: 1 })
        return row ?? 'conflict'
      } catch (error) {
        if (isConflict(error)) return 'conflict'
        if (isLost(error)) throw new OutcomeUnknown('the connection to the database was lost', { cause: error })
        throw error
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

/** The driver's own words for a connection that ended, the system's, and the server's when it is ended or ends itself. */
const LOST = /^(?:CONNECTION_(?:CLOSED|DESTROYED|ENDED)|ECONNRESET|EPIPE|ETIMEDOUT|57P0[1-5]|08...)$/

function isLost(error: unknown): boolean {
  return LOST.test(String((error as { code?: unknown } | null)?.code))
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
      if (rows.length > 0) await query(insertText(table), toArrays(table, Object.keys(table.columns), rows))
    },
    async updateMany(table, by, set, rows) {
      if (rows.length === 0) return 0
      return (await query(updateText(table, by, set), toArrays(table, [...by, ...set.filter((column) => !column.includes('='))], rows)))
        .count
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
    text = `insert into ${table.name} (${columns.join(', ')}) select * from ${unnest(table, columns, 1)} as rows`
    texts.set(table.name, text)
  }
  return text
}

function updateText(table: Table, by: readonly string[], set: readonly string[]): string {
  const columns = [...by, ...set.filter((column) => !column.includes('='))]
  const assignments = set.map((column) => (column.includes('=') ? column : `${column} = rows.${column}`)).join(', ')
  const where = by.map((column) => `${table.name}.${column} = rows.${column}`).join(' and ')
  return `update ${table.name} set ${assignments} from ${unnest(table, columns, 1)} as rows(${columns.join(', ')}) where ${where}`
}
