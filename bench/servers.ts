import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

export type Running = { port: number; child: ChildProcess; readyMs: number; stop(): Promise<void> }

/** Starts Parley as its users do, on a prepared store, and says how long it took to its first answer. */
export async function startParley(environment: Record<string, string>): Promise<Running> {
  const port = await findFreePort()
  const settings = { PARLEY_DEMO: 'never', PARLEY_LOG_LEVEL: 'warn', ...environment }
  return start(port, [join(import.meta.dirname, '../bin/parley.js'), 'serve', '--port', String(port)], settings)
}

/** The least an HTTP server can do: read a JSON body and send it back. */
export async function startEcho(): Promise<Running> {
  const port = await findFreePort()
  return start(port, [join(import.meta.dirname, 'echo.ts'), String(port)], {})
}

async function start(port: number, args: string[], environment: Record<string, string>): Promise<Running> {
  const started = performance.now()
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'ignore', 'inherit'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  for (const end = started + 60_000; ; ) {
    const ok = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) break
    if (child.exitCode !== null || performance.now() > end) throw new Error(`the server on port ${port} did not start`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return {
    port,
    child,
    readyMs: performance.now() - started,
    async stop() {
      process.removeListener('exit', kill)
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Resident memory in bytes, and processor seconds used so far; Linux only, undefined elsewhere. */
export function readUsage(child: ChildProcess): { residentBytes: number; cpuSeconds: number } | undefined {
  try {
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return { residentBytes: Number(resident) * 1024, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100 }
  } catch {
    return undefined
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
