import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'

const seqs = (answer: { body: { messages: { seq: number }[] } }) => answer.body.messages.map((message) => message.seq)

test('messages are listed by position both ways, and each page says where the next one begins', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const path = `/conversations/${conversation.id}/messages`
  const empty = await client.get(path)
  assert.deepEqual([empty.status, empty.body], [200, { messages: [], nextAfter: 0, nextBefore: null }])
  const messages = Array.from({ length: 7 }, (_, index) => ({ conversationId: conversation.id, text: `m${index + 1}` }))
  await client.post('/messages/batch', { messages })
  const cases: [query: string, shown: number[], nextAfter: number, nextBefore: number | null][] = [
    ['', [7, 6, 5, 4, 3, 2, 1], 7, null],
    ['?limit=3', [7, 6, 5], 7, 5],
    ['?limit=3&before=5', [4, 3, 2], 4, 2],
    ['?limit=3&before=2', [1], 1, null],
    ['?limit=7', [7, 6, 5, 4, 3, 2, 1], 7, null],
    ['?limit=2&after=4', [7, 6], 7, 6],
    ['?limit=3&after=4', [7, 6, 5], 7, null],
    ['?order=oldest&limit=3', [1, 2, 3], 3, null],
    ['?order=oldest&limit=3&after=3', [4, 5, 6], 6, 4],
    ['?order=oldest&limit=3&after=6', [7], 7, 7],
    ['?order=oldest&after=7', [], 7, 8],
    ['?order=oldest&after=50', [], 50, 51],
    ['?order=oldest&after=2&before=5', [3, 4], 4, 3],
    ['?after=5&before=5', [], 5, null],
    ['?before=0', [], 0, null],
  ]
  for (const [query, shown, nextAfter, nextBefore] of cases) {
    const answer = await client.get(path + query)
    assert.deepEqual([seqs(answer), answer.body.nextAfter, answer.body.nextBefore], [shown, nextAfter, nextBefore], query)
  }
  for (const query of ['?limit=0', '?limit=201', '?limit=x', '?after=-1', '?order=up', '?page=2']) {
    const answer = await client.get(path + query)
    assert.deepEqual([answer.status, answer.body.error.code], [400, 'query_invalid'], query)
  }
})

test('a reader who may not see notes gets full pages without them and never stops at one', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const [team, contact] = [parleyClient(server, secrets.ann), parleyClient(server, secrets.jane)]
  const path = `/conversations/${conversation.id}/messages`
  const ids: number[] = []
  for (const [index, isPrivate] of [false, true, true, false, true].entries()) {
    ids.push((await team.post(path, { text: `m${index + 1}`, private: isPrivate })).body.id)
  }
  assert.deepEqual(seqs(await team.get(path)), [5, 4, 3, 2, 1])
  const all = await contact.get(path)
  assert.deepEqual([seqs(all), all.body.nextAfter], [[4, 1], 5])
  assert.deepEqual(seqs(await contact.get(`${path}?order=oldest&limit=1&after=1`)), [4])
  const rest = await contact.get(`${path}?order=oldest&after=4`)
  assert.deepEqual([seqs(rest), rest.body.nextAfter], [[], 5])
  const note = await contact.get(`${path}/${ids[1]}`)
  assert.deepEqual([note.status, note.body.error.code], [404, 'message_not_found'])
  assert.equal((await contact.get(`${path}/${ids[0]}`)).status, 200)
})

