import postgres from 'postgres'
import { type Db, OutcomeUnknown, type Param, STREAM_STEP, type Store, type Streaming, type Table, type Tx } from './db.ts'
import type { Growth } from './growth.ts'
import { toArrays, unnest } from './postgres-arrays.ts'
import { CHANNEL, openPeers } from './postgres-peers.ts'

const BIGINT = 20
/**
 * serialization_failure, deadlock_detected, unique_violation, and division_by_zero, by which a statement says of itself that what it was decided on has changed:
 * the work met somebody else's and may be tried again.
 */
const CONFLICTS = new Set(['40001', '40P01', '23505', '22012'])
const MAX_ATTEMPTS = 5

/** Opens the server store: a pool of connections to one PostgreSQL (or a distributed one that speaks its protocol). */
export function openPostgres(url: string, options: { connections: number }): Store {
  const settings = {
    max: options.connections,
    connect_timeout: 10,
    // Seconds between attempts to connect; the driver's own go up to 20, long after the database is back.
    backoff: (retries: number) => Math.min(0.02 * 2 ** retries, 0.5),
    onnotice: () => {},
    types: {
      // Our integers stay below 2^53, so a bigint is a JavaScript number.
      bigint: { to: BIGINT, from: [BIGINT], serialize: (value: number) => String(value), parse: (text: string) => Number(text) },
    },
    connection: { application_name: 'parley' },
  }
  const sql = postgres(url, settings)
  let committed: Parameters<Store['onCommit']>[0] = () => {}
  const peers = openPeers({
    open: () => postgres(url, { ...settings, max: 1 }),
    send: (payload) => sql`select pg_notify(${CHANNEL}, ${payload})`,
  })
  const { growth } = peers
  const onPool: Query = (text, params, prepare) => send(sql, text, params, prepare)
  return {
    ...queries(onPool),
    async tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      const started = performance.now()
      for (let attempt = 1; ; attempt++) {
        try {
          const { value, effects } = await transact(sql, growth, work)
          for (const effect of effects) effect()
          committed({ seconds: (performance.now() - started) / 1000, transactions: 1 })
          return value
        } catch (error) {
          if (attempt === MAX_ATTEMPTS || !isConflict(error)) throw error
        }
      }
    },
    async alone<Row>(accountId: number, text: string, params: readonly Param[]) {
      const started = performance.now()
      try {
        const row = (await onPool(text, params))[0] as Row | undefined
        committed({ seconds: (performance.now() - started) / 1000, transactions: 1 })
        if (row) growth.tell(accountId)
        return row ?? 'conflict'
      } catch (error) {
        if (isConflict(error)) return 'conflict'
        throw isLost(error) ? lost(error) : error
      }
    },
    onGrowth: peers.onGrowth,
    broadcast: peers.broadcast,
    onBroadcast: peers.onBroadcast,
    async snapshot<T>(work: (db: Db & Streaming) => Promise<T>) {
      const reading = await sql.begin('isolation level repeatable read read only', (connection) => {
        const query: Query = (text, params, prepare) => send(connection, text, params, prepare)
        return work({ ...queries(query), stream: streamOf(connection) })
      })
      return reading as T
    },
    onCommit(listener) {
      committed = listener
    },
    async close() {
      await peers.close()
      await sql.end({ timeout: 1 }) // seconds; nothing is under way, but after a lost connection the driver waits to the end
    },
  }
}

/**
 * One attempt. Nothing is sent on a connection that was lost, neither another query nor a rollback: the driver would try to write to a socket that is gone, and end the
 * process. Work that meets the loss therefore never ends, and the driver's own notice of it ends the attempt.
 */
