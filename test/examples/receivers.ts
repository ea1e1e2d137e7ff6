import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { waitFor } from '../wait-for.ts'

const EXAMPLES = join(import.meta.dirname, '../../docs/examples')

/** The receivers of docs/webhooks.md, and why one cannot be run here. */
export const RECEIVERS: { language: string; command: string[]; skip: false | string }[] = [
  { language: 'TypeScript', command: [process.execPath, join(EXAMPLES, 'webhook-receiver.ts')], skip: false },
  { language: 'Python', command: ['python3', join(EXAMPLES, 'webhook_receiver.py')], skip: lacksPython() },
]

export type Receiver = { url: string; lines: string[]; said(line: string | RegExp): Promise<void> }

/** Runs one of them on a free port until the test ends. */
export async function startReceiver(t: TestContext, command: readonly string[], env: Record<string, string>): Promise<Receiver> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-receiver-'))
  const lines: string[] = []
  const [program = '', ...args] = command
  const own = { WEBHOOK_STORE: join(folder, 'webhooks.sqlite'), NODE_NO_WARNINGS: '1', PYTHONUTF8: '1' }
  const child = spawn(program, args, { env: { ...process.env, PORT: '0', ...own, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(async () => {
    await stop(child)
    rmSync(folder, { recursive: true, force: true })
  })
  let rest = ''
  child.stdout.on('data', (chunk) => {
    const [...whole] = (rest + chunk).split('\n')
    rest = whole.pop() ?? ''
    lines.push(...whole)
  })
  const said = (line: string | RegExp) => waitFor(() => lines.some((one) => (typeof line === 'string' ? one === line : line.test(one))))
  await said(/^listening on \d+$/)
  return { url: `http://127.0.0.1:${lines[0]?.split(' ').at(-1)}/`, lines, said }
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

function lacksPython(): false | string {
  const { status } = spawnSync('python3', ['-c', 'import sqlite3, sys; sys.exit(sys.version_info < (3, 9))'])
  return status === 0 ? false : 'there is no python3 of 3.9 or newer, with sqlite3, on this machine'
}
