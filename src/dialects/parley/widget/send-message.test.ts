import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { test } from 'node:test'
import { openEventStream } from '../../../../test/event-stream-client.ts'
import type { CallAnswer } from '../../../../test/harness.ts'
import { makeChannel, startWidget, visits } from './widget-test.ts'

test('the first word makes a contact, a conversation and a token at once, and is said once', async (t) => {
  const { server, ann, channel, open, say } = await startWidget(t)
  const { token } = (await open()).body
  const headers = { 'idempotency-key': 'k1' }
  const tries = await Promise.all([1, 2, 3].map(() => say(token, 'Hello', { headers, visitor: { name: 'Tim' } })))
  assert.deepEqual(
    tries.map(({ status }) => status),
    [201, 201, 201],
  )
  assert.equal(new Set(tries.map(({ text }) => text)).size, 1)
  const { contact, conversation, message } = tries[0]?.body ?? {}
  assert.deepEqual([contact.name, conversation.status, message.direction, message.text], ['Tim', 'open', 'inbound', 'Hello'])
  const own = (await ann.get(`/conversations?channelId=${channel.id}`)).body.conversations
  assert.deepEqual(
    own.map(({ id, contactId }: { id: number; contactId: number }) => [id, contactId]),
    [[conversation.id, contact.id]],
  )
  assert.equal((await say(token, 'Another', { headers })).body.error.code, 'idempotency_key_reused')
  // Another stranger's same key is another's.
  assert.notEqual((await say((await open()).body.token, 'Hello', { headers })).body.contact.id, contact.id)
  // Kept answers show what there is by now.
  await ann.delete(`/conversations/${conversation.id}/messages/${message.id}`)
  assert.equal((await say(token, 'Hello', { headers, visitor: { name: 'Tim' } })).body.message.text, null)
  // The secret is nowhere in the store.
  const kept =
    JSON.stringify(await server.core.store.all('select * from idempotency_keys')) +
    JSON.stringify(await server.core.store.all('select * from tokens'))
  assert.ok(!kept.includes(token))
})

test('two tabs that begin at once begin one conversation', async (t) => {
  const { ann, channel, open, say } = await startWidget(t)
  const { token } = (await open()).body
  const said = await Promise.all(['One', 'Two', 'Three'].map((text) => say(token, text)))
  assert.deepEqual(
    said.map(({ status }) => status),
    [201, 201, 201],
  )
  assert.equal(new Set(said.map(({ body }) => body.conversation.id)).size, 1)
  assert.equal((await ann.get(`/conversations?channelId=${channel.id}`)).body.conversations.length, 1)
})

