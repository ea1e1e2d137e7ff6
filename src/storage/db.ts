export type Value = string | number | null
/** A parameter: a value, or a list for `= any($n)`. */
export type Param = Value | readonly (string | number)[]

/** A table as the set-based writes need it: its name, and each column with its PostgreSQL type. */
export type Table = { name: string; columns: Record<string, 'bigint' | 'smallint' | 'text'> }

/**
 * All an engine offers to a query. SQL is one text for both engines: `$1` parameters, lists as `= any($1)`, integers for times and booleans,
 * JSON as text. Rows come back as plain objects with numbers and strings.
 */
export type Db = {
  readonly engine: 'sqlite' | 'postgres'
  all<Row>(sql: string, params?: readonly Param[]): Promise<Row[]>
  /** As `all`, for a text that is made for one request: it is not kept prepared, so that memory does not grow with what is asked. */
  allOnce<Row>(sql: string, params?: readonly Param[]): Promise<Row[]>
  /** As `all`, each row as an array in the order of the columns: half the cost where rows are many. */
  rows<Row extends readonly unknown[]>(sql: string, params?: readonly Param[]): Promise<Row[]>
  one<Row>(sql: string, params?: readonly Param[]): Promise<Row | undefined>
  /** Runs a statement and says how many rows it changed. */
  run(sql: string, params?: readonly Param[]): Promise<number>
  /** Inserts rows given as arrays in the order of `table.columns`; one round trip on PostgreSQL. */
  insertMany(table: Table, rows: readonly Value[][]): Promise<void>
  /** Sets `set` columns of the rows found by the `by` columns and says how many were found; each row is `[...by, ...set]`. `also` is an assignment that needs no value. */
  updateMany(table: Table, by: readonly string[], set: readonly string[], rows: readonly Value[][], also?: string): Promise<number>
  /** Deletes the rows found by the `by` columns and says how many were found. */
  deleteMany(table: Table, by: readonly string[], rows: readonly Value[][]): Promise<number>
  /** New ids, unique over the installation and larger than every id taken before by a transaction that has ended. */
  takeIds(count: number): Promise<number[]>
}

/** Reads what is too much for one go: rows as arrays, in the order of the columns, a few hundred at a time. On PostgreSQL nothing else can be asked meanwhile. */
export type Streaming = {
  stream<Row extends readonly unknown[]>(sql: string, params?: readonly Param[]): AsyncIterable<Row[]>
}

/** How many rows a stream gives at a time. */
export const STREAM_STEP = 500

/** Inside a transaction. The brand keeps a query that needs one from being called without. */
export type Tx = Db &
  Streaming & {
    readonly inTransaction: true
    /** Runs something once the transaction is durable, before its caller goes on; never when it was rolled back. It must not throw. */
    afterCommit(effect: () => void): void
    /** Says that the account's log grows with this transaction, or that those who follow it have something to do for another reason. */
    grows(accountId: number): void
  }

export type Store = Db & {
  /**
   * Runs `work` in one transaction and resolves once it is durable; a throw rolls back all of it. On PostgreSQL, work that met another
   * transaction (deadlock, serialisation failure, unique violation, a condition of its own) runs again, so it must have no effect outside of the transaction.
   * On SQLite the transactions asked for in one turn of the event loop share a commit, each behind its own savepoint.
   */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Reads the store as it is at this moment, for as long as that takes, whatever is written meanwhile; nobody waits for it. Until it ends, SQLite's log cannot begin anew and PostgreSQL
   * keeps old rows.
   */
  snapshot<T>(work: (db: Db & Streaming) => Promise<T>): Promise<T>
  /**
   * One writing statement that is a transaction of its own, and with which the log of an account grows: on PostgreSQL a single round trip. Resolves with its row
   * once it is durable, or with `conflict` when it met another transaction and has changed nothing.
   */
  alone<Row>(accountId: number, sql: string, params: readonly Param[]): Promise<Row | 'conflict'>
  /**
   * Tells of accounts whose log has grown, once that is durable. It is a hint, for whoever follows a log: nothing may rest on it, because one that comes from another process may be
   * late or lost. Gives what ends it; a listener must not throw.
   */
  onGrowth(listener: (accountId: number) => void): () => void
  /**
   * Passes a short text on to the other processes over this store, where there are any and it can: late, or never, as a hint is. `from` names the process that
   * sent it. Gives what ends it; a listener must not throw.
   */
  broadcast(text: string): void
  onBroadcast(listener: (text: string, from: string) => void): () => void
  /** Durable commits and the rows they wrote, for the metrics. */
  onCommit(listener: (commit: { seconds: number; transactions: number }) => void): void
  close(): Promise<void>
}

/**
 * The connection was lost while a transaction was under way, and whether it took effect is not known. Whoever repeats it by themselves may do it twice: the caller is to be
 * told, and one that gave an Idempotency-Key can ask again.
 */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown'
}

/** ` for share` where rows must stay as they are until the transaction ends, whoever else looks at them. */
export function forShare(db: Db): string {
  return db.engine === 'postgres' ? ' for share' : ''
}

/** ` for update skip locked`: rows that somebody else holds are left to them. */
export function forUpdateSkipLocked(db: Db): string {
  return db.engine === 'postgres' ? ' for update skip locked' : ''
}

/** ` for update` where rows must be locked by hand; SQLite has one writer and needs none. */
export function forUpdate(db: Db): string {
  return db.engine === 'postgres' ? ' for update' : ''
}
