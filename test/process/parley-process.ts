import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { ENGINE } from '../harness.ts'
import { createDatabase, dropDatabase } from '../support/postgres.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const START_LIMIT_MS = 30_000

export type Finished = { code: number | null; out: string; err: string }
export type RunningServer = { url: string; out(): string; process: ChildProcess; end(signal: NodeJS.Signals): Promise<Finished> }

/** A data folder (and a database, where the engine under test has one) in which the program is run as its users run it. */
export type Sandbox = {
  folder: string
  /** The store's address, for a look at what is in it. */
  target: string
  run(args: string[], options?: { stdin?: string; env?: Record<string, string> }): Promise<Finished>
  /** Starts the server on a free port, or the one given in `env`, and waits until it listens. */
  serve(env?: Record<string, string>): Promise<RunningServer>
}

export async function createSandbox(t: TestContext): Promise<Sandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-process-'))
  const database = ENGINE === 'postgres' ? await createDatabase(process.env.PARLEY_TEST_DATABASE_URL ?? '') : undefined
  const started: ChildProcess[] = []
  t.after(async () => {
    for (const one of started) if (one.exitCode === null && one.signalCode === null) await end(one, 'SIGKILL')
    if (database) await dropDatabase(database)
    rmSync(folder, { recursive: true, force: true })
  })

  function start(args: string[], env: Record<string, string>): ChildProcess {
    const base = { PATH: process.env.PATH ?? '', PARLEY_DATA: folder, ...(database && { DATABASE_URL: database }) }
    const child = spawn(process.execPath, [MAIN, ...args], { env: { ...base, ...env }, stdio: 'pipe' })
    started.push(child)
    return child
  }

  return {
    folder,
    target: database ?? join(folder, 'parley.sqlite'),
    async run(args, { stdin = '', env = {} } = {}) {
      const child = start(args, env)
      child.stdin?.on('error', () => {}) // a command that reads nothing may be gone already
      child.stdin?.end(stdin)
      const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')])
      return { code: child.exitCode, out, err }
    },
    async serve(env = {}) {
      const child = start(['serve'], { PORT: '0', ...env })
      let out = ''
      let err = ''
      child.stdout?.on('data', (chunk: Buffer) => (out += chunk))
      child.stderr?.on('data', (chunk: Buffer) => (err += chunk))
      const url = await waitForAddress(
        child,
        () => out,
        () => err,
      )
      return {
        url,
        out: () => out,
        process: child,
        async end(signal) {
          await end(child, signal)
          return { code: child.exitCode, out, err }
        },
      }
    },
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const closed = once(child, 'close')
  child.kill(signal)
  await closed
}

async function waitForAddress(child: ChildProcess, out: () => string, err: () => string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const look = () => {
    const found = /Server listening at (http:\/\/[^"\s]+)/.exec(out())?.[1]
    // The welcome, where there is one, is written after this line; whoever wants it waits for its end.
    if (found) resolve(found)
  }
  const timer = setTimeout(() => reject(new Error(`the server did not listen:\n${out()}${err()}`)), START_LIMIT_MS)
  child.stdout?.on('data', look)
  child.once('close', () => reject(new Error(`the server ended:\n${out()}${err()}`)))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

/** Waits until what `read` answers is there. */
export async function waitFor<T>(read: () => T | undefined, what: string): Promise<T> {
  const deadline = Date.now() + START_LIMIT_MS
  for (;;) {
    const value = read()
    if (value !== undefined) return value
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
