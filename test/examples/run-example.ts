import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { waitFor } from '../wait-for.ts'

export const EXAMPLES = join(import.meta.dirname, '../../docs/examples')

/** A program of the documentation that runs; `lines` is what it has said. */
export type Example = { lines: string[]; said(line: string | RegExp): Promise<void>; stop(): Promise<void> }

/** Runs a program of the documentation in a folder of its own until the test ends. */
export function runExample(t: TestContext, command: readonly string[], env: Record<string, string>): Example {
  const folder = mkdtempSync(join(tmpdir(), 'parley-example-'))
  const lines: string[] = []
  const [program = '', ...args] = command
  const own = { NODE_NO_WARNINGS: '1', PYTHONUTF8: '1' }
  const child = spawn(program, args, { cwd: folder, env: { ...process.env, ...own, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
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
  return {
    lines,
    said: (line) => waitFor(() => lines.some((one) => (typeof line === 'string' ? one === line : line.test(one)))),
    stop: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

/** Why a program in Python that needs these modules cannot be run here. */
export function lacksPython(...modules: string[]): false | string {
  const imports = ['sys', ...modules].join(', ')
  const { status } = spawnSync('python3', ['-c', `import ${imports}; sys.exit(sys.version_info < (3, 9))`])
  const needs = modules.length === 0 ? '' : `, with ${modules.join(', ')},`
  return status === 0 ? false : `there is no python3 of 3.9 or newer${needs} on this machine`
}
