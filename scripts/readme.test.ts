import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { ADDRESS, describeConversation, normalise } from './readme-conversation.ts'
import { startDemo } from './start-demo.ts'

const ROOT = join(import.meta.dirname, '..')
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')
const CONVERSATION = /<!-- begin:conversation -->\n([\s\S]*)\n<!-- end:conversation -->/.exec(README)?.[1] ?? ''

const hasShell = spawnSync('sh', ['-c', 'curl --version']).status === 0

test('the conversation in README.md is what a new server answers (node scripts/readme.ts)', async (t) => {
  const demo = await startDemo()
  t.after(() => demo.close())
  assert.equal(normalise(CONVERSATION), normalise(await describeConversation(demo)))
})

test('the calls in README.md work as pasted', { skip: hasShell ? false : 'there is no sh or no curl here' }, async (t) => {
  const demo = await startDemo()
  t.after(() => demo.close())
  const blocks = (language: string) =>
    [...CONVERSATION.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``, 'g'))].map(([, text]) => text!)
  const script = blocks('sh').join('\necho; echo ----\n').replaceAll(ADDRESS, demo.url)
  const env = { ...process.env, PARLEY_DATA: demo.data, PORT: new URL(demo.url).port, DATABASE_URL: '' }
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: ROOT, env })
  const [, ...answers] = stdout.split('\n----\n')
  const shown = blocks('json')
  assert.equal(answers.length, shown.length)
  const plain = (text: string) => JSON.parse(normalise(text.replace(/"created_at": ?\d+/g, '"created_at":0')))
  for (const [index, answer] of answers.entries()) assert.deepEqual(plain(answer), plain(shown[index]!))
})

test('normalising hides ids of an installation and times, and nothing else', () => {
  const text =
    '"id": "0a000000-0000-801f-8dc8-3a27e7eec260", "msg_if5DVtYJt88zSfV00000000Y", 1795239238, "2026-11-21T05:33:58.175000Z", 32, "wrk_x"'
  assert.equal(normalise(text), '"id": "UUID", "msg_ID", SECONDS, "TIME", 32, "wrk_x"')
})
