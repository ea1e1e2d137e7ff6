import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { isRunning } from './processes.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const OLD_NODE = (process.env.PATH ?? '')
  .split(path.delimiter)
  .map((folder) => path.join(folder, 'node'))
  .find((node) => isOld(node))
/** What the launcher sets so that memory is given back. */
const MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '131072' }
const NEEDS_OLD_NODE = { skip: OLD_NODE ? false : 'no Node older than 24 on PATH' }

function isOld(node: string): boolean {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return /^v\d+\./.test(stdout ?? '') && Number.parseInt(stdout.slice(1), 10) < 24
}

/** A checkout that holds nothing but the launcher, the runtimes and this program. */
function createCheckout(t: TestContext, main: string, { withRuntime = true } = {}): string {
  const root = mkdtempSync(path.join(tmpdir(), 'parley-launcher-'))
  t.after(() => rmSync(root, { recursive: true }))
  mkdirSync(path.join(root, 'src'))
  cpSync(path.join(ROOT, 'bin'), path.join(root, 'bin'), { recursive: true })
  writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }')
  writeFileSync(path.join(root, 'src', 'main.ts'), main)
  if (withRuntime) symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'))
  return path.join(root, 'bin', 'parley.js')
}

/** The program, once it has said who it is. */
async function start(node: string, launcher: string): Promise<{ launched: ChildProcess; pid: number }> {
  const launched = spawn(node, [launcher], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface(launched.stdout), 'line')
  return { launched, pid: Number(line) }
}

const SERVER = `
process.once('SIGTERM', () => { clearInterval(timer); process.exitCode = 7 })
const timer: NodeJS.Timeout = setInterval(() => {}, 1000)
console.log(process.pid)`

test('arguments and the exit code pass through', (t) => {
  const launcher = createCheckout(t, 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3')
  const { status, stdout } = spawnSync(process.execPath, [launcher, 'token', '--name', 'a b'], { encoding: 'utf8' })
  assert.deepEqual({ status, stdout }, { status: 3, stdout: '["token","--name","a b"]\n' })
})

test(
  'an older Node hands over to the one that was installed, and adds nothing to its environment but the memory settings',
  NEEDS_OLD_NODE,
  (t) => {
    const main = 'console.log(JSON.stringify([process.versions.node, process.argv.slice(2), process.env])); process.exitCode = 3 as number'
    const launcher = createCheckout(t, main)
    const { status, stdout } = spawnSync(OLD_NODE!, [launcher, 'a b'], { encoding: 'utf8', env: { PATH: '/bin' } })
    const [version, parameters, environment] = JSON.parse(stdout)
    assert.deepEqual({ status, parameters, environment }, { status: 3, parameters: ['a b'], environment: { PATH: '/bin', ...MEMORY } })
    assert.ok(Number.parseInt(version, 10) >= 24)
  },
)

test('the server gets its memory settings without another process, and keeps those it was given', (t) => {
  const main = 'console.log(JSON.stringify([process.argv.slice(2), process.execArgv, process.env.MALLOC_ARENA_MAX, process.ppid]))'
  const launcher = createCheckout(t, main)
  const run = (env: Record<string, string>) =>
    JSON.parse(spawnSync(process.execPath, [launcher, 'serve', '--port', '1'], { encoding: 'utf8', env }).stdout)
  const [parameters, flags, arenas, parent] = run({ PATH: '/bin' })
  assert.deepEqual([parameters, arenas, parent], [['serve', '--port', '1'], '2', process.pid])
  assert.match(flags.join(' '), /--max-semi-space-size=\d+ --heap-growing-percent=\d+ --no-allocation-site-pretenuring/)
  assert.equal(run({ PATH: '/bin', MALLOC_ARENA_MAX: '5' })[2], '5')
})

test('a program that needs nothing any more ends by itself under an older Node too', NEEDS_OLD_NODE, (t) => {
  const launcher = createCheckout(t, 'await import("node:timers/promises").then((timers) => timers.setTimeout(10))')
  execFileSync(OLD_NODE!, [launcher], { timeout: 30_000 })
})

test('SIGTERM to the launcher lets the server end in its own way', NEEDS_OLD_NODE, async (t) => {
  const { launched } = await start(OLD_NODE!, createCheckout(t, SERVER))
  launched.kill('SIGTERM')
  assert.deepEqual(await once(launched, 'exit'), [7, null])
})

test('a server that was killed by a signal is reported as such', NEEDS_OLD_NODE, async (t) => {
  const { launched, pid } = await start(OLD_NODE!, createCheckout(t, SERVER))
  process.kill(pid, 'SIGKILL')
  assert.deepEqual(await once(launched, 'exit'), [null, 'SIGKILL'])
})

test('a launcher that is killed takes the server with it', { ...NEEDS_OLD_NODE, timeout: 30_000 }, async (t) => {
  const { launched, pid } = await start(OLD_NODE!, createCheckout(t, SERVER))
  launched.kill('SIGKILL')
  while (isRunning(pid)) await delay(20)
})

test('without the right Node there is one message that says so', NEEDS_OLD_NODE, (t) => {
  const launcher = createCheckout(t, '', { withRuntime: false })
  const { status, stderr } = spawnSync(OLD_NODE!, [launcher], { encoding: 'utf8' })
  assert.equal(status, 1)
  assert.match(stderr, /^Parley needs Node 24 or newer, and this is Node \d+\.\d+\.\d+\. "npm ci" .*\n$/)
})
