import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Store } from './db.ts'
import { migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** Opens the store a setting names and brings its schema up to date: `postgres://…`, or the path of an SQLite file. */
export async function openStore(target: string, options: { connections: number }): Promise<Store> {
  const store = isPostgres(target) ? openPostgres(target, options) : openFile(target)
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

function openFile(path: string): Store {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return openSqlite(path)
}
