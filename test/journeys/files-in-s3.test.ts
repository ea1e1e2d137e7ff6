import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { createS3Blobs } from '../../src/blobs/s3.ts'
import { startServer } from '../harness.ts'
import { startS3 } from '../support/s3-server.ts'
import { waitFor } from '../wait-for.ts'

test('a file sent through one API lies in the bucket, is fetched in parts through another, and is gone with its message', async (t) => {
  const { settings, objects } = await startS3(t)
  const server = await startServer(t, { blobs: (incoming) => createS3Blobs(settings, incoming) })
  const { account, conversation, tokens } = server.home
  const photo = await sharp({ create: { width: 900, height: 450, channels: 3, background: '#a30' } })
    .jpeg()
    .toBuffer()
  const form = new FormData()
  form.append('attachments[]', new Blob([photo as never], { type: 'image/jpeg' }), 'photo.jpg')
  const path = `/chatwoot/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`
  const sent = await fetch(server.url + path, { method: 'POST', headers: { api_access_token: tokens.chatwoot }, body: form })
  assert.equal(sent.status, 200)
  assert.equal(objects().length, 2)
  assert.deepEqual(server.blobFiles(), [])

  const messages = `/parley/v1/conversations/${conversation.id}/messages`
  const [message] = (await server.call('GET', messages, { token: tokens.parley })).body.messages
  const [file] = message.attachments
  const get = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers: { connection: 'close', ...headers } })
  assert.deepEqual(Buffer.from(await (await get(file.url)).arrayBuffer()), photo)
  const part = await get(file.url, { range: 'bytes=10-19' })
  assert.deepEqual([part.status, Buffer.from(await part.arrayBuffer())], [206, photo.subarray(10, 20)])
  assert.equal((await sharp(await (await get(file.thumbnailUrl)).arrayBuffer()).metadata()).width, 320)

  await server.call('DELETE', `${messages}/${message.id}`, { token: tokens.parley })
  await waitFor(() => objects().length === 0)
  assert.equal((await get(file.url)).status, 404)
})

test('while the bucket cannot be reached, files are refused, everything else goes on, and nothing is left here', async (t) => {
  const { settings } = await startS3(t)
  const server = await startServer(t, { blobs: (incoming) => createS3Blobs({ ...settings, endpoint: 'http://127.0.0.1:1' }, incoming) })
  const { conversation, tokens } = server.home
  const path = `/parley/v1/conversations/${conversation.id}/messages`
  const form = new FormData()
  form.append('files', new Blob(['x']), 'x.txt')
  const refused = await fetch(server.url + path, { method: 'POST', headers: { authorization: `Bearer ${tokens.parley}` }, body: form })
  assert.equal(refused.status, 500)
  assert.doesNotMatch(await refused.text(), /127\.0\.0\.1|bucket|S3/)
  assert.deepEqual(server.blobFiles(), [])
  assert.equal((await server.call('POST', path, { token: tokens.parley, body: { text: 'x' } })).status, 201)
  assert.equal((await server.core.store.all('select 1 from messages')).length, 1)
})
