import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { changeParticipants } from '../../../../core/conversations/change-participants.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import type { ConversationStatus } from '../../../../model/conversation.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

const SEED = { message_type: 'text', content: 'Hello!', content_url: null, metadata: null, parent_message_id: null }

async function start(t: TestContext) {
  const clock = createClock()
  const server = await startServer(t, { now: clock.now })
  return { clock, server, client: createClient(server), home: server.home, away: server.away }
}

/** Writes a request as it is given, which no HTTP client would, and reads the whole answer. */
async function sendRaw(url: string, lines: readonly string[], body: string): Promise<{ status: number; body: unknown }> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write([...lines, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close', '', body].join('\r\n'))
  const answer = Buffer.concat(await socket.toArray()).toString()
  return { status: Number(answer.slice(9, 12)), body: JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) }
}

test('the seed’s own request, its doubled header included, is answered 201 with the message', async (t) => {
  const { server, client, home } = await start(t)
  const lines = (...types: string[]) => [
    `POST ${client.messagesOf(home.conversation).replace('/ondi', '')}?tenant_id=${client.tenant} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${home.tokens.ondi}`,
    ...types.map((type) => `Content-Type: ${type}`),
  ]
  const answer = await sendRaw(server.url, lines('application/json', 'application/json'), JSON.stringify(SEED, null, 2))
  assert.equal(answer.status, 201)
  const stored = await server.core.store.one<{ id: number }>('select id from messages')
  const data = {
    id: client.uuid('message', stored?.id ?? 0),
    conversation_id: client.uuid('conversation', home.conversation.id),
    sender_id: client.user(home.ann),
    sender: { id: client.user(home.ann), first_name: 'Ann', last_name: 'Home', email: 'ann@home.example' },
    ...SEED,
    created_at: '2026-01-02T01:04:05Z',
    updated_at: '2026-01-02T01:04:05Z',
  }
  assert.deepEqual(answer.body, { success: true, message: 'Message sent successfully', data })
  assert.deepEqual((await client.list()).body.messages, [data])
  const events = await server.core.store.all<{ type: string }>("select type from events where type like 'message.%'")
  assert.deepEqual(
    events.map((event) => event.type),
    ['message.created'],
  )
  // Some proxies and clients fold the two headers into one line.
  assert.equal((await sendRaw(server.url, lines('application/json, application/json'), JSON.stringify(SEED))).status, 201)
})

test('all five fields come back as they were given, whatever the type', async (t) => {
  const { client } = await start(t)
  const first = (await client.send(SEED)).body.data
  const metadata = { width: 640, tags: ['a', null, { deep: true }], ключ: '✓' }
  const bodies = [
    {
      message_type: 'text',
      content: '  spaced\n out ',
      content_url: 'https://example.com/a?b=%20c#d',
      metadata,
      parent_message_id: first.id,
    },
    { message_type: 'image', content: null, content_url: 'HTTPS://Example.com/Cat.png', metadata: {}, parent_message_id: null },
    { message_type: 'file', content: 'The invoice', content_url: 'http://example.com/i.pdf', metadata: null, parent_message_id: null },
    { message_type: 'audio', content: '', content_url: 'https://example.com/a.ogg', metadata: null, parent_message_id: null },
    { message_type: 'video', content: null, content_url: 'https://example.com/a.mp4', metadata: null, parent_message_id: null },
    { message_type: 'location', content: null, content_url: null, metadata: { lat: 36.19, lng: 44.01 }, parent_message_id: null },
  ]
  for (const body of bodies) {
    const answer = await client.send(body)
    assert.equal(answer.status, 201, body.message_type)
    assert.deepEqual({ ...answer.body.data, ...body }, answer.body.data)
    assert.deepEqual((await client.list('?limit=1')).body.messages, [answer.body.data])
  }
  const bare = await client.send({ content: 'No type, and a key nobody knows', priority: 'high' })
  assert.deepEqual([bare.status, bare.body.data.message_type], [201, 'text'])
  assert.equal((await client.send({ content: 'x'.repeat(10_000) })).status, 201)
})

