import { statSync } from 'node:fs'
import { isPostgres } from '../../storage/open.ts'
import { compactSqlite } from '../../storage/sqlite-compact.ts'
import { CommandError, type Invocation } from '../command.ts'
import { openExisting, storeTarget } from '../open-installation.ts'

/** `parley compact`: writes the SQLite file anew, without what is unused in it. */
export async function compact({ settings, terminal }: Invocation): Promise<number> {
  const target = storeTarget(settings.config)
  if (isPostgres(target))
    throw new CommandError('PostgreSQL looks after its own space: autovacuum uses it again, and VACUUM FULL gives it back to the disk.')
  // Makes sure that there is one, of this version, and that its log is written into it.
  await (await openExisting(settings.config)).close()
  const before = statSync(target).size
  const done = compactSqlite(target)
  if (!done) throw new CommandError('The store is in use. Stop the server first: it would wait for as long as this takes.')
  terminal.out(`${target} has ${statSync(target).size.toLocaleString('en')} bytes; before it had ${before.toLocaleString('en')}.\n`)
  return 0
}
