import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type Db, type Param, STREAM_STEP, type Table, type Value } from './db.ts'

const SQLITE_BUSY = 5
const BUSY_MS = 10_000

/** With `secure_delete`, what is deleted is overwritten in the pages that are written anyway; pages that become free keep it until they are used again. */
export function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec(`pragma busy_timeout = ${BUSY_MS}`)
  enterWal(db)
  db.exec(`
    pragma synchronous = normal;
    pragma wal_autocheckpoint = 0;
    pragma cache_size = -8000;
    pragma mmap_size = 268435456;
    pragma temp_store = memory;
    pragma secure_delete = fast;
  `)
  return db
}

/** Two processes that make the same new file a log at once: one is refused without waiting, whatever the busy timeout, and tries again. */
function enterWal(db: DatabaseSync): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (const end = Date.now() + BUSY_MS; ; Atomics.wait(pause, 0, 0, 10)) {
    try {
      db.exec('pragma journal_mode = wal')
      return
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY || Date.now() > end) throw error
    }
  }
}

/** Prepared statements by their text. */
export type Statements = {
  get(sql: string): StatementSync
  /** As `get`, for rows as arrays. */
  getArrays(sql: string): StatementSync
  /** As `get`, without keeping it. */
  makeOne(sql: string): StatementSync
  run(sql: string, params?: readonly Param[]): number
}

export function createStatements(db: DatabaseSync): Statements {
  const objects = new Map<string, StatementSync>()
  const arrays = new Map<string, StatementSync>()
  function get(sql: string): StatementSync {
    let statement = objects.get(sql)
    if (!statement) {
      statement = prepare(db, sql)
      objects.set(sql, statement)
    }
    return statement
  }
  return {
    get,
    getArrays(sql) {
      let statement = arrays.get(sql)
      if (!statement) {
        statement = prepare(db, sql)
        statement.setReturnArrays(true)
        arrays.set(sql, statement)
      }
      return statement
    },
    makeOne: (sql) => prepare(db, sql),
    run(sql, params = []) {
      return Number(get(sql).run(...toValues(params)).changes)
    },
  }
}

/** `$1` becomes `?1` and a list parameter becomes a JSON array, once per text. */
function prepare(db: DatabaseSync, sql: string): StatementSync {
  return db.prepare(sql.replace(/= any\(\$(\d+)\)/g, 'in (select value from json_each(?$1))').replace(/\$(\d+)/g, '?$1'))
}

/** Its statement is its own, so that it may be under way while the same text runs elsewhere. */
export async function* streamRows<Row>(statements: Statements, sql: string, params: readonly Param[] = []): AsyncGenerator<Row[], void> {
  const statement = statements.makeOne(sql)
  statement.setReturnArrays(true)
  let rows: Row[] = []
  for (const row of statement.iterate(...toValues(params))) {
    rows.push(row as Row)
    if (rows.length < STREAM_STEP) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}

/** The engine-neutral face of a connection. */
export function toDb(statements: Statements): Db {
  return {
    engine: 'sqlite',
    async all<Row>(sql: string, params: readonly Param[] = []) {
      return statements.get(sql).all(...toValues(params)) as Row[]
    },
    async allOnce<Row>(sql: string, params: readonly Param[] = []) {
      return statements.makeOne(sql).all(...toValues(params)) as Row[]
    },
    async rows<Row extends readonly unknown[]>(sql: string, params: readonly Param[] = []) {
      return statements.getArrays(sql).all(...toValues(params)) as unknown as Row[]
    },
    async one<Row>(sql: string, params: readonly Param[] = []) {
      return statements.get(sql).get(...toValues(params)) as Row | undefined
    },
    async run(sql, params = []) {
      return statements.run(sql, params)
    },
    async insertMany(table, rows) {
      if (rows.length === 0) return
      const insert = statements.get(insertText(table))
      for (const row of rows) insert.run(...row)
    },
    async updateMany(table, by, set, rows, also) {
      if (rows.length === 0) return 0
      const update = statements.get(updateText(table, by, set, also))
      let found = 0
      for (const row of rows) found += Number(update.run(...row).changes)
      return found
    },
    async deleteMany(table, by, rows) {
      const remove = statements.get(`delete from ${table.name} where ${matching(by)}`)
      let found = 0
      for (const row of rows) found += Number(remove.run(...row).changes)
      return found
    },
    async takeIds(count) {
      if (count === 0) return []
      const row = statements.get('update id_counter set next_id = next_id + ?1 returning next_id').get(count) as { next_id: number }
      return Array.from({ length: count }, (_, index) => row.next_id - count + index)
    },
  }
}

/** By the table as it was given: two may name other columns of one table. */
const texts = new WeakMap<Table, string>()

function insertText(table: Table): string {
  let text = texts.get(table)
  if (!text) {
    const columns = Object.keys(table.columns)
    text = `insert into ${table.name} (${columns.join(', ')}) values (${columns.map((_, index) => `?${index + 1}`).join(', ')})`
    texts.set(table, text)
  }
  return text
}

function updateText(table: Table, by: readonly string[], set: readonly string[], also?: string): string {
  const assignments = [...set.map((column, index) => `${column} = ?${by.length + index + 1}`), ...(also ? [also] : [])].join(', ')
  return `update ${table.name} set ${assignments} where ${matching(by)}`
}

function matching(by: readonly string[]): string {
  return by.map((column, index) => `${column} = ?${index + 1}`).join(' and ')
}

/** Lists become JSON; parameters without one, which is nearly all of them, are bound as they are. */
function toValues(params: readonly Param[]): readonly Value[] {
  return params.some((param) => typeof param === 'object' && param !== null) ? params.map(toValue) : (params as readonly Value[])
}

function toValue(param: Param): Value {
  return typeof param === 'object' && param !== null ? JSON.stringify(param) : param
}
