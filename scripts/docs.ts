import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePages } from './make-pages.ts'

// Writes the pages, and the parts of pages, that are made from the code; with --check it writes nothing and fails when one of them differs.

const ROOT = join(import.meta.dirname, '..')

const stale: string[] = []
for (const [name, page] of await makePages()) {
  const path = join(ROOT, name)
  if (!process.argv.includes('--check')) writeFileSync(path, page)
  else if (read(path) !== page) stale.push(name)
}
if (stale.length > 0) {
  console.error(`${stale.join(' and ')} differ from the code. \`npm run docs\` writes them again.`)
  process.exitCode = 1
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // a missing page differs, too
  }
}
