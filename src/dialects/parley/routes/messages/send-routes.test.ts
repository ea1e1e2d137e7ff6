import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'

const NOW = Date.UTC(2026, 2, 1, 12, 0, 0) * 1000 + 123_456
const NOW_TEXT = '2026-03-01T12:00:00.123456Z'
const frozen = { now: () => NOW }

function rowsOf(server: TestServer, table: 'messages' | 'events') {
  const where = table === 'events' ? " where type = 'message.created'" : ''
  return server.core.store.all<{ account_id: number }>(`select account_id from ${table}${where}`)
}

test('a member’s message is answered whole, outbound', async (t) => {
  const server = await startServer(t, frozen)
  const { conversation, ann } = server.home
  const client = parleyClient(server, server.home.secrets.ann)
  const answer = await client.post(`/conversations/${conversation.id}/messages`, { text: 'Hello' })
  assert.equal(answer.status, 201)
  assert.equal(typeof answer.body.id, 'number')
  assert.deepEqual(answer.body, {
    id: answer.body.id,
    conversationId: conversation.id,
    seq: 1,
    direction: 'outbound',
    private: false,
    author: { kind: 'member', id: ann.id, name: 'Ann Home' },
    text: 'Hello',
    html: null,
    contentType: 'text',
    attributes: {},
    parentId: null,
    sourceId: null,
    status: 'sent',
    failure: null,
    attachments: [],
    createdAt: NOW_TEXT,
    sentAt: NOW_TEXT,
    editedAt: null,
    deletedAt: null,
  })
  const read = await client.get(`/conversations/${conversation.id}/messages/${answer.body.id}`)
  assert.deepEqual(read.body, answer.body)
})

test('every field that can be given comes back, HTML sanitised and made into text', async (t) => {
  const server = await startServer(t)
  const path = `/conversations/${server.home.conversation.id}/messages`
  const client = parleyClient(server, server.home.secrets.ann)
  const first = (await client.post(path, { text: 'first' })).body
  const given = {
    html: '<p>Hi <b>Jane</b><script>alert(1)</script></p>',
    private: true,
    contentType: 'input_select',
    attributes: { items: [{ title: 'Yes', value: 1 }] },
    parentId: first.id,
    sourceId: 'outside-7',
  }
  const { status, body } = await client.post(path, given)
  assert.equal(status, 201)
  assert.equal(body.html, '<p>Hi <b>Jane</b></p>')
  assert.equal(body.text, 'Hi Jane')
  assert.deepEqual(
    [body.private, body.contentType, body.attributes, body.parentId, body.sourceId],
    [true, given.contentType, given.attributes, first.id, 'outside-7'],
  )
})

test('a contact’s message is inbound; a member may write in the contact’s name, and only in the conversation’s own', async (t) => {
  const server = await startServer(t)
  const { conversation, jane, secrets } = server.home
  const path = `/conversations/${conversation.id}/messages`
  const sent = await parleyClient(server, secrets.jane).post(path, { text: 'Where is my room?' })
  assert.equal(sent.status, 201)
  assert.deepEqual([sent.body.direction, sent.body.author], ['inbound', { kind: 'contact', id: jane.id, name: 'Jane Doe' }])
  const client = parleyClient(server, secrets.bob)
  const imported = await client.post(path, { text: 'Imported', author: { contactId: jane.id } })
  assert.deepEqual([imported.body.direction, imported.body.author.id], ['inbound', jane.id])
  const other = (await client.post('/contacts', { name: 'Other' })).body
  for (const contactId of [other.id, server.away.jane.id, server.home.ann.id]) {
    const refused = await client.post(path, { text: 'x', author: { contactId } })
    assert.deepEqual([refused.status, refused.body.error.code, refused.body.error.field], [404, 'contact_not_found', 'author'])
  }
  assert.equal((await rowsOf(server, 'messages')).length, 2)
})

test('contacts write no notes, in nobody else’s name, and only where they are concerned', async (t) => {
  const server = await startServer(t)
  const { conversation, jane, secrets } = server.home
  const contact = parleyClient(server, secrets.jane)
  const path = `/conversations/${conversation.id}/messages`
  assert.equal((await contact.post(path, { text: 'x', private: true })).status, 403)
  assert.equal((await contact.post(path, { text: 'x', author: { contactId: jane.id } })).status, 403)
  const team = parleyClient(server, secrets.ann)
  assert.equal((await team.post(path, { text: 'x', author: { contactId: jane.id }, private: true })).status, 422)
  const foreign = (await team.post('/conversations', { subject: 'Not Jane’s' })).body
  const refused = await contact.post(`/conversations/${foreign.id}/messages`, { text: 'x' })
  assert.deepEqual([refused.status, refused.body.error.code], [404, 'conversation_not_found'])
  assert.equal((await rowsOf(server, 'messages')).length, 0)
  await team.post(`/conversations/${foreign.id}/participants`, { authorId: jane.id })
  assert.equal((await contact.post(`/conversations/${foreign.id}/messages`, { text: 'x' })).status, 201)
  await team.delete(`/conversations/${foreign.id}/participants/${jane.id}`)
  assert.equal((await contact.post(`/conversations/${foreign.id}/messages`, { text: 'x' })).status, 404)
  await team.delete(`/conversations/${conversation.id}/participants/${jane.id}`)
  assert.equal((await contact.post(path, { text: 'still mine' })).status, 201)
})

