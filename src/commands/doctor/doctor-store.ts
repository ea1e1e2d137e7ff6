import { existsSync } from 'node:fs'
import type { Config } from '../../config.ts'
import type { Store } from '../../storage/db.ts'
import { listMigrations } from '../../storage/migrate.ts'
import { isPostgres } from '../../storage/open.ts'
import { openPostgres } from '../../storage/postgres.ts'
import { openSqlite } from '../../storage/sqlite.ts'
import { describeStore, reasonOf, storeTarget } from '../open-installation.ts'
import type { Finding } from './doctor-checks.ts'

/** Whether the store can be reached and which schema it has. Opens it as it is: nothing is migrated and no store is made. */
export async function checkStore(config: Config): Promise<Finding> {
  const about = 'store'
  const target = storeTarget(config)
  if (!isPostgres(target) && !existsSync(target)) return { state: 'ok', about, text: `${target} (will be made)` }
  let store: Store | undefined
  try {
    store = isPostgres(target) ? openPostgres(target, { connections: 1 }) : openSqlite(target)
    await store.one('select 1 as one')
    return { about, ...describeSchema(await readSchema(store), store.engine, describeStore(config)) }
  } catch (error) {
    return { state: 'bad', about, text: `${describeStore(config)}: ${reasonOf(error)}` }
  } finally {
    await store?.close()
  }
}

type Schema = { version: number | null; compat: number | null }

async function readSchema(store: Store): Promise<Schema | undefined> {
  try {
    return await store.one<Schema>('select max(version) as version, max(compat) as compat from migrations')
  } catch {
    return undefined // no such table: nothing was ever stored here
  }
}

function describeSchema(schema: Schema | undefined, engine: Store['engine'], where: string): Pick<Finding, 'state' | 'text'> {
  const known = listMigrations(engine).at(-1)?.version ?? 0
  const version = schema?.version ?? 0
  if (version === 0) return { state: 'ok', text: `${where} is empty (will be filled)` }
  if ((schema?.compat ?? 0) > known)
    return { state: 'bad', text: `${where} has schema ${version} of a newer Parley; this one knows ${known}` }
  const text = `${where}, schema ${version}`
  return { state: 'ok', text: version < known ? `${text} (will be brought to ${known} at the next start)` : text }
}
