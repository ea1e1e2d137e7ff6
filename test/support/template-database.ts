import { createHash } from 'node:crypto'
import postgres from 'postgres'
import { listMigrations } from '../../src/storage/migrate.ts'
import { openStore } from '../../src/storage/open.ts'
import { createDatabase, dropDatabase } from './postgres.ts'

/** Any number that only this file locks. */
const LOCK = 7_217_002
let known: Promise<string> | undefined

/**
 * The name of a database that has every migration and no row, made once for each state of the migrations; tests copy it instead of migrating each for
 * itself. Safe when several test files ask at once.
 */
export function templateDatabase(url: string): Promise<string> {
  known ??= makeTemplate(url)
  return known
}

async function makeTemplate(url: string): Promise<string> {
  const digest = createHash('sha256')
    .update(JSON.stringify(listMigrations('postgres')))
    .digest('hex')
    .slice(0, 16)
  const name = `parley_template_${digest}`
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(${LOCK})`
    const present = await sql`select 1 from pg_database where datname = ${name}`
    if (present.length === 0) {
      // Under another name until it is whole, so that nobody copies a half-made one.
      const unfinished = await createDatabase(url, `${name}_new`)
      await (await openStore(unfinished, { connections: 1 })).close()
      await sql`alter database ${sql(`${name}_new`)} rename to ${sql(name)}`.catch(async (error) => {
        await dropDatabase(unfinished)
        throw error
      })
    }
    return name
  } finally {
    await sql.end() // also lets go of the lock
  }
}