test('a batch goes to several conversations, in its order, and is all or nothing', async (t) => {
  const server = await startServer(t)
  const { conversation, ticket, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const to = (conversationId: number, text: string) => ({ conversationId, text })
  const messages = [to(conversation.id, 'a'), to(ticket.id, 'b'), to(conversation.id, 'c')]
  const { status, body } = await client.post('/messages/batch', { messages })
  assert.equal(status, 201)
  assert.deepEqual(
    body.messages.map((one: { conversationId: number; seq: number; text: string }) => [one.conversationId, one.seq, one.text]),
    [
      [conversation.id, 1, 'a'],
      [ticket.id, 1, 'b'],
      [conversation.id, 2, 'c'],
    ],
  )
  for (const bad of [to(server.away.conversation.id, 'foreign'), to(conversation.id, ' '), { ...to(conversation.id, 'x'), parentId: 1 }]) {
    const refused = await client.post('/messages/batch', { messages: [to(conversation.id, 'not stored'), bad] })
    assert.ok(refused.status === 404 || refused.status === 422, refused.text)
  }
  assert.equal((await rowsOf(server, 'messages')).length, 3)
  assert.equal((await rowsOf(server, 'events')).length, 3)
  const many = Array.from({ length: 1000 }, (_, index) => to(conversation.id, `m${index}`))
  const all = await client.post('/messages/batch', { messages: many })
  assert.equal(all.status, 201)
  assert.deepEqual([all.body.messages.length, all.body.messages[999].seq, all.body.messages[999].text], [1000, 1002, 'm999'])
  assert.equal((await client.post('/messages/batch', { messages: [...many, to(conversation.id, 'one more')] })).status, 422)
  assert.equal((await client.post('/messages/batch', { messages: [] })).status, 422)
})

test('input that is not a message is refused and nothing is stored', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const path = `/conversations/${conversation.id}/messages`
  const cases: [body: unknown, status: number, code: string, field: string | undefined][] = [
    [{}, 422, 'message_empty', 'text'],
    [{ text: '' }, 422, 'message_empty', 'text'],
    [{ text: ' \n' }, 422, 'message_empty', 'text'],
    [{ text: null, html: null }, 422, 'message_empty', 'text'],
    [{ html: '<script>x</script>' }, 422, 'message_empty', 'text'],
    [{ text: 7 }, 422, 'body_invalid', 'text'],
    [{ text: 'x', private: 'yes' }, 422, 'body_invalid', 'private'],
    [{ text: 'x'.repeat(150_001) }, 422, 'body_invalid', 'text'],
    [{ text: 'x', attributes: [] }, 422, 'body_invalid', 'attributes'],
    [{ text: 'x', contentType: 'Not A Kind' }, 422, 'body_invalid', 'contentType'],
    [{ text: 'x', parentId: 999_999 }, 422, 'parent_not_found', 'parentId'],
    [{ text: 'x', parentId: 1e300 }, 422, 'body_invalid', 'parentId'],
    [{ text: 'x', txet: 'y' }, 422, 'body_invalid', 'txet'],
    [{ text: 'a\0b' }, 400, 'json_malformed', undefined],
    [[], 422, 'body_invalid', undefined],
    ['text', 422, 'body_invalid', undefined],
  ]
  for (const [body, status, code, field] of cases) {
    const answer = await client.post(path, body)
    assert.deepEqual(
      [answer.status, answer.body.error?.code, answer.body.error?.field],
      [status, code, field],
      JSON.stringify(body).slice(0, 80),
    )
    assert.equal(typeof answer.body.error.requestId, 'string')
  }
  const json = { 'content-type': 'application/json' }
  assert.equal((await client.post(path, undefined, { raw: '{"text":', headers: json })).body.error.code, 'json_malformed')
  assert.equal((await client.post(path, undefined, { raw: 'text=x', headers: { 'content-type': 'text/plain' } })).status, 415)
  assert.equal((await client.post(path, undefined, { raw: '', headers: json })).status, 422)
  const large = `{"text":"x","attributes":{"a":"${'x'.repeat(8 * 1024 * 1024)}"}}`
  assert.equal((await client.post(path, undefined, { raw: large, headers: json })).status, 413)
  assert.equal((await rowsOf(server, 'messages')).length, 0)
  assert.equal((await rowsOf(server, 'events')).length, 0)
})

test('a keyed send is stored once and answered alike, also to twins and after a restart; a tombstone is answered once the message is deleted', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const path = `/conversations/${conversation.id}/messages`
  const client = parleyClient(server, secrets.ann)
  const send = (text: string, key = 'k1') => client.post(path, { text }, { headers: { 'idempotency-key': key } })
  const [first, twin] = await Promise.all([send('Hello'), send('Hello')])
  assert.equal(first.status, 201)
  assert.deepEqual(twin.body, first.body)
  await server.restart()
  assert.deepEqual((await send('Hello')).body, first.body)
  const other = await send('Another')
  assert.deepEqual([other.status, other.body.error.code], [422, 'idempotency_key_reused'])
  assert.equal((await send('Hello', '')).status, 400)
  assert.equal((await rowsOf(server, 'messages')).length, 1)
  assert.equal((await rowsOf(server, 'events')).length, 1)
  await client.delete(`${path}/${first.body.id}`)
  const again = await send('Hello')
  assert.deepEqual([again.status, again.body.text, again.body.seq], [201, null, 1])
  assert.notEqual(again.body.deletedAt, null)
})

test('a keyed batch is stored once', async (t) => {
  const server = await startServer(t)
  const { conversation, ticket, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const messages = [conversation, ticket].map(({ id }) => ({ conversationId: id, text: 'Hi' }))
  const send = () => client.post('/messages/batch', { messages }, { headers: { 'idempotency-key': 'b1' } })
  const [first, twin] = await Promise.all([send(), send()])
  assert.equal(first.status, 201)
  assert.deepEqual(twin.body, first.body)
  assert.deepEqual((await send()).body, first.body)
  assert.equal((await rowsOf(server, 'messages')).length, 2)
})