test('a bad body is refused with 400 in the vendor’s envelope and nothing is written', async (t) => {
  const { server, client, home } = await start(t)
  const elsewhere = await client.sendFrom('chatwoot', home.ann, { text: 'In the ticket' }, home.ticket)
  const before = await client.countRows()
  const parent = failure('parent_message_id must be a message of this conversation')
  const content = failure('content must be a string of at most 10,000 characters')
  const url = failure('content_url must be an absolute http or https URL')
  const metadata = failure('metadata must be an object')
  const missing = failure('Message content is required')
  const cases: [body: unknown, answer: object][] = [
    [undefined, missing],
    [null, missing],
    [{}, missing],
    [{ message_type: 'text', content: null }, missing],
    [{ message_type: 'text', content: ' \n\t' }, missing],
    [{ message_type: 'location' }, missing],
    [{ message_type: 'html', content: '<b>Hello</b>' }, failure('message_type html cannot be sent by clients')],
    [{ message_type: 'html' }, failure('message_type html cannot be sent by clients')],
    [{ message_type: 'sticker', content: 'x' }, failure('message_type must be one of text, image, file, audio, video, location')],
    [{ message_type: null, content: 'x' }, failure('message_type must be one of text, image, file, audio, video, location')],
    [{ content: 7 }, content],
    [{ content: ['x'] }, content],
    [{ content: 'x'.repeat(10_001) }, content],
    [{ content: 'x', content_url: 7 }, url],
    [{ content: 'x', content_url: '/cat.png' }, url],
    [{ content: 'x', content_url: 'javascript:alert(1)' }, url],
    [{ content: 'x', content_url: 'https://' }, url],
    [{ content: 'x', content_url: '' }, url],
    [{ message_type: 'image', content: 'A cat' }, failure('content_url is required for message_type image')],
    [{ content: 'x', metadata: [] }, metadata],
    [{ content: 'x', metadata: 'x' }, metadata],
    [{ content: 'x', parent_message_id: 7 }, failure('parent_message_id must be the UUID of a message')],
    [{ content: 'x', parent_message_id: 'x' }, parent],
    [{ content: 'x', parent_message_id: '00000000-0000-4000-8000-000000000000' }, parent],
    [{ content: 'x', parent_message_id: client.uuid('message', elsewhere.id) }, parent],
    [{ content: 'x', parent_message_id: client.uuid('conversation', home.conversation.id) }, parent],
  ]
  for (const [body, expected] of cases) {
    const answer = await client.send(body)
    assert.deepEqual([answer.status, answer.body], [400, expected], JSON.stringify(body)?.slice(0, 80))
  }
  for (const body of [[], 'x', 7, true]) assert.equal((await client.send(body)).status, 400, JSON.stringify(body))
  const path = client.messagesOf(home.conversation)
  const raw = (body: string, type: string) => client.call('POST', path, { raw: body, headers: { 'content-type': type } })
  for (const text of ['{', '{"content":"x"', 'content=x', '{"content":"\\u0000"}']) {
    const answer = await raw(text, 'application/json')
    assert.deepEqual([answer.status, answer.body.success], [400, false], text)
  }
  assert.equal((await raw('content=x', 'application/x-www-form-urlencoded')).status, 415)
  assert.equal((await raw(JSON.stringify({ content: 'x'.repeat(1024 * 1024) }), 'application/json')).status, 413)
  assert.equal((await server.call('POST', `${path}?tenant_id=x`, { token: home.tokens.ondi, body: SEED })).status, 400)
  assert.deepEqual(await client.countRows(), before)
})

test('only a participant sends, only into an active conversation, and a bad body is looked at last', async (t) => {
  const { server, client, home } = await start(t)
  const { core } = server
  const ctx = systemCtx(core, home.account.id)
  const set = (status: ConversationStatus) => core.store.tx((tx) => updateConversation(ctx, tx, { id: home.conversation.id }, { status }))
  const bad = { message_type: 'html' }
  const stranger = failure('You are not a participant in this conversation')

  for (const body of [SEED, bad]) {
    const outsider = await client.send(body, home.secrets.eve)
    assert.deepEqual([outsider.status, outsider.body], [403, stranger])
  }
  await core.store.tx((tx) => changeParticipants(ctx, tx, home.conversation, { action: 'remove', authors: [home.ann], role: 'member' }))
  // Ann administers the tenant; for sending that is not enough.
  for (const body of [SEED, bad]) assert.deepEqual((await client.send(body)).body, stranger)

  for (const status of ['resolved', 'archived'] as const) {
    await set(status)
    for (const [token, expected] of [
      [home.secrets.bob, failure('Conversation is not active')],
      [home.secrets.jane, failure('Conversation is not active')],
      [home.secrets.eve, stranger],
    ] as const) {
      for (const body of [SEED, bad]) {
        const answer = await client.send(body, token)
        assert.deepEqual([answer.status, answer.body], [403, expected], status)
      }
    }
  }
  assert.equal((await core.store.all('select id from messages where private = 0')).length, 0)
  for (const status of ['open', 'pending', 'snoozed'] as const) {
    await set(status)
    assert.equal((await client.send(SEED, home.secrets.bob)).status, 201, status)
  }
})

test('a customer is a user too: their message comes in, and the team’s goes out', async (t) => {
  const { server, client, home } = await start(t)
  await client.send(SEED, home.secrets.jane)
  await client.send(SEED, home.secrets.bob)
  const rows = await server.core.store.rows<[number, number]>('select author_id, direction from messages order by seq')
  assert.equal(rows[0]?.[0], home.jane.id)
  assert.equal(rows[1]?.[0], home.bob.id)
  assert.notEqual(rows[0]?.[1], rows[1]?.[1])
  const conversation = await server.core.store.one<{ first_reply_at: number | null; waiting_since: number | null }>(
    'select first_reply_at, waiting_since from conversations where id = $1',
    [home.conversation.id],
  )
  assert.notEqual(conversation?.first_reply_at, null)
  assert.equal(conversation?.waiting_since, null)
})

test('an Idempotency-Key sends once: twins and later repetitions get the first answer, another body 422', async (t) => {
  const { server, client, home } = await start(t)
  const send = (content: string, token = home.tokens.ondi) =>
    server.call('POST', client.messagesOf(home.conversation), { token, headers: { 'idempotency-key': 'k1' }, body: { content } })
  const [first, twin] = await Promise.all([send('Hello!'), send('Hello!')])
  assert.equal(first.status, 201)
  assert.deepEqual([twin.status, twin.text], [201, first.text])
  await server.restart()
  const again = await send('Hello!')
  assert.deepEqual([again.status, again.text], [201, first.text])
  const other = await send('Another')
  assert.deepEqual([other.status, other.body.success], [422, false])
  // The key is the sender's own: somebody else's same key is another one.
  assert.equal((await send('Hello!', home.secrets.bob)).status, 201)
  assert.equal((await client.list()).body.total, 2)
})
