import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeErrors, describeSettings } from './describe.ts'

// Writes the pages of docs/ that are made from the code; with --check it writes nothing and fails when one of them differs.

const FOLDER = join(import.meta.dirname, '..', 'docs')
const PAGES = { 'config.md': describeSettings, 'errors.md': describeErrors }

const checks = process.argv.includes('--check')
const stale: string[] = []
mkdirSync(FOLDER, { recursive: true })
for (const [name, describe] of Object.entries(PAGES)) {
  const path = join(FOLDER, name)
  if (!checks) writeFileSync(path, describe())
  else if (read(path) !== describe()) stale.push(`docs/${name}`)
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