test('a visitor sees the conversation as customers do, and nothing beside it', async (t) => {
  const { server, ann, open, say } = await startWidget(t)
  const { home } = server
  await ann.patch(`/members/${home.ann.id}`, { displayName: 'Ann from reception' })
  const { token } = (await open()).body
  const { contact, conversation, message } = (await say(token, 'Hello')).body
  const visitor = (method: string, path: string, body?: object) => server.call(method, `/parley/v1${path}`, { token, body })
  const own = `/conversations/${conversation.id}`
  const stream = await openEventStream(`${server.url}/parley/v1/events?conversationId=${conversation.id}&after=0`, { token })
  await ann.post(`${own}/messages`, { text: 'Room 204 is free', private: true })
  await ann.post(`${own}/typing`, { on: true, private: true })
  await ann.patch(own, { assigneeId: home.bob.id, labels: ['vip'], priority: 'high' })
  const reply = (await ann.post(`${own}/messages`, { text: 'How can I help?' })).body
  await stream.next(({ data }) => (data.message as { id?: number } | null)?.id === reply.id)

  const { messages } = (await visitor('GET', `${own}/messages`)).body
  assert.deepEqual(
    messages.map((one: { text: string; author: { name: string } }) => [one.text, one.author.name]),
    [
      ['How can I help?', 'Ann from reception'],
      ['Hello', null],
    ],
  )
  const back = (await open({ token })).body
  assert.deepEqual([back.conversation.id, back.conversation.unread, back.contact.id], [conversation.id, 1, contact.id])
  assert.equal((await visitor('POST', `${own}/read`, { seq: reply.seq })).status, 200)
  assert.equal((await open({ token })).body.conversation.unread, 0)
  assert.equal((await visitor('POST', `${own}/typing`, { on: true })).status, 204)
  assert.equal((await visitor('POST', `${own}/messages`, { text: 'Thanks' })).status, 201)
  const everything = [
    stream.text(),
    ...(await Promise.all(['', '/messages', '/participants'].map(async (rest) => (await visitor('GET', own + rest)).text))),
    (await visitor('GET', '/events?after=0')).text,
    (await visitor('GET', '/conversations')).text,
    (await visitor('GET', '/whoami')).text,
  ].join('\n')
  for (const secret of ['Room 204', 'vip', '@home', 'activity', 'assigneeId', 'priority']) assert.ok(!everything.includes(secret), secret)
  stream.close()

  // Other conversations, other channels, and whatever else a contact may do.
  for (const id of [home.conversation.id, home.ticket.id, server.away.conversation.id]) {
    for (const rest of ['', '/messages', '/participants']) assert.equal((await visitor('GET', `/conversations/${id}${rest}`)).status, 404)
    assert.equal((await visitor('POST', `/conversations/${id}/messages`, { text: 'Hi' })).status, 404)
    assert.equal((await visitor('GET', `/events?conversationId=${id}`)).status, 404)
  }
  for (const [method, path] of [
    ['GET', '/contacts'],
    ['GET', '/members'],
    ['GET', '/search/messages?q=Hello'],
    ['DELETE', `${own}/messages/${message.id}`],
    ['PATCH', own],
    ['GET', '/channels'],
  ] as const)
    assert.equal((await visitor(method, path, method === 'PATCH' ? { status: 'resolved' } : undefined)).status, 403, path)
  assert.equal((await visitor('POST', `${own}/messages`, { text: 'Psst', private: true })).status, 403)
  for (const path of [
    '/ondi/messaging/conversations',
    `/chatwoot/api/v1/accounts/${home.account.id}/conversations`,
    '/tidysupport/v1/workspaces',
  ])
    assert.ok((await server.call('GET', path, { token })).status >= 401, path)
})

test('a contact’s own conversations of other channels stay out of a widget’s reach', async (t) => {
  const { server, ann, channel, open, say } = await startWidget(t)
  const other = await makeChannel(server, server.home)
  const { token } = (await open()).body
  const { contact, conversation } = (await say(token, 'Hello')).body
  const mail = (await ann.post('/conversations', { channelId: server.home.channel.id, contactId: contact.id })).body
  await ann.post(`/conversations/${server.home.conversation.id}/participants`, { authorId: contact.id })
  const stream = await openEventStream(`${server.url}/parley/v1/events`, { token })
  for (const id of [mail.id, server.home.conversation.id]) {
    await ann.post(`/conversations/${id}/messages`, { text: 'By mail' })
    for (const [method, rest, body] of [
      ['GET', ''],
      ['GET', '/messages'],
      ['POST', '/messages', { text: 'Hi' }],
      ['POST', '/read', { seq: 1 }],
      ['POST', '/typing', { on: true }],
    ] as const)
      assert.equal((await server.call(method, `/parley/v1/conversations/${id}${rest}`, { token, body })).status, 404)
  }
  const listed = (await server.call('GET', '/parley/v1/conversations', { token })).body.conversations
  assert.deepEqual(
    listed.map(({ id }: { id: number }) => id),
    [conversation.id],
  )
  const last = (await ann.post(`/conversations/${conversation.id}/messages`, { text: 'Here' })).body
  await stream.next(({ data }) => (data.message as { id?: number } | null)?.id === last.id)
  assert.ok(!stream.text().includes('By mail'))
  stream.close()
  assert.ok(!(await server.call('GET', '/parley/v1/events?after=0', { token })).text.includes('By mail'))
  assert.equal((await visits(server, other.identifier).say(token, 'Hello')).status, 401)
  assert.equal((await open({ token })).body.conversation.channelId, channel.id)
})

