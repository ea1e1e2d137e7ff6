import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import type { Ids } from '../../inbox/src/connect/snippets/recipe.ts'
import { GREETING } from '../../inbox/src/connect/snippets/recipes.ts'
import { writeSnippet } from '../../inbox/src/connect/snippets/snippets.ts'
import { writeIdentityProof } from '../../inbox/src/connect/snippets/widget-snippets.ts'
import { DIALECTS } from '../../src/dialects/index.ts'
import { ENGINE, startServer } from '../harness.ts'

const run = promisify(execFile)
const lacksShell = ['sh', 'curl'].some((program) => spawnSync(program, ['--version']).error) && 'there is no sh or no curl on this machine'

test('what the inbox shows a developer runs as it stands, in curl and in TypeScript, through every API', {
  skip: (ENGINE === 'postgres' && 'no store takes part') || lacksShell,
}, async (t) => {
  const server = await startServer(t)
  const { home, clientToken } = server
  const folder = mkdtempSync(join(tmpdir(), 'parley-snippet-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const { connections } = (await server.call('GET', '/parley/v1/connections', { token: home.secrets.ann })).body
  const messages = `/parley/v1/conversations/${home.conversation.id}/messages?limit=100`
  const countSent = async (): Promise<number> => {
    const { body } = await server.call('GET', messages, { token: home.secrets.ann })
    return body.messages.filter(({ text }: { text: string }) => text === GREETING).length
  }

  for (const { name } of DIALECTS) {
    const { baseUrl, ids } = connections.find((one: { dialect: string }) => one.dialect === name) as { baseUrl: string; ids: Ids }
    const token = home.tokens[name]
    const setting = { baseUrl, ids, secrets: { token, apiKey: token, accessToken: token, clientToken } }
    const runCurl = async (purpose: 'list' | 'send') => {
      const lines = writeSnippet(name, purpose, 'curl', setting).replace('curl ', 'curl -sS --fail-with-body ')
      return (await run('sh', ['-c', lines])).stdout
    }
    const runNode = async (purpose: 'list' | 'send') => {
      const file = join(folder, `${name}-${purpose}.ts`)
      writeFileSync(file, writeSnippet(name, purpose, 'typescript', setting))
      return (await run(process.execPath, ['--no-warnings', file])).stdout
    }
    const before = await countSent()
    const [answered, sent] = await Promise.all([runCurl('send'), runNode('send')])
    assert.equal(typeof JSON.parse(answered), 'object', name)
    assert.match(sent, /^sent [\w-]+\n$/, name)
    assert.equal(await countSent(), before + 2, name)
    const [listed, said] = await Promise.all([runCurl('list'), runNode('list')])
    // Some vendors say a text twice.
    assert.ok(listed.split(GREETING).length - 1 >= before + 2, name)
    assert.equal(said.split('\n').filter((line) => line.endsWith(GREETING)).length, before + 2, name)
  }

  // The proof of an identity is one that the channel takes.
  const file = join(folder, 'identity.ts')
  writeFileSync(file, `${writeIdentityProof()}\nconsole.log(identityHash('jane'))`)
  const env = { ...process.env, PARLEY_IDENTITY_KEY: home.channel.hmacToken }
  const hash = (await run(process.execPath, ['--no-warnings', file], { env })).stdout.trim()
  const contacts = `/chatwoot/public/api/v1/inboxes/${home.channel.identifier}/contacts`
  const tell = (identifier_hash: string) => server.call('POST', contacts, { body: { identifier: 'jane', identifier_hash } })
  assert.deepEqual([(await tell(hash)).status, (await tell(hash.replace(/^./, 'x'))).status], [200, 401])
})

test('names with quotes, dollars and backticks stay what they are', { skip: ENGINE === 'postgres' && 'no store takes part' }, async () => {
  const client = 'O\'Neil "$HOME" `id` \\n 1.0.0'
  const setting = { baseUrl: 'http://127.0.0.1:1/mews', ids: { client, messageThreadId: null }, secrets: { clientToken: "it's" } }
  const typescript = writeSnippet('mews', 'send', 'typescript', setting)
  const said = /Client: ('.*'),/.exec(typescript)?.[1] ?? ''
  assert.equal(new Function(`return ${said}`)(), client)
  assert.ok(typescript.includes("MessageThreadId: 'MESSAGE_THREAD_ID'") && typescript.includes("const accessToken = 'YOUR_ACCESS_TOKEN'"))
  if (lacksShell) return
  const echoed = writeSnippet('mews', 'send', 'curl', setting).replace(/curl [^<]*/, 'cat ')
  const body = JSON.parse((await run('sh', ['-c', echoed])).stdout)
  assert.deepEqual([body.Client, body.ClientToken, body.AccessToken], [client, "it's", 'YOUR_ACCESS_TOKEN'])
})
