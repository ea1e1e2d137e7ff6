import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

const PATH = '/ondi/messaging/conversations'

async function start(t: TestContext) {
  const server = await startServer(t, { now: createClock().now })
  const client = createClient(server)
  const create = (body: unknown, token = server.home.tokens.ondi, headers = {}) => client.call('POST', PATH, { token, body, headers })
  return { server, client, home: server.home, create }
}

test('an admin opens a conversation with the people named and becomes its admin; it can be listed and written into at once', async (t) => {
  const { server, client, home } = await start(t)
  const body = {
    type: 'order',
    title: 'Order 17',
    participants: [client.user(home.jane), { user_id: client.user(home.bob), role: 'observer' }],
    metadata: { order: 17 },
  }
  const answer = await client.call('POST', `${PATH}?tenant_id=${client.tenant}`, { body })
  assert.equal(answer.status, 201)
  const row = await server.core.store.one<{ id: number; contact_id: number }>(
    'select id, contact_id from conversations order by id desc limit 1',
  )
  assert.equal(row?.contact_id, home.jane.id)
  const person = (who: { id: number }, role: string, first_name: string, last_name: string) => ({
    user_id: client.user(who),
    role,
    joined_at: '2026-01-02T01:04:05Z',
    left_at: null,
    last_read_message_id: null,
    user: { id: client.user(who), first_name, last_name },
  })
  const id = client.uuid('conversation', row?.id ?? 0)
  assert.deepEqual(answer.body, {
    success: true,
    message: 'Conversation created successfully',
    data: {
      id,
      tenant_id: client.tenant,
      type: 'order',
      title: 'Order 17',
      status: 'active',
      delivery_id: null,
      created_by: client.user(home.ann),
      metadata: { order: 17 },
      created_at: '2026-01-02T01:04:05Z',
      updated_at: '2026-01-02T01:04:05Z',
      participants: [
        person(home.ann, 'admin', 'Ann', 'Home'),
        person(home.bob, 'observer', 'Bob', 'Home'),
        person(home.jane, 'member', 'Jane', 'Doe'),
      ],
      latest_message: null,
      unread_count: 0,
    },
  })
  assert.deepEqual((await client.call('GET', `${PATH}/${id}`)).body.data, answer.body.data)
  assert.equal((await client.call('POST', `${PATH}/${id}/messages`, { token: home.secrets.jane, body: { content: 'Hello!' } })).status, 201)
  const types = await server.core.store.all<{ type: string }>('select type from events where conversation_id = $1 order by position', [
    row?.id ?? 0,
  ])
  assert.deepEqual(
    types.map((one) => one.type),
    ['conversation.created', 'participant.added', 'participant.added', 'participant.added', 'message.created'],
  )
})

test('a conversation between colleagues has no customer and is a team one by default', async (t) => {
  const { server, client, home, create } = await start(t)
  const { status, body } = await create({ participants: [client.user(home.eve)] })
  assert.deepEqual([status, body.data.type, body.data.title, body.data.metadata], [201, 'team', null, null])
  const row = await server.core.store.one<{ contact_id: number | null }>('select contact_id from conversations order by id desc limit 1')
  assert.equal(row?.contact_id, null)
})

test('only dispatchers and admins may leave out the delivery, and a delivery nobody has told of is unknown', async (t) => {
  const { server, client, home, create } = await start(t)
  const before = await client.countRows()
  const people = { participants: [client.user(home.jane)] }
  for (const token of [home.secrets.bob, home.secrets.jane]) {
    for (const body of [people, { title: 7 }, {}]) assert.equal((await create(body, token)).status, 403)
    const answer = await create({ delivery_id: 'd-1', ...people }, token)
    assert.deepEqual([answer.status, answer.body], [404, failure('Delivery not found')])
  }
  assert.equal((await create({ delivery_id: 'd-1' })).status, 404)
  assert.deepEqual(await client.countRows(), before)
  await server.core.store.tx((tx) => tx.run("update members set role = 'dispatcher' where id = $1", [home.eve.id]))
  assert.equal((await create(people, home.secrets.eve)).status, 201)
})

test('a bad body is refused and nothing is opened', async (t) => {
  const { server, client, home, create } = await start(t)
  const away = createClient(server, server.away)
  const jane = client.user(home.jane)
  const before = await client.countRows()
  const required = failure('participants is required')
  for (const body of [{}, { participants: [] }, { title: 'x' }]) {
    const answer = await create(body)
    assert.deepEqual([answer.status, answer.body], [400, required])
  }
  const bad = [
    undefined,
    null,
    [],
    { participants: 'x' },
    { participants: ['x'] },
    { participants: [{ user_id: 'x' }] },
    { participants: [{ role: 'member' }] },
    { participants: [{ user_id: jane, role: 'Not a word' }] },
    { participants: Array.from({ length: 101 }, () => jane) },
    { participants: [jane], type: 7 },
    { participants: [jane], type: '' },
    { participants: [jane], title: 'x'.repeat(256) },
    { participants: [jane], metadata: [] },
    { participants: [jane], delivery_id: 7 },
    { delivery_id: 'D-1', type: 'support' },
  ]
  for (const body of bad) {
    const answer = await create(body)
    assert.deepEqual([answer.status, answer.body.success], [400, false], JSON.stringify(body)?.slice(0, 80))
  }
  for (const unknown of [away.user(server.away.jane), '00000000-0000-4000-8000-000000000000']) {
    const answer = await create({ participants: [jane, unknown] })
    assert.deepEqual([answer.status, answer.body], [404, failure('User not found')])
  }
  assert.deepEqual(await client.countRows(), before)
})

test('an Idempotency-Key opens one conversation: twins and later repetitions get the first answer, another body 422', async (t) => {
  const { server, client, home, create } = await start(t)
  const body = { participants: [client.user(home.jane)] }
  const key = { 'idempotency-key': 'k1' }
  const [first, twin] = await Promise.all([create(body, undefined, key), create(body, undefined, key)])
  assert.deepEqual([first.status, twin.status, twin.text], [201, 201, first.text])
  await server.restart()
  assert.equal((await create(body, undefined, key)).text, first.text)
  assert.equal((await create({ ...body, title: 'Other' }, undefined, key)).status, 422)
  const rows = await server.core.store.all("select id from conversations where kind = 'team'")
  assert.equal(rows.length, 1)
})
