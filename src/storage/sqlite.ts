import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Db, Param, Store, Table, Tx, Value } from './db.ts'

type Pending = { work: (tx: Tx) => Promise<unknown>; resolve: (value: unknown) => void; reject: (error: unknown) => void }

const MAX_GROUP = 512

/**
 * Opens the embedded store. One connection writes, behind a queue; another reads, so a reader never sees what is not yet durable.
 * `synchronous=FULL` makes every commit reach the disk before it is acknowledged.
 */
export function openSqlite(path: string): Store {
  const writer = connect(path)
  const reader = connect(path)
  reader.exec('pragma query_only = 1')
  const write = statements(writer)
  const tx: Tx = { ...queries(write), inTransaction: true }
  const queue: Pending[] = []
  let draining = false
  let closed = false
  let committed: Parameters<Store['onCommit']>[0] = () => {}

  async function drain(): Promise<void> {
    await undefined // everything asked for in this turn joins the group
    while (queue.length > 0) await commitGroup(queue.splice(0, MAX_GROUP))
    draining = false
  }

  /** One durable commit for many transactions. A failed one is rolled back alone; a failed commit fails them all. */
  async function commitGroup(group: Pending[]): Promise<void> {
    const started = performance.now()
    const done: (() => void)[] = []
    try {
      write.run('begin immediate')
      for (const item of group) done.push(await runOne(item))
      write.run('commit')
    } catch (error) {
      if (writer.isTransaction) write.run('rollback')
      for (const item of group) item.reject(error)
      return
    }
    committed({ seconds: (performance.now() - started) / 1000, transactions: group.length })
    for (const settle of done) settle()
  }

  async function runOne(item: Pending): Promise<() => void> {
    write.run('savepoint one')
    try {
      const value = await item.work(tx)
      write.run('release one')
      return () => item.resolve(value)
    } catch (error) {
      // Some errors (disk full, I/O) end the whole transaction by themselves; then nobody in the group may be told it went well.
      if (!writer.isTransaction) throw error
      write.run('rollback to one')
      write.run('release one')
      return () => item.reject(error)
    }
  }

  return {
    ...queries(statements(reader)),
    tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      if (closed) return Promise.reject(new Error('the store is closed'))
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      queue.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (!draining) {
        draining = true
        void drain()
      }
      return promise
    },
    async script(sql) {
      writer.exec(sql)
    },
    onCommit(listener) {
      committed = listener
    },
    async close() {
      closed = true
      while (draining) await new Promise((resolve) => setImmediate(resolve))
      reader.close()
      writer.close()
    },
  }
}

function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec(`
    pragma busy_timeout = 10000;
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = off;
    pragma cache_size = -32000;
    pragma mmap_size = 268435456;
    pragma temp_store = memory;
  `)
  return db
}

type Statements = {
  get(sql: string): StatementSync
  run(sql: string, params?: readonly Param[]): number
}

/** Statements stay prepared; `$1` becomes `?1` and a list parameter becomes a JSON array, once per text. */
function statements(db: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>()
  function get(sql: string): StatementSync {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = db.prepare(sql.replace(/= any\(\$(\d+)\)/g, 'in (select value from json_each(?$1))').replace(/\$(\d+)/g, '?$1'))
      prepared.set(sql, statement)
    }
    return statement
  }
  return {
    get,
    run(sql, params = []) {
      return Number(get(sql).run(...params.map(toValue)).changes)
    },
  }
}

function queries(statement: Statements): Db {
  return {
    engine: 'sqlite',
    async all<Row>(sql: string, params: readonly Param[] = []) {
      return statement.get(sql).all(...params.map(toValue)) as Row[]
    },
    async one<Row>(sql: string, params: readonly Param[] = []) {
      return statement.get(sql).get(...params.map(toValue)) as Row | undefined
    },
    async run(sql, params = []) {
      return statement.run(sql, params)
    },
    async insertMany(table, rows) {
      if (rows.length === 0) return
      const insert = statement.get(insertText(table))
      for (const row of rows) insert.run(...row)
    },
    async updateMany(table, by, set, rows) {
      if (rows.length === 0) return
      const update = statement.get(updateText(table, by, set))
      for (const row of rows) update.run(...row)
    },
    async takeIds(count) {
      if (count === 0) return []
      const row = statement.get('update id_counter set next_id = next_id + ?1 returning next_id').get(count) as { next_id: number }
      return Array.from({ length: count }, (_, index) => row.next_id - count + index)
    },
  }
}

const texts = new Map<string, string>()

function insertText(table: Table): string {
  let text = texts.get(table.name)
  if (!text) {
    const columns = Object.keys(table.columns)
    text = `insert into ${table.name} (${columns.join(', ')}) values (${columns.map((_, index) => `?${index + 1}`).join(', ')})`
    texts.set(table.name, text)
  }
  return text
}

function updateText(table: Table, by: readonly string[], set: readonly string[]): string {
  const assignments = set.map((column, index) => `${column} = ?${by.length + index + 1}`).join(', ')
  return `update ${table.name} set ${assignments} where ${by.map((column, index) => `${column} = ?${index + 1}`).join(' and ')}`
}

function toValue(param: Param): Value {
  return typeof param === 'object' && param !== null ? JSON.stringify(param) : param
}