test('an edit changes what is given and leaves a trace without the body', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const client = parleyClient(server, secrets.bob)
  const path = `/conversations/${conversation.id}/messages`
  const sent = (await client.post(path, { html: '<p>secret <i>old</i></p>' })).body
  const edited = await client.patch(`${path}/${sent.id}`, { text: 'new' })
  assert.equal(edited.status, 200)
  assert.equal(typeof edited.body.editedAt, 'string')
  assert.deepEqual(edited.body, { ...sent, text: 'new', html: null, editedAt: edited.body.editedAt })
  const rich = await client.patch(`${path}/${sent.id}`, {
    html: '<b>bold</b><img src=x onerror=1>',
    attributes: { a: 1 },
    status: 'delivered',
  })
  assert.deepEqual(
    [rich.body.text, rich.body.html, rich.body.attributes, rich.body.status],
    ['bold', '<b>bold</b><img />', { a: 1 }, 'delivered'],
  )
  assert.equal((await client.patch(`${path}/${sent.id}`, { status: 'sent' })).body.status, 'delivered')
  assert.deepEqual((await client.get(`${path}/${sent.id}`)).body, rich.body)
  const log = JSON.stringify(await server.core.store.all('select * from events'))
  for (const text of ['secret', 'new"', 'bold']) assert.ok(!log.includes(text), text)
  for (const [body, field] of [
    [{}, undefined],
    [{ text: '' }, 'text'],
    [{ status: 'gone' }, 'status'],
    [{ direction: 'inbound' }, 'direction'],
  ] as const) {
    const refused = await client.patch(`${path}/${sent.id}`, body)
    assert.deepEqual([refused.status, refused.body.error.field], [422, field], JSON.stringify(body))
  }
})

test('a keyed edit is made once, and its answer shows the message as it is now', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const path = `/conversations/${conversation.id}/messages`
  const { id } = (await client.post(path, { text: 'one' })).body
  const edit = (text: string, key: string) => client.patch(`${path}/${id}`, { text }, { headers: { 'idempotency-key': key } })
  const [first, twin] = await Promise.all([edit('two', 'e1'), edit('two', 'e1')])
  assert.deepEqual([first.status, first.body.text], [200, 'two'])
  assert.deepEqual(twin.body, first.body)
  assert.equal((await edit('three', 'e1')).status, 422)
  await edit('three', 'e2')
  const again = await edit('two', 'e1')
  assert.deepEqual([again.status, again.body.text], [200, 'three'])
  const updates = await server.core.store.all("select position from events where type = 'message.updated'")
  assert.equal(updates.length, 2)
})

test('a deleted message is a tombstone everywhere, and deleting it again changes nothing', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const path = `/conversations/${conversation.id}/messages`
  const sent = (await client.post(path, { html: '<p>gone</p>', attributes: { a: 'gone' }, contentType: 'cards' })).body
  const remove = () => client.delete(`${path}/${sent.id}`, { headers: { 'idempotency-key': 'd1' } })
  const [first, twin] = await Promise.all([remove(), remove()])
  assert.equal(first.status, 200)
  assert.deepEqual(first.body, { ...sent, text: null, html: null, attributes: {}, contentType: 'text', deletedAt: first.body.deletedAt })
  assert.deepEqual(twin.body, first.body)
  const later = await client.delete(`${path}/${sent.id}`)
  assert.deepEqual(later.body, first.body)
  assert.deepEqual((await client.get(path)).body.messages, [first.body])
  const edit = await client.patch(`${path}/${sent.id}`, { text: 'back' })
  assert.deepEqual([edit.status, edit.body.error.code], [409, 'message_deleted'])
  assert.equal((await server.core.store.all("select position from events where type = 'message.deleted'")).length, 1)
  for (const table of ['messages', 'events', 'idempotency_keys']) {
    assert.ok(!JSON.stringify(await server.core.store.all(`select * from ${table}`)).includes('gone'), table)
  }
})

test('a message is found only in its own conversation', async (t) => {
  const server = await startServer(t)
  const { conversation, ticket, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const { id } = (await client.post(`/conversations/${conversation.id}/messages`, { text: 'here' })).body
  const elsewhere = `/conversations/${ticket.id}/messages/${id}`
  for (const answer of [await client.get(elsewhere), await client.patch(elsewhere, { text: 'x' }), await client.delete(elsewhere)]) {
    assert.deepEqual([answer.status, answer.body.error.code], [404, 'message_not_found'])
  }
  for (const bad of ['0', '-1', 'abc', '1e3', '99999999999999999999', '%00', '%20', String(id + 1000)]) {
    assert.equal((await client.get(`/conversations/${conversation.id}/messages/${bad}`)).body.error.code, 'message_not_found', bad)
    assert.equal((await client.get(`/conversations/${bad}/messages`)).body.error.code, 'conversation_not_found', bad)
  }
})
