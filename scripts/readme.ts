import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { replaceBlock } from './blocks.ts'
import { describeConversation, normalise } from './readme-conversation.ts'
import { startDemo } from './start-demo.ts'

// Writes the README's conversation from a new demo server; with --check it writes nothing and fails when the answers have changed in anything but ids and times.

const PATH = join(import.meta.dirname, '..', 'README.md')

const old = readFileSync(PATH, 'utf8')
const demo = await startDemo()
try {
  const page = replaceBlock(old, 'conversation', await describeConversation(demo))
  if (!process.argv.includes('--check')) writeFileSync(PATH, page)
  else if (normalise(page) !== normalise(old)) {
    console.error('The conversation in README.md differs from what the server answers. `node scripts/readme.ts` writes it again.')
    process.exitCode = 1
  }
} finally {
  await demo.close()
}
