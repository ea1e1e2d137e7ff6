import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Store } from '../../src/storage/db.ts'
import { listMigrations, migrate } from '../../src/storage/migrate.ts'
import { openStore } from '../../src/storage/open.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { ENGINE } from '../harness.ts'
import { createDatabase, dropDatabase } from '../support/postgres.ts'

/** The address of an empty store, and a way to open it without bringing it up to date. */
async function emptyStore(t: TestContext): Promise<{ target: string; open: () => Store }> {
  if (ENGINE === 'postgres') {
    const target = await createDatabase(process.env.PARLEY_TEST_DATABASE_URL ?? '')
    t.after(() => dropDatabase(target))
    return { target, open: () => openPostgres(target, { connections: 2 }) }
  }
  const folder = mkdtempSync(join(tmpdir(), 'parley-migrate-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const target = join(folder, 'parley.sqlite')
  return { target, open: () => openSqlite(target) }
}

test('two processes that start on an empty store at once both find it ready, each step applied once', async (t) => {
  const { target, open } = await emptyStore(t)
  const opener = `import { openStore } from '${pathToFileURL(join(import.meta.dirname, '../../src/storage/open.ts'))}'
    await (await openStore(process.argv[1], { connections: 2 })).close()`
  const run = promisify(execFile)
  await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '-e', opener, target])))
  const store = open()
  t.after(() => store.close())
  const applied = await store.rows<[number]>('select version from migrations order by version')
  assert.deepEqual(
    applied.map(([version]) => version),
    listMigrations(ENGINE).map((migration) => migration.version),
  )
})

test('a store that is up to date is opened again without a change', async (t) => {
  const { target, open } = await emptyStore(t)
  await (await openStore(target, { connections: 2 })).close()
  const store = open()
  t.after(() => store.close())
  const { from, to } = await migrate(store)
  assert.equal(from, to)
  assert.equal(to, listMigrations(ENGINE).at(-1)?.version)
})

test('a binary refuses a store whose schema needs a newer one, and says so', async (t) => {
  const { open } = await emptyStore(t)
  const store = open()
  t.after(() => store.close())
  const known = listMigrations(ENGINE)
  const version = (known.at(-1)?.version ?? 0) + 1
  await migrate(store, [...known, { version, name: 'later', compat: version, sql: 'create table later (id bigint)' }])
  await assert.rejects(migrate(store, known), /changed by a newer Parley/)
})

test('a binary works with a newer store whose change it need not know', async (t) => {
  const { open } = await emptyStore(t)
  const store = open()
  t.after(() => store.close())
  const known = listMigrations(ENGINE)
  const version = (known.at(-1)?.version ?? 0) + 1
  await migrate(store, [...known, { version, name: 'addition', compat: 1, sql: 'create table addition (id bigint)' }])
  assert.deepEqual(await migrate(store, known), { from: version, to: version })
})

test('a migration that fails leaves nothing of itself, and the next start goes on', async (t) => {
  const { open } = await emptyStore(t)
  const store = open()
  t.after(() => store.close())
  const known = listMigrations(ENGINE)
  const version = (known.at(-1)?.version ?? 0) + 1
  const broken = { version, name: 'broken', compat: 1, sql: 'create table half (id bigint);\ncreate table half (id bigint);' }
  await assert.rejects(migrate(store, [...known, broken]))
  const whole = { ...broken, name: 'whole', sql: 'create table half (id bigint);' }
  assert.equal((await migrate(store, [...known, whole])).to, version)
  assert.deepEqual(await store.all('select id from half'), [])
})
