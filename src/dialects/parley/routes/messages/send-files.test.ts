import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'
import { waitFor } from '../../../../../test/wait-for.ts'

type Part = [field: string, content: string | Uint8Array, name?: string, type?: string]

/** Sends a form whose `message` part is this value as JSON, or this text as it is. */
async function post(server: TestServer, message: unknown, parts: Part[], options: { token?: string; key?: string; path?: string } = {}) {
  const form = new FormData()
  if (message !== undefined) form.append('message', typeof message === 'string' ? message : JSON.stringify(message))
  for (const [field, content, name, type] of parts) {
    if (name === undefined) form.append(field, content as string)
    else form.append(field, new Blob([content as never], { type: type ?? 'application/octet-stream' }), name)
  }
  const { token = server.home.secrets.ann, path = `/conversations/${server.home.conversation.id}/messages` } = options
  const encoded = new Response(form)
  return server.call('POST', `/parley/v1${path}`, {
    token,
    raw: new Uint8Array(await encoded.arrayBuffer()),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '', ...(options.key ? { 'idempotency-key': options.key } : {}) },
  })
}

test('files are sent as a form, with or without words, and come back with what their bytes are', async (t) => {
  const server = await startServer(t)
  const photo = await sharp({ create: { width: 900, height: 450, channels: 3, background: '#a30' } })
    .jpeg()
    .toBuffer()
  const sent = await post(server, { text: 'See', private: true }, [
    ['files', photo, 'photo.bin'],
    ['files', '<svg/>', 'drawing.svg', 'image/svg+xml'],
  ])
  assert.equal(sent.status, 201, sent.text)
  assert.deepEqual([sent.body.text, sent.body.private, sent.body.direction], ['See', true, 'outbound'])
  const [picture, drawing] = sent.body.attachments
  assert.deepEqual(
    [picture.name, picture.mediaType, picture.width, picture.height, picture.sizeBytes],
    ['photo.bin', 'image/jpeg', 900, 450, photo.length],
  )
  assert.deepEqual([drawing.mediaType, drawing.width, drawing.thumbnailUrl], ['text/plain', null, null])
  const thumbnail = await fetch(picture.thumbnailUrl, { headers: { connection: 'close' } })
  assert.equal((await sharp(await thumbnail.arrayBuffer()).metadata()).width, 320)
  const whole = await fetch(picture.url, { headers: { connection: 'close' } })
  assert.deepEqual(Buffer.from(await whole.arrayBuffer()), photo)
  const alone = await post(server, undefined, [['files', 'x', 'x.txt', 'text/plain']])
  assert.deepEqual([alone.status, alone.body.text, alone.body.attachments.length], [201, null, 1])
  const client = parleyClient(server, server.home.secrets.ann)
  const read = await client.get(`/conversations/${server.home.conversation.id}/messages/${sent.body.id}`)
  assert.deepEqual(read.body, sent.body)
})

test('a refused form leaves neither a message nor bytes', async (t) => {
  const server = await startServer(t)
  const file: Part = ['files', 'x', 'x.txt', 'text/plain']
  const cases: [message: unknown, parts: Part[], status: number, code: string, field?: string][] = [
    [{ text: 'x', txet: 'y' }, [file], 422, 'body_invalid', 'txet'],
    ['{"text":', [file], 400, 'json_malformed'],
    ['"text"', [file], 422, 'body_invalid'],
    [{ text: 'a\0b' }, [file], 400, 'json_malformed'],
    [{ text: 'x' }, [file, ['text', 'y']], 422, 'body_invalid', 'text'],
    [{ text: 'x' }, [file, ['message', '{}']], 422, 'body_invalid', 'message'],
    ['{"text":"a\0b"}', [file], 400, 'json_malformed'],
    [{ text: 'x' }, Array.from({ length: 16 }, () => file), 422, 'attachment_invalid', 'files'],
    [{ text: 'x', parentId: 999_999 }, [file], 422, 'parent_not_found', 'parentId'],
    [{}, [['other', 'x', 'x.txt']], 422, 'message_empty', 'text'],
    [{}, [], 422, 'message_empty', 'text'],
    [{ text: 'x' }, [file, ['files', Buffer.alloc(40 * 1024 * 1024 + 1), 'large']], 413, 'body_too_large'],
  ]
  for (const [message, parts, status, code, field] of cases) {
    const answer = await post(server, message, parts)
    assert.deepEqual([answer.status, answer.body.error?.code, answer.body.error?.field], [status, code, field], answer.text)
  }
  for (const [token, path, status] of [
    ['nobody', undefined, 401],
    [server.away.secrets.ann, undefined, 404],
    [server.home.secrets.eve, '/conversations/999999/messages', 404],
    [server.home.secrets.ann, '/messages/batch', 415],
    [server.home.secrets.ann, '/contacts', 415],
  ] as const) {
    assert.equal((await post(server, { text: 'x' }, [file], { token, path })).status, status, path)
  }
  await waitFor(() => server.blobFiles().length === 0)
  assert.equal((await server.core.store.all('select 1 from messages')).length, 0)
  assert.equal((await server.core.store.all('select 1 from loose_blobs')).length, 0)
})

test('a form with an Idempotency-Key is sent once; other words or another file under the key are another request', async (t) => {
  const server = await startServer(t)
  const send = (text: string, content: string) => post(server, { text }, [['files', content, 'x.txt', 'text/plain']], { key: 'form' })
  const [first, twin] = await Promise.all([send('Once', 'x'), send('Once', 'x')])
  assert.equal(first.status, 201)
  assert.deepEqual(twin.body, first.body)
  assert.deepEqual((await send('Once', 'x')).body, first.body)
  assert.equal((await send('Once', 'y')).body.error.code, 'idempotency_key_reused')
  assert.equal((await send('Twice', 'x')).body.error.code, 'idempotency_key_reused')
  assert.equal((await server.core.store.all('select 1 from messages')).length, 1)
  assert.equal(server.blobFiles().length, 1)
})
