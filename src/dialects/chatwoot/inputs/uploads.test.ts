import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import sharp from 'sharp'
import { startServer, type TestServer } from '../../../../test/harness.ts'
import { waitFor } from '../../../../test/wait-for.ts'
import { DIGITAL99 } from '../99digital.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { assertShape, countWrites, messagesOf } from '../family-test.ts'
import { NDOTO } from '../ndoto.ts'
import type { Profile } from '../profile.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** The beginning of what a browser records from a microphone. */
const VOICE = Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff', 'hex')

/** 800 × 400 pixels, to be shown on its side. */
function makePhoto(): Promise<Buffer> {
  return sharp({ create: { width: 800, height: 400, channels: 3, background: '#a30' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

async function pictureAt(url: string) {
  const answer = await fetch(url, { headers: { connection: 'close' } })
  const { autoOrient } = await sharp(await answer.arrayBuffer()).metadata()
  return [answer.headers.get('content-type'), autoOrient.width, autoOrient.height]
}

/** Posts a form the way a browser does. */
async function post(server: TestServer, profile: Profile, form: FormData | URLSearchParams, headers: Record<string, string> = {}) {
  const answer = await fetch(server.url + messagesOf(server, profile).path, {
    method: 'POST',
    headers: { api_access_token: server.home.tokens[profile.name], ...headers },
    body: form,
  })
  const text = await answer.text()
  return { status: answer.status, text, body: text === '' ? undefined : JSON.parse(text) }
}

function formOf(fields: Record<string, string>, files: [name: string, type: string, bytes: Uint8Array | string][] = []): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, type, bytes] of files) form.append('attachments[]', new Blob([bytes as never], { type }), name)
  return form
}

test('a multipart send stores its files, and every profile shows them in its own way', async (t) => {
  const server = await startServer(t)
  const { account } = server.home
  const form = formOf({ content: 'See', private: 'false', 'content_attributes[note]': 'kept' }, [
    ['a b.png', 'application/octet-stream', PNG],
    ['../../notes.txt', 'text/plain', 'hello'],
    ['voice.webm', 'audio/webm', VOICE],
    ['photo.jpg', 'image/jpeg', await makePhoto()],
    ['not.jpg', 'image/jpeg', 'no picture'],
  ])
  const sent = await post(server, CHATWOOT, form)
  assert.equal(sent.status, 200, sent.text)
  assertShape(CHATWOOT.message.Wire, sent.body)
  assert.equal(sent.body.private, false)
  assert.deepEqual(sent.body.content_attributes, { note: 'kept' })
  const [image, text, audio, photo, not] = sent.body.attachments
  assert.deepEqual(image, {
    id: image.id,
    message_id: sent.body.id,
    file_type: 'image',
    account_id: account.id,
    extension: 'png',
    data_url: image.data_url,
    thumb_url: image.data_url,
    file_size: PNG.length,
    width: 1,
    height: 1,
  })
  assert.equal(text.file_type, 'file')
  assert.equal(text.thumb_url, '')
  assert.match(text.data_url, /\/notes\.txt$/)
  assert.equal(audio.file_type, 'audio')
  assert.equal(audio.transcribed_text, '')
  assert.ok(image.data_url.startsWith(`${server.url}/files/`), image.data_url)
  assert.deepEqual([photo.file_type, photo.width, photo.height], ['image', 400, 800])
  assert.notEqual(photo.thumb_url, photo.data_url)
  assert.deepEqual(await pictureAt(photo.thumb_url), ['image/webp', 160, 320])
  assert.deepEqual(await pictureAt(photo.data_url), ['image/jpeg', 400, 800])
  assert.deepEqual([not.file_type, not.thumb_url, not.width], ['file', '', null])
  for (const profile of [NDOTO, DIGITAL99]) {
    const { body } = await messagesOf(server, profile).list()
    assertShape(profile.message.List, body)
    const plain: object = {
      id: image.id,
      message_id: sent.body.id,
      file_type: 'image',
      data_url: image.data_url,
      thumb_url: image.data_url,
    }
    assert.deepEqual(body.payload[0].attachments[0], { ...plain, file_size: PNG.length })
  }
  assert.equal(server.blobFiles().length, 6)
  await messagesOf(server, CHATWOOT).call('DELETE', `/${sent.body.id}`)
  await waitFor(() => server.blobFiles().length === 0)
  assert.equal((await countWrites(server)).attachments, 0)
})

test('a file makes text needless in Ndoto and 99digital too', async (t) => {
  const server = await startServer(t)
  for (const profile of [NDOTO, DIGITAL99]) {
    const file: [string, string, Uint8Array] = ['p.png', 'image/png', PNG]
    assert.equal((await post(server, profile, formOf({ message_type: 'outgoing' }, [file]))).status, 200)
    assert.equal((await post(server, profile, formOf({ message_type: 'outgoing', content: '' }, [file]))).status, 200)
    assert.equal((await post(server, profile, formOf({ message_type: 'outgoing' }))).status, 422)
  }
})

test('urlencoded and multipart fields mean what the same JSON means', async (t) => {
  const server = await startServer(t)
  const fields = { content: 'Hello & more', message_type: 'outgoing', private: 'true', content_attributes: '{"a":[1,{"b":true}]}' }
  for (const profile of [CHATWOOT, NDOTO, DIGITAL99]) {
    for (const form of [formOf(fields), new URLSearchParams(fields)]) {
      const { status, body, text } = await post(server, profile, form)
      assert.equal(status, 200, text)
      assert.equal(body.content, 'Hello & more')
      assert.equal(body.private, true)
      assert.deepEqual(body.content_attributes, { a: [1, { b: true }] })
    }
  }
  const lenient = await post(server, CHATWOOT, new URLSearchParams({ content: 'x', private: 'off', content_attributes: '{broken' }))
  assert.equal(lenient.body.private, false)
  assert.deepEqual(lenient.body.content_attributes, {})
  const json = await messagesOf(server, CHATWOOT).send({ content: 'x', private: '1', content_attributes: '{"in_reply_to":0}' })
  assert.equal(json.body.private, true)
  assert.equal((await post(server, NDOTO, new URLSearchParams({ ...fields, private: 'maybe' }))).status, 422)
})

test('the bytes of a refused send are removed again, and nothing is written', async (t) => {
  const server = await startServer(t)
  const before = await countWrites(server)
  const file: [string, string, Uint8Array] = ['p.png', 'image/png', PNG]
  const many = Array.from({ length: 16 }, () => file)
  for (const [fields, files, status] of [
    [{ content: 'x', message_type: 'nonsense' }, [file], 422],
    [{ content: 'x'.repeat(150_001), message_type: 'outgoing' }, [file], 422],
    [{ content: 'x', message_type: 'outgoing' }, many, 422],
    [{ content: 'x'.repeat(1_200_000), message_type: 'outgoing' }, [file], 413],
    [{ content: 'x\0y', message_type: 'outgoing' }, [file], 400],
  ] as const) {
    for (const profile of [CHATWOOT, NDOTO, DIGITAL99]) {
      const answer = await post(server, profile, formOf(fields, [...files]))
      assert.equal(answer.status, status, `${profile.name} ${answer.text}`)
      assertShape(profile.Refusal, answer.body)
      await waitFor(() => server.blobFiles().length === 0)
    }
  }
  const tooMany = await post(server, CHATWOOT, formOf({}, many))
  assert.deepEqual(tooMany.body, { error: 'Validation failed: Attachments exceeded maximum allowed' })
  const elsewhere = `${server.url}/chatwoot/api/v1/accounts/${server.home.account.id}/conversations/999/messages`
  const unknown = await fetch(elsewhere, {
    method: 'POST',
    headers: { api_access_token: server.home.tokens.chatwoot },
    body: formOf({}, [file]),
  })
  assert.equal(unknown.status, 404)
  await waitFor(() => server.blobFiles().length === 0)
  assert.deepEqual(await countWrites(server), before)
})

test('a file that is too large is refused with 413', async (t) => {
  const server = await startServer(t)
  const answer = await post(server, CHATWOOT, formOf({}, [['big.bin', 'application/octet-stream', Buffer.alloc(40 * 1024 * 1024 + 1)]]))
  assert.equal(answer.status, 413)
  await waitFor(() => server.blobFiles().length === 0)
  assert.equal((await countWrites(server)).messages, 0)
})

test('a multipart send with an Idempotency-Key is stored once, its files too; another file under the key is 422', async (t) => {
  const server = await startServer(t)
  const send = (bytes: Uint8Array) =>
    post(server, CHATWOOT, formOf({ content: 'x' }, [['p.png', 'image/png', bytes]]), { 'idempotency-key': 'f1' })
  const [first, twin] = await Promise.all([send(PNG), send(PNG)])
  assert.equal(first.status, 200)
  assert.deepEqual(twin.body, first.body)
  assert.deepEqual((await send(PNG)).body, first.body)
  assert.equal((await send(Buffer.from('other'))).status, 422)
  await waitFor(() => server.blobFiles().length === 1)
  assert.equal((await countWrites(server)).attachments, 1)
})

test('an upload that breaks off leaves nothing behind, and the server goes on', async (t) => {
  const server = await startServer(t)
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  const head = [
    `POST ${messagesOf(server, CHATWOOT).path} HTTP/1.1`,
    'Host: x',
    `api_access_token: ${server.home.tokens.chatwoot}`,
    'Content-Type: multipart/form-data; boundary=b',
    'Content-Length: 1000000',
    '',
    '--b',
    'Content-Disposition: form-data; name="attachments[]"; filename="a.png"',
    'Content-Type: image/png',
    '',
    'all of it',
    '--b',
    'Content-Disposition: form-data; name="attachments[]"; filename="b.png"',
    'Content-Type: image/png',
    '',
    'x'.repeat(70_000),
  ]
  socket.write(head.join('\r\n'))
  await waitFor(() => server.blobFiles().length === 2)
  socket.destroy()
  await waitFor(() => server.blobFiles().length === 0)
  assert.equal((await messagesOf(server, CHATWOOT).send({ content: 'Still here' })).status, 200)
})

test('a broken multipart body is the request’s fault', async (t) => {
  const server = await startServer(t)
  for (const [type, raw] of [
    ['multipart/form-data', 'x'],
    ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="content"\r\n\r\nx'],
    ['multipart/form-data; boundary=b', 'no part at all'],
    ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n'],
  ] as const) {
    const answer = await messagesOf(server, NDOTO).call('POST', '', { raw, headers: { 'content-type': type } })
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${raw}`)
    assertShape(NDOTO.Refusal, answer.body)
  }
  assert.equal((await countWrites(server)).messages, 0)
})

test('whoever is not known yet cannot fill the disk', async (t) => {
  const server = await startServer(t)
  const form = formOf({ email: 'ann@home.example', password: 'wrong' }, [['p.png', 'image/png', PNG]])
  const answer = await fetch(`${server.url}/chatwoot/auth/sign_in`, { method: 'POST', body: form })
  assert.equal(answer.status, 401)
  assert.equal((await post(server, CHATWOOT, form, { api_access_token: 'nobody' })).status, 401)
  assert.equal((await server.core.store.all('select 1 from loose_blobs')).length, 0)
  assert.equal(server.blobFiles().length, 0)
})
