import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { isRunning } from '../test/support/processes.ts'

function check(...args: string[]) {
  const { status, stdout } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'check.ts'), ...args], { encoding: 'utf8' })
  return { status, stdout, lastLine: stdout.trimEnd().split('\n').at(-1) }
}

function createTest(t: TestContext, source: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-check-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'one.test.ts')
  writeFileSync(file, `import { test, describe, before } from 'node:test'\n${source}`)
  return file
}

test('tests that hold are counted in the last line', (t) => {
  const file = createTest(t, "test('a', () => {})\ndescribe('b', () => { test('c', () => {}) })\ntest.skip('d', () => {})")
  const { status, lastLine } = check(file)
  assert.deepEqual({ status, lastLine }, { status: 0, lastLine: '2 passed, 0 failed' })
})

test('a test that fails is shown with its reason and makes the check fail', (t) => {
  const { status, stdout, lastLine } = check(createTest(t, "test('a', () => {})\ntest('b', () => { throw new Error('the reason') })"))
  assert.deepEqual({ status, lastLine }, { status: 1, lastLine: '1 passed, 1 failed' })
  assert.match(stdout, /the reason/)
})

test('a file that cannot be loaded, a hook that throws, and a test or a file that never ends make the check fail', (t) => {
  const sources = [
    "throw new Error('at load')",
    "before(() => { throw new Error('x') })\ntest('a', () => {})",
    "test('a', () => new Promise(() => {}))",
    "test('a', () => { setInterval(() => {}, 1000) })",
  ]
  for (const source of sources) {
    const { status, lastLine } = check('--limit', '2', createTest(t, source))
    assert.equal(status, 1, source)
    assert.match(lastLine ?? '', /^[01] passed, 1 failed$/, source)
  }
})

test('nothing to run, a path without tests and an option that does not exist make the check fail', (t) => {
  const plain = createTest(t, "test('a', () => {})")
  for (const args of [
    ['--only', 'postgres', plain],
    ['no-such-folder'],
    ['--only', 'everything', plain],
    ['--limit', 'soon', plain],
    ['--sideways'],
  ]) {
    const { status, lastLine } = check(...args)
    assert.deepEqual({ status, lastLine }, { status: 1, lastLine: '0 passed, 1 failed' }, args.join(' '))
  }
})

test('an interrupted check takes its tests with it', { timeout: 60_000 }, async (t) => {
  const file = createTest(t, "test('a', () => { console.log('I am ' + process.pid); return new Promise(() => {}) })")
  const running = spawn(process.execPath, [path.join(import.meta.dirname, 'check.ts'), file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(running, 'exit')
  let pid: string | undefined
  let last = ''
  for await (const line of createInterface(running.stdout)) {
    last = line
    const found = /I am (\d+)/.exec(line)?.[1]
    if (found) running.kill('SIGTERM')
    pid ??= found
  }
  assert.deepEqual({ exit: await exited, last }, { exit: [1, null], last: '0 passed, 1 failed' })
  while (isRunning(Number(pid))) await delay(20)
})
