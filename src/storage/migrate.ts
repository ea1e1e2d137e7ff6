import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store, Tx } from './db.ts'

const FOLDER = join(import.meta.dirname, 'migrations')
/** Any number that only Parley's migrations lock. */
const LOCK = 7_217_001

export type Migration = { version: number; name: string; compat: number; sql: string }

/**
 * The migrations of this binary, oldest first. A file `0001-init.sql` is for both engines; `0002-search.sqlite.sql` for one. Inside a common
 * file `/*sqlite … *\/` and `/*postgres … *\/` hold what only that engine reads. `-- compat: N` names the oldest schema version a binary must know to use the store.
 */
export function listMigrations(engine: Store['engine'], folder = FOLDER): Migration[] {
  const found: Migration[] = []
  for (const file of readdirSync(folder).sort()) {
    const match = /^(\d{4})-([a-z0-9-]+)(?:\.(sqlite|postgres))?\.sql$/.exec(file)
    if (!match || (match[3] && match[3] !== engine)) continue
    const text = readFileSync(join(folder, file), 'utf8')
    found.push({
      version: Number(match[1]),
      name: match[2] ?? '',
      compat: Number(/^-- compat: (\d+)$/m.exec(text)?.[1] ?? 1),
      sql: forEngine(text, engine),
    })
  }
  return found
}

/** The version of this binary's schema, the same on both engines, though one may have migrations of its own. Every store that was opened has it. */
export function schemaVersion(): number {
  return Math.max(...(['sqlite', 'postgres'] as const).flatMap((engine) => listMigrations(engine).map((one) => one.version)))
}

function forEngine(text: string, engine: Store['engine']): string {
  return text.replace(/\/\*(sqlite|postgres) ([\s\S]*?)\*\//g, (_, only: string, part: string) => (only === engine ? part : ''))
}

/**
 * Brings the store up to this binary's version. Safe when several processes start at once: each step is taken under a lock and
 * looks again before it writes. Refuses a store that a newer Parley has changed in a way this one does not know.
 */
export async function migrate(store: Store, migrations = listMigrations(store.engine)): Promise<{ from: number; to: number }> {
  return store.tx(async (tx) => {
    // Taken before anything is read or made: PostgreSQL's `create table if not exists` itself is not safe against a twin.
    if (tx.engine === 'postgres') await tx.one(`select pg_advisory_xact_lock(${LOCK})`)
    await tx.run(
      'create table if not exists migrations (version bigint primary key, name text not null, compat bigint not null, applied_at bigint not null)',
    )
    const state = await tx.one<{ version: number | null; compat: number | null }>(
      'select max(version) as version, max(compat) as compat from migrations',
    )
    const from = state?.version ?? 0
    const known = migrations.at(-1)?.version ?? 0
    if ((state?.compat ?? 0) > known) {
      throw new Error(
        `This store was changed by a newer Parley (schema ${from}, needs at least ${state?.compat}); this one knows schema ${known}. Start the newer version, or restore a backup.`,
      )
    }
    for (const migration of migrations) if (migration.version > from) await apply(tx, migration)
    return { from, to: Math.max(from, known) }
  })
}

async function apply(tx: Tx, migration: Migration): Promise<void> {
  for (const statement of splitStatements(migration.sql)) await tx.run(statement)
  await tx.run('insert into migrations (version, name, compat, applied_at) values ($1, $2, $3, $4)', [
    migration.version,
    migration.name,
    migration.compat,
    Date.now() * 1000,
  ])
}

/** Statements end with a semicolon at a line's end; our migrations hold no function bodies. */
function splitStatements(sql: string): string[] {
  return sql
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
