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

test('the addresses that channels and bots had already are told what happens from the migration on', async (t) => {
  const { open } = await emptyStore(t)
  const store = open()
  t.after(() => store.close())
  const known = listMigrations(ENGINE)
  await migrate(
    store,
    known.filter(({ version }) => version < 18),
  )
  await store.tx(async (tx) => {
    await tx.run('insert into account_counters (account_id, position, conversation_number) values (1, 40, 1)', [])
    for (const [id, url] of [
      [11, 'https://bridge.example/hook'],
      [12, null],
      [13, ''],
    ] as const)
      await tx.run(
        `insert into channels (account_id, id, name, kind, identifier, hmac_token, hmac_mandatory, webhook_url, settings, created_at, updated_at)
         values (1, $1, 'Desk', 'api', $2, 'x', 0, $3, '{}', 5, 6)`,
        [id, `desk-${id}`, url],
      )
    for (const [id, role, settings, removedAt] of [
      [21, 'bot', '{"outgoingUrl":"https://bot.example/hook"}', null],
      [22, 'bot', '{"outgoingUrl":null}', null],
      [23, 'bot', '{}', null],
      [24, 'agent', '{"outgoingUrl":"https://bot.example/hook"}', null],
      [25, 'bot', '{"outgoingUrl":"https://bot.example/hook"}', 7],
    ] as const)
      await tx.run(
        `insert into members (account_id, id, name, role, availability, attributes, created_at, updated_at, settings, removed_at)
         values (1, $1, 'Helper', $2, 'online', '{}', 5, 6, $3, $4)`,
        [id, role, settings, removedAt],
      )
  })
  await migrate(store)
  const columns = 'id, dialect, target, url, events, status, position, last_number'
  const rest = { dialect: 'chatwoot', events: '["*"]', status: 'active', position: 40, last_number: 0 }
  const made = await store.all<object>(`select ${columns} from webhooks order by id`)
  assert.deepEqual(
    made.map((row) => ({ ...row })),
    [
      { id: 11, target: 'channel', url: 'https://bridge.example/hook', ...rest },
      { id: 21, target: 'bot', url: 'https://bot.example/hook', ...rest },
    ],
  )
  const secrets = await store.rows<[string]>('select secret from webhooks')
  assert.ok(secrets.every(([secret]) => /^[0-9a-f]{48,64}$/.test(secret)))
  assert.equal(new Set(secrets.flat()).size, 2)
})
