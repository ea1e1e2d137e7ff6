import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

/** A test that was cancelled, or a file that could not be loaded, counts as failed; one that was skipped counts as neither. */
export type Totals = { passed: number; failed: number }

const COMPILED = join(import.meta.dirname, '../node_modules/.cache/compiled')

/** `environment` is added to that of the tests; `interrupt` ends them before their time. */
export type RunOptions = { limitMs: number; interrupt: AbortSignal; environment?: Record<string, string> }

/**
 * Runs the files with Node's test runner, two at a time and each in a process of its own, and prints what happens as it happens.
 * A test that takes longer than the limit fails, and so does a file in which nothing happens for twice as long, because
 * something it left open keeps its process alive.
 */
export async function runTests(files: string[], { limitMs, interrupt, environment }: RunOptions): Promise<Totals> {
  if (files.length === 0) return { passed: 0, failed: 0 }
  // The runner gives no other way to hand variables on to the processes it starts.
  Object.assign(process.env, environment)
  // Every file has a process of its own; what one has compiled, the others need not: a third of what a small file costs.
  process.env.NODE_COMPILE_CACHE ??= COMPILED
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