async function transact<T>(
  sql: postgres.Sql<{ bigint: number }>,
  growth: Pick<Growth, 'tell'>,
  work: (tx: Tx) => Promise<T>,
): Promise<{ value: T; effects: (() => void)[] }> {
  const effects: (() => void)[] = []
  let failure: OutcomeUnknown | undefined
  let thrown: unknown
  const note = (error: unknown) => {
    if (error !== thrown && isLost(error)) failure ??= lost(error)
  }
  const attempt = sql.begin(async (connection) => {
    const query: Query = (text, params, prepare) => {
      if (failure) throw failure
      const pending = send(connection, text, params, prepare)
      pending.catch(note)
      return pending
    }
    try {
      return await work({
        ...queries(query),
        stream: streamOf(connection, note),
        inTransaction: true,
        afterCommit: (effect) => effects.push(effect),
        grows: (accountId) => effects.push(() => growth.tell(accountId)),
      })
    } catch (error) {
      thrown = error
      if (failure) return new Promise<never>(() => {})
      throw error
    }
  })
  attempt.catch(note)
  try {
    return { value: (await attempt) as T, effects }
  } catch (error) {
    throw failure ?? error
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof postgres.PostgresError && CONFLICTS.has(error.code)
}

/**
 * Whether a query failed because its connection did, so that nobody knows what became of it. Other errors are the server's refusals, connections that were never made, and
 * what the driver itself would not send.
 */
function isLost(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return error.severity === 'FATAL' || error.severity === 'PANIC'
  const { code = '', syscall } = (error ?? {}) as { code?: string; syscall?: string }
  if (syscall !== undefined) return syscall !== 'connect' && syscall !== 'getaddrinfo'
  return /^(?:CONNECTION_|EPROTO|ERR_(?:SSL|TLS|STREAM))/.test(code)
}

function lost(cause: unknown): OutcomeUnknown {
  return new OutcomeUnknown('the connection to the database was lost', { cause })
}

type Connection = postgres.Sql<{ bigint: number }> | postgres.TransactionSql<{ bigint: number }>
type Query = (text: string, params?: readonly Param[], prepare?: boolean) => ReturnType<typeof send>

/** Prepared under a name, unless told otherwise: the hot texts are few and are planned once per connection. */
function send(connection: Connection, text: string, params: readonly Param[] = [], prepare = true) {
  return connection.unsafe(text, params as (string | number | null)[], { prepare })
}

/** Whatever ends it is told first: the driver must not be asked to go on with a connection that was lost. */
function streamOf(connection: Connection, note: (error: unknown) => void = () => {}): Streaming['stream'] {
  return async function* <Row extends readonly unknown[]>(text: string, params?: readonly Param[]) {
    try {
      const cursor = send(connection, text, params, false).values().cursor(STREAM_STEP)
      for await (const rows of cursor) yield Array.from(rows) as unknown as Row[]
    } catch (error) {
      note(error)
      throw error
    }
  }
}

function queries(query: Query): Db {
  return {
    engine: 'postgres',
    async all<Row>(text: string, params?: readonly Param[]) {
      return Array.from(await query(text, params)) as unknown as Row[] // a plain array, as on the other engine
    },
    async allOnce<Row>(text: string, params?: readonly Param[]) {
      return Array.from(await query(text, params, false)) as unknown as Row[]
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
    async updateMany(table, by, set, rows, also) {
      if (rows.length === 0) return 0
      return (await query(updateText(table, by, set, also), toArrays(table, [...by, ...set], rows))).count
    },
    async deleteMany(table, by, rows) {
      if (rows.length === 0) return 0
      return (await query(deleteText(table, by), toArrays(table, by, rows))).count
    },
    async takeIds(count) {
      if (count === 0) return []
      const rows = await query("select nextval('parley_ids') as id from generate_series(1, $1::int)", [count])
      return rows.map((row) => row.id as number)
    },
  }
}

/** By the table as it was given: two may name other columns of one table. */
const texts = new WeakMap<Table, string>()

function insertText(table: Table): string {
  let text = texts.get(table)
  if (!text) {
    const columns = Object.keys(table.columns)
    text = `insert into ${table.name} (${columns.join(', ')}) select * from ${unnest(table, columns, 1)} as rows`
    texts.set(table, text)
  }
  return text
}

function updateText(table: Table, by: readonly string[], set: readonly string[], also?: string): string {
  const columns = [...by, ...set]
  const assignments = [...set.map((column) => `${column} = rows.${column}`), ...(also ? [also] : [])].join(', ')
  return `update ${table.name} set ${assignments} from ${unnest(table, columns, 1)} as rows(${columns.join(', ')}) where ${matching(table, by)}`
}

function deleteText(table: Table, by: readonly string[]): string {
  return `delete from ${table.name} using ${unnest(table, by, 1)} as rows(${by.join(', ')}) where ${matching(table, by)}`
}

function matching(table: Table, by: readonly string[]): string {
  return by.map((column) => `${table.name}.${column} = rows.${column}`).join(' and ')
}
