import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ENGINE } from '../../../test/harness.ts'
import { parseConfig } from '../../config.ts'
import { readArgs } from '../read-args.ts'

const SEED = {
  accounts: [
    {
      name: 'Lake',
      settings: { retention: { messageDays: 30 } },
      members: [{ name: 'Mia' }],
      channels: [{ name: 'Web' }],
      contacts: [{ name: 'Jo', email: 'jo@customers.example' }],
      conversations: [{ key: 'a', contact: 'Jo', messages: [{ contact: 'Jo', text: 'hello' }] }],
    },
  ],
}

/** Runs commands as the program does, each over a store in one of two data folders. */
function start(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-commands-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'seed.json'), JSON.stringify(SEED))
  async function run(data: 'here' | 'there', ...argv: string[]) {
    const { command, words, settings, flags } = readArgs([...argv, '--data', join(folder, data)])
    const said = { out: '', err: '' }
    const terminal = {
      out(text: string) {
        said.out += text
      },
      err(text: string) {
        said.err += text
      },
      isTty: false,
      readStdin: async () => '',
      stopSignal: () => new Promise<void>(() => {}),
    }
    const work = await command.load()
    const code = await work({ settings: parseConfig({}, settings, () => ''), words, flags, terminal })
    assert.equal(code, 0)
    return said
  }
  return { run, at: (name: string) => join(folder, name) }
}

const embedded = ENGINE === 'postgres' && 'the commands are the same; what they call is tested on both'

test('by commands an account is moved, its days are changed, and a person in it is erased; they say how far they are', {
  skip: embedded,
}, async (t) => {
  const { run, at } = start(t)
  await run('here', 'seed', at('seed.json'))
  const exported = await run('here', 'export', '--account', 'Lake', at('lake'))
  assert.match(exported.out, /^Exported Lake: (\d+) rows and 0 files/)
  assert.match(exported.err, /rows (\d+) of \1, [\d,]+\/s\n$/)
  await assert.rejects(run('here', 'export', '--account', 'Lake', at('lake')), { name: 'CommandError', message: /is not empty/ })
  assert.equal(statSync(at('lake/account.jsonl')).mode & 0o077, 0, 'it holds secrets')

  assert.match((await run('there', 'import', at('lake'))).out, /^Imported Lake \(\d+\): \d+ rows and 0 files, all digests equal/)
  await assert.rejects(run('there', 'import', at('lake')), { name: 'CommandError', message: /in this store already/ })

  assert.match(
    (await run('there', 'retention', '--account', 'Lake')).out,
    /^messages: 30 days\nevents: for ever, as the installation has it\n/,
  )
  const changed = await run('there', 'retention', '--account', 'Lake', '--messages', 'default', '--events', '90', '--deliveries', 'forever')
  assert.equal(changed.out, 'messages: for ever, as the installation has it\nevents: 90 days\ndeliveries: for ever\n')
  await assert.rejects(run('there', 'retention', '--account', 'Lake', '--messages', '0'), { name: 'UsageError' })

  const erased = await run('there', 'erase', '--account', 'Lake', '--contact', 'jo@customers.example', '--json')
  const { counts } = JSON.parse(erased.out)
  assert.deepEqual([counts.conversations, counts.messages], [1, 1])
  assert.match(erased.err, /^deliveries: conversations 1, messages 1\n/m)
  await assert.rejects(run('there', 'erase', '--account', 'Lake', '--contact', 'jo@customers.example'), { name: 'CommandError' })
  assert.match((await run('there', 'compact')).out, /has [\d,]+ bytes; before it had [\d,]+/)
})