test('what was resolved goes on where it was, what was archived begins anew; who is blocked begins nothing', async (t) => {
  const { ann, open, say } = await startWidget(t)
  const { token } = (await open()).body
  const { contact, conversation } = (await say(token, 'Hello')).body
  const { id } = conversation
  await ann.patch(`/conversations/${id}`, { status: 'resolved' })
  assert.deepEqual((await open({ token })).body.conversation.status, 'resolved')
  const again = (await say(token, 'One more thing')).body
  assert.deepEqual([again.conversation.id, again.conversation.status], [id, 'open'])
  await ann.patch(`/conversations/${id}`, { status: 'archived' })
  assert.equal((await open({ token })).body.conversation, null)
  const next = (await say(token, 'Hello again')).body.conversation
  assert.notEqual(next.id, id)
  await ann.patch(`/contacts/${contact.id}`, { blocked: true })
  await ann.patch(`/conversations/${next.id}`, { status: 'resolved' })
  assert.equal((await say(token, 'Let me in')).body.conversation.status, 'resolved')
  await ann.patch(`/conversations/${next.id}`, { status: 'archived' })
  assert.equal((await say(token, 'Let me in')).status, 403)
})

test('files come with a message, and a stranger’s are taken with a secret only', async (t) => {
  const { server, channel, open, say } = await startWidget(t)
  const path = `/parley/v1/widget/${channel.identifier}/messages`
  const form = (message: object) => {
    const body = new FormData()
    body.append('message', JSON.stringify(message))
    body.append('files', new Blob(['The bill.'], { type: 'text/plain' }), 'bill.txt')
    return body
  }
  const send = async (token: string, message: object) => {
    const answer = await fetch(server.url + path, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form(message) })
    return { status: answer.status, body: (await answer.json()) as CallAnswer['body'] }
  }
  assert.equal((await send('nobody', { text: 'See' })).status, 401)
  assert.deepEqual(server.blobFiles(), [])
  const { token } = (await open()).body
  assert.equal((await send(token, { text: 'See', nonsense: 1 })).status, 422)
  const sent = await send(token, { visitor: { name: 'Tim' } })
  assert.deepEqual([sent.status, sent.body.message.attachments[0].name], [201, 'bill.txt'])
  const file = await fetch(sent.body.message.attachments[0].url)
  assert.deepEqual([await file.text(), file.headers.get('cross-origin-resource-policy')], ['The bill.', 'cross-origin'])
  // A gigabyte in ten minutes is what one address may send.
  const heavy = { authorization: `Bearer ${token}`, 'x-forwarded-for': '198.51.100.9', 'content-length': String(2 * 1024 ** 3) }
  for (const target of [path, `/parley/v1/conversations/${sent.body.conversation.id}/messages`]) {
    const answer = await ask(`${server.url}${target}`, heavy)
    assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [429, '600'])
  }
  for (const text of ['', '  ']) assert.equal((await say(token, text)).body.error.code, 'message_empty')
  assert.equal(server.blobFiles().length, 1)
})

test('who was erased is a stranger again, and one address makes so many strangers and no more', async (t) => {
  const { ann, open, say } = await startWidget(t)
  const headers = { 'x-forwarded-for': '198.51.100.7' }
  const { token } = (await open()).body
  const { contact } = (await say(token, 'Hello', { headers })).body
  await ann.delete(`/contacts/${contact.id}`)
  assert.equal((await say(token, 'Still me', { headers })).status, 401)
  assert.notEqual((await open({ token })).body.token, token)
  for (let i = 1; i < 30; i++) assert.equal((await say((await open()).body.token, 'Hello', { headers })).status, 201)
  const { token: last } = (await open()).body
  assert.equal((await say(last, 'Hello', { headers })).body.error.code, 'rate_limited')
  assert.equal((await say(last, 'Hello', { headers: { 'x-forwarded-for': '198.51.100.8' } })).status, 201)
})

/** Only says how much is to come; sends none of it. */
async function ask(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const asked = request(url, { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x', ...headers }, agent: false })
  asked.flushHeaders()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  asked.destroy()
  return answer
}
