import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal, startTidy } from '../../test-client.ts'

const file = (name: string, bytes: Uint8Array | string, mimeType = 'application/octet-stream') => ({
  name,
  mimeType,
  content: Buffer.from(bytes).toString('base64'),
})

test('text is taken from HTML that comes alone, HTML is made harmless, and long text is previewed', async (t) => {
  const { call, messages } = await startTidy(t)
  const html = await call('POST', messages, { body: { contentHtml: '<p onclick="x()">One</p><script>y()</script><p>Two</p>' } })
  assert.equal(html.status, 200)
  assert.equal(html.body.message.contentHtml, '<p>One</p><p>Two</p>')
  assert.equal(html.body.message.contentText, 'One\n\nTwo')
  assert.equal(html.body.message.contentPreview, 'One Two')
  const blank = await call('POST', messages, { body: { contentText: ' ', contentHtml: '<p>Hi</p>' } })
  assert.equal(blank.body.message.contentText, 'Hi')
  const long = await call('POST', messages, { body: { contentText: 'word '.repeat(100) } })
  assert.equal(long.body.message.contentText, 'word '.repeat(100))
  assert.equal(long.body.message.contentPreview, `${'word '.repeat(28)}...`)
  const nothing = await call('POST', messages, { body: { contentHtml: '<script>y()</script>' } })
  assert.deepEqual(nothing.body, refusal(400, 'Bad Request', 'Either contentText or contentHtml is required.'))
})

test('files come back with their names, types, sizes and an address that works without a key', async (t) => {
  const { call, messages, ids } = await startTidy(t)
  const bytes = Buffer.from('%PDF-1.7 of some kind')
  const attachments = [file('../invoice.pdf', bytes, 'Application/PDF; a=b'), file('empty', '')]
  const sent = await call('POST', messages, { body: { contentText: 'See the files', attachments } })
  assert.equal(sent.status, 200)
  const [first, second] = sent.body.message.attachments
  assert.deepEqual(first, { id: first.id, name: 'invoice.pdf', mimeType: 'application/pdf', sizeBytes: bytes.length, url: first.url })
  assert.ok(ids.fromPrefixed('attachment', first.id))
  assert.deepEqual([second.name, second.sizeBytes], ['empty', 0])
  const list = await call('GET', messages)
  assert.deepEqual(list.body.thread.messages.items[0], sent.body.message)
  const download = await fetch(first.url, { headers: { connection: 'close' } })
  assert.equal(download.headers.get('content-type'), 'application/pdf')
  assert.deepEqual(Buffer.from(await download.arrayBuffer()), bytes)
})

test('input of the wrong form is refused, and nothing is written', async (t) => {
  const tidy = await startTidy(t)
  const { call, messages, count } = tidy
  const before = await count('events')
  const bad: [unknown, string][] = [
    [{ contentText: 7 }, 'contentText must be string'],
    [{ contentText: null }, 'contentText must be string'],
    [{ contentHtml: ['<p>'] }, 'contentHtml must be string'],
    [{ contentText: 'x', isInternalNote: 'true' }, 'isInternalNote must be boolean'],
    [{ contentText: 'x', attachments: {} }, 'attachments must be array'],
    [
      { contentText: 'x', attachments: [file('a', 'b'), { name: 'a', mimeType: 'text/plain', content: 'a-b' }] },
      'attachments.1.content is not valid base64',
    ],
    [
      { contentText: 'x', attachments: [{ name: 'a', mimeType: 'text/plain', content: 'YQ=a' }] },
      'attachments.0.content is not valid base64',
    ],
    [{ contentText: 'x', attachments: [file('a', 'b', 'nonsense')] }, 'attachments.0.mimeType is not a media type'],
  ]
  for (const [body, message] of bad) {
    const answer = await call('POST', messages, { body })
    assert.deepEqual(answer.body, refusal(400, 'Bad Request', message))
    assert.equal(answer.status, 400)
  }
  for (const attachment of [
    { name: 'a', content: 'YQ==' },
    { mimeType: 'text/plain', content: 'YQ==' },
    { name: '', mimeType: 'a/b', content: '' },
  ]) {
    assert.equal((await call('POST', messages, { body: { contentText: 'x', attachments: [attachment] } })).status, 400)
  }
  const raw = (text: string, type: string) => call('POST', messages, { raw: text, headers: { 'content-type': type } })
  assert.deepEqual((await raw('{"contentText":', 'application/json')).body, refusal(400, 'Bad Request', 'The body is not valid JSON.'))
  assert.equal((await raw('', 'application/json')).status, 400)
  assert.equal((await raw('[]', 'application/json')).status, 400)
  assert.equal((await raw('contentText=x', 'application/x-www-form-urlencoded')).body.error, 'Unsupported Media Type')
  assert.equal((await call('POST', messages, { body: { contentText: 'x'.repeat(150_001) } })).status, 400)
  assert.equal(await count('messages'), 0)
  assert.equal(await count('events'), before)
  assert.equal(tidy.server.blobFiles().length, 0)
})

