import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { findTests } from './find-tests.ts'

function createTree(t: TestContext, files: Record<string, string>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'parley-tree-'))
  t.after(() => rmSync(root, { recursive: true }))
  for (const [name, source] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true })
    writeFileSync(path.join(root, name), source)
  }
  return root
}

/** Spelt by a function, so that this file does not itself seem to import the harness. */
function imports(file: string): string {
  return `import '${file}'\n`
}

const TREE = {
  'test/harness.ts': '',
  'test/clients.ts': `export * from '${'./harness.ts'}'\n${imports('./circle.ts')}`,
  'test/circle.ts': imports('./clients.ts'),
  'src/ids.test.ts': imports('./ids.ts'),
  'src/ids.ts': '// The word harness.ts alone is no import.',
  'src/routes/send.test.ts': imports('../../test/harness.ts'),
  'test/journeys/all.test.ts': imports('../circle.ts'),
  'bench/late.test.ts': `const { startServer } = await import('${'../test/harness.ts'}')`,
  'docs/other.test.ts': '',
}

test('a test runs once per store exactly when its imports lead to the harness', (t) => {
  const root = createTree(t, TREE)
  const found = findTests(root)
  const names = (files: string[]) => files.map((file) => path.relative(root, file))
  assert.deepEqual(names(found.engine), ['bench/late.test.ts', 'src/routes/send.test.ts', 'test/journeys/all.test.ts'])
  assert.deepEqual(names(found.plain), ['src/ids.test.ts'])
})

test('files and folders may be named, each once, and one without a test is refused', (t) => {
  const root = createTree(t, TREE)
  const found = findTests(root, ['src/ids.test.ts', 'src'])
  assert.deepEqual(found.plain, [path.join(root, 'src/ids.test.ts')])
  assert.deepEqual(found.engine, [path.join(root, 'src/routes/send.test.ts')])
  assert.throws(() => findTests(root, ['src/nothing']), /No test file in src\/nothing/)
})
