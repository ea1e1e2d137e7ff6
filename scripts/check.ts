/**
 * Everything that has to hold before a change goes in: types, lint, and every test, those of the server on both stores.
 *
 *     node scripts/check.ts [--only types,lint,plain,sqlite,postgres] [--limit SECONDS] [file or folder …]
 *
 * `plain` are the tests that touch no store. With files named, types and lint run only if `--only` asks for them.
 * A single test may take as long as the limit, 300 seconds unless told.
 * PARLEY_TEST_DATABASE_URL names a PostgreSQL to use instead of one of our own, as a user who may create databases.
 * The last line is `N passed, N failed`, the tests of all runs; types, lint, and a run that cannot begin count only when they fail.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../test/support/postgres.ts'
import { findTests } from './find-tests.ts'
import { type RunOptions, runTests, type Totals } from './run-tests.ts'

type Step = 'types' | 'lint' | 'plain' | 'sqlite' | 'postgres'

const ROOT = path.resolve(import.meta.dirname, '..')
const TESTS: Step[] = ['plain', 'sqlite', 'postgres']
/** How many files of server tests share a process. */
const TOGETHER = 12
const STEPS: Step[] = ['types', 'lint', ...TESTS]

const { passed, failed } = await check().catch((error: unknown) => {
  console.log(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1 }
})
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function check(): Promise<Totals> {
  const flags = { only: { type: 'string' }, limit: { type: 'string', default: '300' } } as const
  const { values, positionals } = parseArgs({ options: flags, allowPositionals: true })
  const steps = chooseSteps(values.only, positionals.length > 0)
  const { plain, engine } = findTests(
    ROOT,
    positionals.map((each) => path.resolve(each)),
  )
  const limitMs = Number(values.limit) * 1000
  if (!(limitMs > 0)) throw new Error(`--limit is a number of seconds, not ${values.limit}`)
  const options = { limitMs, interrupt: interruptOnSignal() }
  const actions: Record<Step, () => Totals | Promise<Totals>> = {
    types: () => ({ passed: 0, failed: runTool('tsc', '--noEmit').failed + runTool('tsc', '--noEmit', '-p', 'inbox').failed }),
    lint: () => runTool('biome', 'ci', process.stdout.isTTY ? '--colors=force' : '--colors=off'),
    plain: () => runTests(plain, options),
    sqlite: () => runTests(engine, { ...options, filesPerProcess: TOGETHER, environment: { PARLEY_TEST_ENGINE: 'sqlite' } }),
    postgres: () => runOnPostgres(engine, { ...options, filesPerProcess: TOGETHER }),
  }
  const totals = { passed: 0, failed: 0 }
  for (const step of steps) {
    console.log(`\n── ${step} ──`)
    const { passed, failed } = await actions[step]()
    totals.passed += passed
    totals.failed += failed
    options.interrupt.throwIfAborted()
  }
  const isEmpty = totals.passed + totals.failed === 0
  if (isEmpty && steps.some((step) => TESTS.includes(step))) throw new Error('There was no test to run.')
  return totals
}

function chooseSteps(only: string | undefined, filesNamed: boolean): Step[] {
  if (only === undefined) return filesNamed ? TESTS : STEPS
  const asked = only.split(',')
  const unknown = asked.find((each) => !STEPS.some((step) => step === each))
  if (unknown !== undefined) throw new Error(`No such step: ${unknown}. There are ${STEPS.join(', ')}.`)
  return STEPS.filter((step) => asked.includes(step))
}

function runTool(name: string, ...args: string[]): Totals {
  const { status, error } = spawnSync(path.join(ROOT, 'node_modules', '.bin', name), args, { cwd: ROOT, stdio: 'inherit' })
  if (error) console.log(error.message)
  return { passed: 0, failed: status === 0 ? 0 : 1 }
}

async function runOnPostgres(files: string[], options: RunOptions): Promise<Totals> {
  if (files.length === 0) return { passed: 0, failed: 0 }
  const environment = { PARLEY_TEST_ENGINE: 'postgres' }
  if (process.env.PARLEY_TEST_DATABASE_URL) return runTests(files, { ...options, environment })
  const server = await startPostgres({ fast: true })
  try {
    return await runTests(files, { ...options, environment: { ...environment, PARLEY_TEST_DATABASE_URL: server.url } })
  } finally {
    await server.stop()
  }
}

/** The processes of the tests would otherwise go on without this one. */
function interruptOnSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => controller.abort(new Error(`Interrupted by ${signal}.`)))
  }
  return controller.signal
}
