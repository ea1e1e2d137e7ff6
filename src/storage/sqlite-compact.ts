import { DatabaseSync } from 'node:sqlite'

const SQLITE_BUSY = 5

/** Writes a store's file anew, its search index included, so that it holds nothing but what can be read; false when somebody else has it open. */
export function compactSqlite(path: string): boolean {
  const db = new DatabaseSync(path)
  try {
    // Without the shared memory of the log it is open to this connection alone, or not at all.
    db.exec('pragma locking_mode = exclusive; begin immediate; commit')
    db.exec("insert into message_search (message_search) values ('optimize')")
    db.exec('vacuum')
    db.exec('pragma wal_checkpoint(truncate)')
    return true
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false
    throw error
  } finally {
    db.close()
  }
}
