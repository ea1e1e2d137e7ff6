import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import { createDatabase, dropDatabase, type PostgresServer, startPostgres } from './postgres.ts'
import { isRunning } from './processes.ts'

let server: PostgresServer

before(async () => {
  server = await startPostgres()
})
after(() => server.stop())

async function ask<T>(url: string, act: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1 })
  try {
    return await act(sql)
  } finally {
    await sql.end()
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(20)
}

test('the server is a PostgreSQL 18 with durability on, for this machine alone', async () => {
  const [row] = await ask(
    server.url,
    (sql) => sql`
    select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages,
      current_setting('listen_addresses') as addresses, current_setting('max_connections')::int as connections`,
  )
  assert.deepEqual({ ...row }, { major: 18, fsync: 'on', commit: 'on', pages: 'on', addresses: '127.0.0.1', connections: 200 })
})

test('nobody gets in without the password', async () => {
  const url = new URL(server.url)
  url.password = 'guess'
  await assert.rejects(
    ask(url.href, (sql) => sql`select 1`),
    { code: '28P01' },
  )
})

test('a database is created empty, copied from a template, and dropped while somebody is connected', async () => {
  const first = await createDatabase(server.url)
  assert.notEqual(first, await createDatabase(server.url))
  await ask(first, (sql) => sql`create table notes as select 7 as n`)
  const copy = await createDatabase(server.url, 'the_copy', new URL(first).pathname.slice(1))
  assert.deepEqual([...(await ask(copy, (sql) => sql`select n from notes`))], [{ n: 7 }])

  const stays = postgres(copy, { max: 1, onclose: () => {} })
  await stays`select 1`
  await dropDatabase(copy)
  await dropDatabase(copy)
  await assert.rejects(stays`select 1`)
  await stays.end()
  const left = await ask(server.url, (sql) => sql`select 1 from pg_database where datname = 'the_copy'`)
  assert.equal(left.length, 0)
  await assert.rejects(createDatabase(server.url, 'Not/A/Name'), TypeError)
})

test('after a crash it comes back at the same address with everything that was committed', async () => {
  const url = await createDatabase(server.url)
  await ask(url, (sql) => sql`create table notes as select generate_series(1, 1000) as n`)
  await server.crash()
  await assert.rejects(ask(url, (sql) => sql`select 1`))
  await server.start()
  assert.deepEqual([...(await ask(url, (sql) => sql`select count(*)::int as count from notes`))], [{ count: 1000 }])
})

test('neither the server nor its folder outlives a process that is killed', { timeout: 60_000 }, async () => {
  const script = `
    import postgres from 'postgres'
    import { startPostgres } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)}
    const { url } = await startPostgres({ fast: true })
    const sql = postgres(url)
    const [{ folder }] = await sql\`select current_setting('data_directory') as folder\`
    const [{ pid }] = await sql\`select split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int as pid\`
    console.log(JSON.stringify({ folder, pid }))
    setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(holder.stdout), 'line')
  const { folder, pid }: { folder: string; pid: number } = JSON.parse(line)
  assert.ok(isRunning(pid))

  holder.kill('SIGKILL')
  await until(() => !isRunning(pid) && !existsSync(folder))
})
