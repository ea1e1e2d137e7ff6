import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { Wire } from '../clients/voice.ts'
import { startServer, type TestServer } from '../harness.ts'

const PROGRAM = join(import.meta.dirname, '../../node_modules/chatwoot-mcp-server/dist/index.js')

/** The published MCP server, a process of its own that a language model's client would start, told only the address and who asks. */
async function openMcp(t: TestContext, server: TestServer, credentials: Record<string, string>) {
  const cwd = mkdtempSync(join(tmpdir(), 'parley-mcp-')) // where it finds no settings and no sessions of anybody's
  const env = { ...credentials, CHATWOOT_BASE_URL: `${server.url}/chatwoot`, HOME: cwd }
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [PROGRAM], env, cwd, stderr: 'ignore' }))
  t.after(async () => {
    await client.close()
    rmSync(cwd, { recursive: true, force: true })
  })
  const account_id = server.home.account.id
  return async (name: string, given: object): Promise<Wire> => {
    const answer: Wire = await client.callTool({ name: `chatwoot_${name}`, arguments: { account_id, ...given } })
    return answer.structuredContent ?? answer.content[0].text
  }
}

test('chatwoot-mcp-server, unmodified: a language model reads conversations and answers in them', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const mcp = await openMcp(t, server, { CHATWOOT_API_TOKEN: home.tokens.chatwoot })
  const conversation_id = home.conversation.number

  const listed = await mcp('list_conversations', { assignee_type: 'all', response_format: 'json' })
  const ids = listed.conversations.map((one: Wire) => one.id)
  assert.deepEqual([ids.sort(), listed.meta.all_count], [[conversation_id, home.ticket.number].sort(), 2])
  const one = await mcp('get_conversation', { conversation_id })
  assert.deepEqual([one.id, one.status, one.contact.name], [conversation_id, 'open', home.jane.name])

  const asked = await mcp('create_message', { conversation_id, content: 'My bill is wrong', message_type: 'incoming' })
  const sent = await mcp('create_message', { conversation_id, content: 'We look into it' })
  const note = await mcp('create_message', { conversation_id, content: 'A known fault', private: true })
  const { messages } = await mcp('list_messages', { conversation_id })
  assert.deepEqual(
    messages.map(({ id, content, message_type, private: isNote, sender }: Wire) => [id, content, message_type, isNote, sender.name]),
    [
      [asked.id, 'My bill is wrong', 0, false, home.jane.name],
      [sent.id, 'We look into it', 1, false, home.ann.name],
      [note.id, 'A known fault', 1, true, home.ann.name],
    ],
  )
  assert.match(await mcp('get_conversation', { conversation_id: 9_999 }), /not found/)
})

test('chatwoot-mcp-server tells its model that a token is not good', async (t) => {
  const server = await startServer(t)
  const mcp = await openMcp(t, server, { CHATWOOT_API_TOKEN: 'nobody-has-this-token' })
  assert.match(await mcp('list_conversations', {}), /Authentication failed/)
})

test('chatwoot-mcp-server signs in with an address and a password, and acts as that person', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const password = 'correct horse battery'
  const path = `/parley/v1/members/${home.bob.id}/password`
  assert.equal((await server.call('PUT', path, { token: home.tokens.parley, body: { password } })).status, 204)
  const mcp = await openMcp(t, server, { CHATWOOT_EMAIL: home.bob.email ?? '', CHATWOOT_PASSWORD: password })
  const conversation_id = home.conversation.number
  await mcp('create_message', { conversation_id, content: 'Bob is here' })
  const { messages } = await mcp('list_messages', { conversation_id })
  assert.equal(messages.at(-1).sender.name, home.bob.name)
})
