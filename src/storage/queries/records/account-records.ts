import { type Db, forUpdate, type Param, type Table, type Tx, type Value } from '../../db.ts'

/** What every record of an account has. */
export type AccountRecord = { id: number; accountId: number; createdAt: number; updatedAt: number }

/** The queries that are alike for every table with the key `account_id, id`. */
export type AccountRecords<R extends AccountRecord> = {
  insert(tx: Tx, record: R): Promise<void>
  update(tx: Tx, record: R): Promise<number>
  remove(tx: Tx, accountId: number, id: number): Promise<void>
  find(db: Db, accountId: number, id: number): Promise<R | undefined>
  /** Locked, so that nobody deletes a record while something is made to rest on it. */
  lock(tx: Tx, accountId: number, id: number): Promise<R | undefined>
  /** Those of the account; `and` narrows and orders, with parameters from `$2` on. */
  list(db: Db, accountId: number, and: string, params?: readonly Param[]): Promise<R[]>
}

/** `table` names `account_id` and `id` first; `toRow` gives the values in its order. */
export function accountRecords<R extends AccountRecord, Row>(
  table: Table,
  toRow: (record: R) => Value[],
  toRecord: (row: Row) => R,
): AccountRecords<R> {
  const names = Object.keys(table.columns)
  const select = `select ${names.join(', ')} from ${table.name} where account_id = $1`
  const one = (row: Row | undefined) => row && toRecord(row)
  return {
    insert: (tx, record) => tx.insertMany(table, [toRow(record)]),
    update: (tx, record) => tx.updateMany(table, names.slice(0, 2), names.slice(2), [toRow(record)]),
    async remove(tx, accountId, id) {
      await tx.run(`delete from ${table.name} where account_id = $1 and id = $2`, [accountId, id])
    },
    find: async (db, accountId, id) => one(await db.one<Row>(`${select} and id = $2`, [accountId, id])),
    lock: async (tx, accountId, id) => one(await tx.one<Row>(`${select} and id = $2${forUpdate(tx)}`, [accountId, id])),
    list: async (db, accountId, and, params = []) => (await db.all<Row>(`${select} ${and}`, [accountId, ...params])).map(toRecord),
  }
}