test('a request of exactly 10 MB is taken and one byte more is refused', async (t) => {
  const { call, messages, count } = await startTidy(t)
  const start = '{"contentText":"x","attachments":[{"name":"a","mimeType":"a/b","content":"'
  const end = '"}]}'
  // The padding is blanks, so that the size can be met to the byte.
  const body = (sizeBytes: number) => {
    const room = sizeBytes - start.length - end.length
    return start + 'A'.repeat(room - (room % 4)) + end + ' '.repeat(room % 4)
  }
  const post = (sizeBytes: number) => call('POST', messages, { raw: body(sizeBytes), headers: { 'content-type': 'application/json' } })
  const whole = await post(10_485_760)
  assert.equal(whole.status, 200)
  assert.ok(whole.body.message.attachments[0].sizeBytes > 7_800_000)
  const over = await post(10_485_761)
  assert.equal(over.status, 413)
  assert.deepEqual(over.body, refusal(413, 'Payload Too Large', 'Request body is too large'))
  assert.equal(await count('messages'), 1)
})

test('checks come in the order key, workspace, size, form, conversation, content', async (t) => {
  const { call, messages, inbox, awayInbox, ids } = await startTidy(t)
  const unknown = `${inbox}/conversations/${ids.toPrefixed('conversation', 999_999)}/messages`
  const foreign = `${awayInbox}/conversations/thd_none/messages`
  const huge = { raw: `{"contentText":${'7'.repeat(10_485_761)}}`, headers: { 'content-type': 'application/json' } }
  const broken = { raw: '{', headers: { 'content-type': 'application/json' } }
  assert.equal((await call('POST', foreign, { ...huge, token: 'nobody' })).status, 401)
  assert.equal((await call('POST', foreign, huge)).status, 403)
  assert.equal((await call('POST', unknown, huge)).status, 413)
  assert.equal((await call('POST', unknown, broken)).status, 400)
  assert.equal((await call('POST', unknown, { body: { contentText: 1 } })).status, 400)
  assert.equal((await call('POST', unknown, { body: {} })).status, 404)
  assert.equal((await call('POST', messages, { body: {} })).status, 400)
})

test('an Idempotency-Key makes twins one message with one set of bytes, and another body is refused', async (t) => {
  const tidy = await startTidy(t)
  const { call, messages, count, server } = tidy
  const before = await count('events')
  const body = { contentText: 'Once', attachments: [file('a.txt', 'hello', 'text/plain')] }
  const send = (contentText: string) => call('POST', messages, { body: { ...body, contentText }, headers: { 'idempotency-key': 'k-1' } })
  const [first, twin] = await Promise.all([send('Once'), send('Once')])
  assert.equal(first.status, 200)
  assert.deepEqual(twin.body, first.body)
  assert.deepEqual((await send('Once')).body, first.body)
  assert.equal(tidy.server.blobFiles().length, 1)
  const other = await send('Other')
  assert.equal(other.status, 422)
  assert.deepEqual(other.body, refusal(422, 'Unprocessable Entity', 'This Idempotency-Key was used for a different request.'))
  assert.equal(tidy.server.blobFiles().length, 1)
  assert.equal((await fetch(first.body.message.attachments[0].url, { headers: { connection: 'close' } })).status, 200)
  await server.restart()
  assert.deepEqual((await send('Once')).body, first.body)
  assert.equal(await count('messages'), 1)
  assert.equal(await count('events'), before + 1)
})

test('the bytes of a send into no conversation are removed again', async (t) => {
  const tidy = await startTidy(t)
  const unknown = `${tidy.inbox}/conversations/${tidy.ids.toPrefixed('conversation', 999_999)}/messages`
  const answer = await tidy.call('POST', unknown, { body: { contentText: 'x', attachments: [file('a', 'b'), file('c', 'd')] } })
  assert.equal(answer.status, 404)
  assert.equal(tidy.server.blobFiles().length, 0)
})

test('a reply to a closed or archived conversation is sent and leaves it so; a customer message opens it', async (t) => {
  const { call, messages, inbox, conversationId, say } = await startTidy(t)
  const status = async () => (await call('GET', messages)).body.thread.conversation.status
  for (const wanted of ['CLOSED', 'ARCHIVED']) {
    await call('PUT', `${inbox}/conversations/${conversationId}/status`, { body: { status: wanted } })
    assert.equal((await call('POST', messages, { body: { contentText: 'Bye' } })).status, 200)
    assert.equal(await status(), wanted)
  }
  await say({ text: 'One more thing' })
  assert.equal(await status(), 'OPEN')
})
