import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { pathToFileURL } from 'node:url'

/** A test that was cancelled, or a file that could not be loaded, counts as failed; one that was skipped counts as neither. */
export type Totals = { passed: number; failed: number }

const CACHE = join(import.meta.dirname, '../node_modules/.cache')

/** `environment` is added to that of the tests; `interrupt` ends them before their time; so many files share a process, one unless told. */
export type RunOptions = { limitMs: number; interrupt: AbortSignal; environment?: Record<string, string>; filesPerProcess?: number }

/**
 * Runs the files with Node's test runner, in two processes at a time, and prints what happens as it happens. Files that share a process load the server once, and find its
 * code warm: with a dozen in each, the tests of one store take two thirds of the time.
 * A test that takes longer than the limit fails, and so does a file in which nothing happens for twice as long, because
 * something it left open keeps its process alive.
 */
export async function runTests(files: string[], options: RunOptions): Promise<Totals> {
  if (files.length === 0) return { passed: 0, failed: 0 }
  const { limitMs, interrupt, environment, filesPerProcess = 1 } = options
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'tests-'))
  try {
    return await runIn(filesPerProcess === 1 ? files : group(files, filesPerProcess, folder), { limitMs, interrupt, environment })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Writes modules that load a share of the files each, one after another; neighbours, which are often alike, go to different ones. */
function group(files: string[], filesPerProcess: number, folder: string): string[] {
  const count = Math.ceil(files.length / filesPerProcess)
  return Array.from({ length: count }, (_, index) => {
    const share = files.filter((_file, place) => place % count === index)
    const entry = join(folder, `${index + 1}.test.mjs`)
    writeFileSync(entry, `import { test } from 'node:test'\n${share.map(loadOf).join('')}`)
    return entry
  })
}

/** A file that cannot be loaded is a test that fails, and the others go on. */
function loadOf(file: string): string {
  const fail = `(error) => test(${JSON.stringify(`${basename(file)} loads`)}, () => { throw error })`
  return `await import(${JSON.stringify(pathToFileURL(file))}).catch(${fail})\n`
}

async function runIn(files: string[], { limitMs, interrupt, environment }: RunOptions): Promise<Totals> {
  // The runner gives no other way to hand variables on to the processes it starts.
  Object.assign(process.env, environment)
  // What one process has compiled, the others need not: a third of what a small file costs.
  process.env.NODE_COMPILE_CACHE ??= join(CACHE, 'compiled')
  // It would take itself to be inside a test, and pass every file without running it.
  delete process.env.NODE_TEST_CONTEXT

  const totals = { passed: 0, failed: 0 }
  const stall = new AbortController()
  const events = run({ files, concurrency: 2, timeout: limitMs, signal: AbortSignal.any([stall.signal, interrupt]) })
  const timer = setTimeout(() => stall.abort(), 2 * limitMs)
  events.on('data', () => timer.refresh())
  events.on('test:summary', ({ file, counts, success }) => {
    if (file !== undefined) return // The sum over all files has none.
    totals.passed = counts.passed
    const others = counts.tests - counts.passed - counts.skipped - counts.todo
    totals.failed = others || (success ? 0 : 1)
  })
  for await (const text of events.compose(new spec())) process.stdout.write(text)
  clearTimeout(timer)
  return totals
}
