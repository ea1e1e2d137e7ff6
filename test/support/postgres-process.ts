import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { PostgresFiles } from './postgres-files.ts'
import { signalIfAlive } from './processes.ts'

const STARTUP_LIMIT_MS = 60_000

/** Starts the server on its data folder and waits until it accepts connections. Throws with the server's own log if it does not. */
export async function launchPostgres(files: PostgresFiles, settings: Record<string, string>): Promise<ChildProcess> {
  const logFile = path.join(files.folder, 'log')
  await using log = await open(logFile, 'a')
  const parameters = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  // Detached, so that Ctrl-C reaches the tests and not their database under them.
  const server = spawn(files.binary, ['-D', files.data, ...parameters], {
    cwd: files.folder,
    env: files.environment,
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
    ...files.owner,
  })
  await once(server, 'spawn')
  server.unref()

  const deadline = Date.now() + STARTUP_LIMIT_MS
  while (!(await isReady(files.data, server.pid))) {
    if (hasEnded(server) || Date.now() > deadline) {
      server.kill('SIGKILL')
      throw new Error(`PostgreSQL did not start:\n${await readFile(logFile, 'utf8')}`)
    }
    await delay(10)
  }
  return server
}

/** Sends the signal to the server and to its children, if given, and waits until the server has ended. */
export async function endPostgres(server: ChildProcess, signal: NodeJS.Signals, children: { pid: number }[] = []): Promise<void> {
  if (hasEnded(server)) return
  server.ref()
  const exited = once(server, 'exit')
  server.kill(signal)
  for (const { pid } of children) signalIfAlive(pid, signal)
  await exited
}

export function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null
}

/**
 * A port nobody listens on, below the range from which systems give out ports by themselves: an outgoing connection could
 * otherwise take the server's port while it is down.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000)
    const probe = createServer()
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
}

// The server keeps its state in the eighth line of this file, where pg_ctl looks for it too.
async function isReady(data: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}
