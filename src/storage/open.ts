import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Store } from './db.ts'
import { migrate } from './migrate.ts'

/** Opens the store a setting names and brings its schema up to date: `postgres://…`, or the path of an SQLite file. */
export async function openStore(target: string, options: { connections: number }): Promise<Store> {
  // A driver is loaded where it is used: a start on the one store does without the other's.
  const store = isPostgres(target) ? (await import('./postgres.ts')).openPostgres(target, options) : await openFile(target)
  try {
    await migrate(store)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

export function isPostgres(target: string): boolean {
  return /^postgres(ql)?:\/\//.test(target)
}

async function openFile(path: string): Promise<Store> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return (await import('./sqlite.ts')).openSqlite(path)
}
