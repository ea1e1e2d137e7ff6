import { accessSync, closeSync, constants, existsSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import type { Config } from '../../config.ts'
import { NODE_MAJOR } from '../../version.ts'

/** What one check found; `note` is worth knowing and no reason not to start. */
export type Finding = { state: 'ok' | 'note' | 'bad'; about: string; text: string }

const MIN_FREE_BYTES = 500 * 1024 * 1024
const FSYNC_ROUNDS = 20
/** A disk that has really moved the bytes needs longer than this for one write; memory answers sooner. */
const HONEST_FSYNC_MS = 0.02
/** No version of Parley is older: a clock before this was never set. */
const OLDEST_CLOCK = Date.UTC(2025, 0, 1)

export function checkRuntime(version: string): Finding {
  const fits = Number(version.split('.')[0]) >= NODE_MAJOR
  return {
    state: fits ? 'ok' : 'bad',
    about: 'runtime',
    text: fits ? `Node ${version}` : `Node ${version}; ${NODE_MAJOR} or newer is needed: start with npm, which brings it`,
  }
}

/** The data folder can be written, or made. */
export function checkDataFolder(data: string): Finding {
  const about = 'data folder'
  try {
    if (existsSync(data) && !statSync(data).isDirectory()) return { state: 'bad', about, text: `${data} is not a folder` }
    accessSync(nearestFolder(data), constants.W_OK | constants.X_OK)
    return { state: 'ok', about, text: existsSync(data) ? data : `${data} (will be made)` }
  } catch (error) {
    return { state: 'bad', about, text: `${data} cannot be written: ${(error as Error).message}` }
  }
}

/** Whether a write that is said to be on the disk takes the time a disk needs; on a file system in memory nothing survives a loss of power. */
export function checkFsync(data: string): Finding {
  const path = join(data, `.doctor-${process.pid}`)
  const about = 'fsync'
  try {
    const file = openSync(path, 'wx', 0o600)
    const times: number[] = []
    try {
      for (let round = 0; round < FSYNC_ROUNDS; round++) {
        writeSync(file, Buffer.alloc(4096, round))
        const started = performance.now()
        fsyncSync(file)
        times.push(performance.now() - started)
      }
    } finally {
      closeSync(file)
      rmSync(path, { force: true })
    }
    const middle = times.sort((a, b) => a - b)[FSYNC_ROUNDS / 2] ?? 0
    const text = `${middle.toFixed(3)} ms for a durable write`
    if (middle >= HONEST_FSYNC_MS) return { state: 'ok', about, text }
    return {
      state: 'note',
      about,
      text: `${text}: too fast for a disk. In memory, or with a cache that lies, the last messages are lost with the power`,
    }
  } catch (error) {
    return { state: 'bad', about, text: `${data}: ${(error as Error).message}` }
  }
}

export function checkDisk(data: string): Finding {
  const { bavail, bsize } = statfsSync(nearestFolder(data))
  const free = bavail * bsize
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free`
  return {
    state: free < MIN_FREE_BYTES ? 'bad' : 'ok',
    about: 'disk',
    text: free < MIN_FREE_BYTES ? `${text}; at least 0.5 GiB is needed` : text,
  }
}

export function checkClock(now: number): Finding {
  const text = new Date(now).toISOString()
  return {
    state: now < OLDEST_CLOCK ? 'bad' : 'ok',
    about: 'clock',
    text: now < OLDEST_CLOCK ? `${text} lies in the past: set the clock` : text,
  }
}

/** Whether the port can be listened on; taken by a running Parley is fine. */
export async function checkPort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<Finding> {
  const about = 'port'
  const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen({ port, host }, () => probe.close(() => resolve(undefined)))
  })
  if (!problem) return { state: 'ok', about, text: port === 0 ? 'any free one' : `${host}:${port} is free` }
  if (problem.code === 'EADDRINUSE' && (await isParley(host, port)))
    return { state: 'ok', about, text: `${host}:${port}: Parley is running there` }
  return {
    state: 'bad',
    about,
    text: problem.code === 'EADDRINUSE' ? `${host}:${port} is in use by another program` : `${host}:${port}: ${problem.message}`,
  }
}

async function isParley(host: string, port: number): Promise<boolean> {
  try {
    const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
    const answer = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(2000) })
    return ((await answer.json()) as { status?: unknown }).status === 'ok'
  } catch {
    return false // whatever it is, it does not answer as Parley does
  }
}

/** The folder itself, or the nearest one above it that is there. */
function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path))
}
