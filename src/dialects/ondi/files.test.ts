import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { createClient } from './test-client.ts'

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

test('files of another API are shown by their kind and an address that needs no token', async (t) => {
  const server = await startServer(t)
  const client = createClient(server)
  const { home } = server
  const upload = async (files: [string, Buffer][], fields: Record<string, string> = {}) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    for (const [name, bytes] of files) body.append('attachments[]', new Blob([Uint8Array.from(bytes)]), name)
    const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
    const answer = await fetch(server.url + path, { method: 'POST', headers: { api_access_token: home.tokens.chatwoot }, body })
    assert.equal(answer.status, 200)
  }
  await upload([['pixel.png', PIXEL]], { content: 'Look' })
  await upload([
    ['notes.txt', Buffer.from('words')],
    ['pixel.png', PIXEL],
  ])
  const [both, image] = (await client.list()).body.messages
  assert.deepEqual([image.message_type, image.content, image.metadata], ['image', 'Look', null])
  const seen = await fetch(image.content_url)
  assert.deepEqual([seen.status, Buffer.from(await seen.arrayBuffer())], [200, PIXEL])
  assert.deepEqual([both.message_type, both.content], ['file', ''])
  assert.deepEqual([both.metadata.content_urls.length, both.metadata.content_urls[0]], [2, both.content_url])
  assert.match(both.content_url, /\/notes\.txt$/)
})
