import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'

test('people are added, given another role, removed and added again', async (t) => {
  const now = Date.UTC(2026, 0, 2) * 1000
  const server = await startServer(t, { now: () => now })
  const { conversation, eve, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const path = `/conversations/${conversation.id}/participants`
  const added = await client.post(path, { authorId: eve.id, role: 'guest' })
  const whole = {
    author: { kind: 'member', id: eve.id, name: 'Eve Home' },
    role: 'guest',
    joinedAt: '2026-01-02T00:00:00.000000Z',
    leftAt: null,
    lastReadSeq: 0,
  }
  assert.deepEqual([added.status, added.body], [201, whole])
  const again = await client.post(path, { authorId: eve.id, role: 'other' })
  assert.deepEqual([again.status, again.body], [200, whole])
  assert.deepEqual((await client.patch(`${path}/${eve.id}`, { role: 'lead' })).body, { ...whole, role: 'lead' })
  const removed = await client.delete(`${path}/${eve.id}`)
  assert.deepEqual([removed.status, removed.text], [204, ''])
  const list = await client.get(path)
  assert.equal(list.body.participants.length, 4)
  assert.equal(list.body.participants.find((one: typeof whole) => one.author.id === eve.id).leftAt, whole.joinedAt)
  for (const answer of [await client.delete(`${path}/${eve.id}`), await client.patch(`${path}/${eve.id}`, { role: 'x' })]) {
    assert.deepEqual([answer.status, answer.body.error.code], [404, 'participant_not_found'])
  }
  assert.deepEqual((await client.post(path, { authorId: eve.id })).body, { ...whole, role: 'member' })
  const events = await server.core.store.all<{ type: string }>(
    "select type from events where account_id = $1 and type like 'participant.%' order by position",
    [server.home.account.id],
  )
  assert.deepEqual(
    events.slice(-4).map((event) => event.type),
    ['participant.added', 'participant.updated', 'participant.removed', 'participant.added'],
  )
})

test('nobody else’s people are added, and nothing happens for what is refused', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const client = parleyClient(server, home.secrets.ann)
  const path = `/conversations/${home.conversation.id}/participants`
  const before = await server.core.store.all('select position from events')
  for (const authorId of [away.eve.id, away.jane.id, server.application.id, 999_999]) {
    const answer = await client.post(path, { authorId })
    assert.deepEqual([answer.status, answer.body.error.code, answer.body.error.field], [404, 'participant_not_found', 'authorId'])
  }
  assert.equal((await client.post(path, {})).body.error.field, 'authorId')
  assert.equal((await client.post(path, { authorId: home.eve.id, role: '' })).status, 422)
  assert.equal((await client.delete(`${path}/x`)).status, 404)
  assert.equal((await client.delete(`/conversations/${away.conversation.id}/participants/${away.bob.id}`)).status, 404)
  assert.equal((await server.core.store.all('select position from events')).length, before.length)
})

test('a keyed change of participants happens once', async (t) => {
  const server = await startServer(t)
  const { conversation, eve, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const path = `/conversations/${conversation.id}/participants`
  const keyed = (key: string) => ({ headers: { 'idempotency-key': key } })
  const add = () => client.post(path, { authorId: eve.id }, keyed('p1'))
  const [first, twin] = await Promise.all([add(), add()])
  assert.deepEqual([first.status, twin.status], [201, 201])
  const remove = () => client.delete(`${path}/${eve.id}`, keyed('p2'))
  assert.equal((await remove()).status, 204)
  assert.equal((await remove()).status, 204)
  assert.equal((await add()).status, 201)
  const list = await client.get(path)
  assert.notEqual(list.body.participants.find((one: { author: { id: number } }) => one.author.id === eve.id).leftAt, null)
})

test('a read position moves forward, never back and never beyond the newest message', async (t) => {
  const server = await startServer(t)
  const { conversation, jane, secrets } = server.home
  const team = parleyClient(server, secrets.ann)
  const path = `/conversations/${conversation.id}`
  await team.post('/messages/batch', { messages: Array.from({ length: 5 }, () => ({ conversationId: conversation.id, text: 'x' })) })
  const jane1 = parleyClient(server, secrets.jane)
  const read = async (seq: number) => (await jane1.post(`${path}/read`, { seq })).body.lastReadSeq
  assert.equal(await read(3), 3)
  assert.equal(await read(2), 3)
  assert.equal(await read(99), 5)
  assert.equal(await read(0), 5)
  const events = await server.core.store.all<{ data: string; actor_id: number }>(
    "select data, actor_id from events where type = 'conversation.read'",
  )
  assert.deepEqual(
    events.map((event) => [event.actor_id, JSON.parse(event.data).lastReadSeq]),
    [
      [jane.id, 3],
      [jane.id, 5],
    ],
  )
  const driver = (await team.post('/members', { name: 'Dan', role: 'driver' })).body
  const { secret } = (await team.post('/tokens', { author: { kind: 'member', id: driver.id } })).body
  assert.equal((await parleyClient(server, secret).post(`${path}/read`, { seq: 1 })).status, 404, 'who sees single conversations only')
  for (const seq of [-1, 1.5, '1', null]) assert.equal((await jane1.post(`${path}/read`, { seq })).status, 422)
  assert.equal((await jane1.post('/conversations/999999/read', { seq: 1 })).status, 404)
})
