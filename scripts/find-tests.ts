import { globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** Absolute paths: `engine` holds the tests that run once per store, `plain` those that run once. */
export type TestFiles = { engine: string[]; plain: string[] }

const FOLDERS = ['src', 'inbox', 'test', 'bench', 'scripts']
/** A test file runs once per store when its imports lead, directly or through others, to this one; any other runs once. */
const HARNESS = 'test/harness.ts'

/** All test files under the root, or only those in the given files and folders (absolute, or from the root). Throws for one that holds none. */
export function findTests(root: string, only: string[] = []): TestFiles {
  const files = only.length === 0 ? listTests(root, FOLDERS) : only.flatMap((each) => listGiven(root, each))
  const harness = path.join(root, HARNESS)
  const reaches = new Map<string, boolean>()
  const { engine = [], plain = [] } = Object.groupBy([...new Set(files)].sort(), (file) =>
    reachesFile(file, harness, reaches) ? 'engine' : 'plain',
  )
  return { engine, plain }
}

function listGiven(root: string, given: string): string[] {
  const absolute = path.resolve(root, given)
  const files = statSync(absolute, { throwIfNoEntry: false })?.isFile() ? [absolute] : listTests(root, [given])
  if (files.length === 0) throw new Error(`No test file in ${given}`)
  return files
}

function listTests(root: string, folders: string[]): string[] {
  return folders.flatMap((folder) =>
    globSync('**/*.test.ts', { cwd: path.resolve(root, folder) }).map((file) => path.resolve(root, folder, file)),
  )
}

function reachesFile(file: string, target: string, known: Map<string, boolean>): boolean {
  if (file === target) return true
  const answer = known.get(file)
  if (answer !== undefined) return answer
  known.set(file, false) // What is being visited counts as a dead end, which ends circles of imports.
  const found = listImports(file).some((each) => reachesFile(each, target, known))
  known.set(file, found)
  return found
}

function listImports(file: string): string[] {
  const source = readFileSync(file, { encoding: 'utf8' })
  const specifiers = source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]*\.ts)['"]/g)
  return [...specifiers]
    .map(([, specifier = '']) => path.resolve(path.dirname(file), specifier))
    .filter((each) => statSync(each, { throwIfNoEntry: false })?.isFile())
}
