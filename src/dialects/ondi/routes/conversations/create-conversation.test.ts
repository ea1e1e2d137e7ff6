import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { deleteContact } from '../../../../core/contacts/delete-contact.ts'
import { putDelivery } from '../../../../core/deliveries/put-delivery.ts'
import { deleteMember } from '../../../../core/members/delete-member.ts'
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

/** Delivery D-1: Eve drives, Jane waits. */
async function startWithDelivery(t: TestContext) {
  const started = await start(t)
  const { server, home } = started
  await server.core.store.tx(async (tx) => {
    await tx.run("update members set role = 'driver' where id = $1", [home.eve.id])
    const ctx = systemCtx(server.core, home.account.id)
    await putDelivery(ctx, tx, 'D-1', { driverId: home.eve.id, customerId: home.jane.id })
  })
  const people = (body: { data: { participants: { user_id: string; role: string; left_at: string | null }[] } }) =>
    Object.fromEntries(body.data.participants.map((one) => [one.user_id, one.left_at === null ? one.role : 'left']))
  return { ...started, people }
}

test('a delivery has one conversation: driver and customer are in it by themselves, whoever asks again gets the same one with the new people added', async (t) => {
  const { client, home, create, people } = await startWithDelivery(t)
  const [ann, bob, eve, jane] = [home.ann, home.bob, home.eve, home.jane].map((one) => client.user(one)) as [string, string, string, string]
  const first = await create({ delivery_id: 'D-1' }, home.secrets.eve)
  assert.equal(first.status, 201, first.text)
  const { data } = first.body
  assert.deepEqual([data.type, data.delivery_id, data.created_by], ['delivery', 'D-1', eve])
  assert.deepEqual(people(first.body), { [eve]: 'admin', [jane]: 'member' })
  const again = await create({ delivery_id: 'D-1', type: 'order', title: 'Another', participants: [{ user_id: bob, role: 'observer' }] })
  assert.deepEqual([again.status, again.body.message], [200, 'Conversation already exists'])
  assert.deepEqual([again.body.data.id, again.body.data.type, again.body.data.title], [data.id, 'delivery', null])
  assert.deepEqual(people(again.body), { [eve]: 'admin', [jane]: 'member', [ann]: 'member', [bob]: 'observer' })
  const customer = await create({ delivery_id: 'D-1' }, home.secrets.jane)
  assert.deepEqual([customer.status, customer.body.data.id], [200, data.id])
  const listed = await client.call('GET', `${PATH}?type=delivery`, { token: home.secrets.jane })
  assert.deepEqual(
    listed.body.conversations.map((one: { delivery_id: string }) => one.delivery_id),
    ['D-1'],
  )
  const sent = await client.call('POST', `${PATH}/${data.id}/messages`, { token: home.secrets.jane, body: { content: 'Where are you?' } })
  assert.equal(sent.status, 201)
})

test('who was removed from a delivery’s conversation does not come back by asking for it again; nobody joins a closed one', async (t) => {
  const { client, home, create, people } = await startWithDelivery(t)
  const eve = client.user(home.eve)
  const { data } = (await create({ delivery_id: 'D-1' })).body
  const path = `${PATH}/${data.id}`
  assert.equal((await client.call('PUT', `${path}/participants`, { body: { action: 'remove', user_ids: [eve] } })).status, 200)
  const back = await create({ delivery_id: 'D-1', participants: [eve] }, home.secrets.eve)
  assert.deepEqual([back.status, people(back.body)[eve]], [200, 'left'])
  assert.equal((await client.call('PATCH', path, { body: { status: 'closed' } })).status, 200)
  const closed = await create({ delivery_id: 'D-1' }, home.secrets.bob)
  assert.deepEqual([closed.status, people(closed.body)[client.user(home.bob)]], [200, undefined])
})

test('another driver’s or customer’s delivery, and another account’s, is an unknown one', async (t) => {
  const { server, client, home, create } = await startWithDelivery(t)
  const { core, away } = server
  await core.store.tx(async (tx) => {
    const ctx = systemCtx(core, home.account.id)
    await putDelivery(ctx, tx, 'D-2', {})
    await putDelivery(systemCtx(core, away.account.id), tx, 'D-3', { customerId: away.jane.id })
  })
  const before = await client.countRows()
  for (const [delivery_id, token] of [
    ['D-2', home.secrets.eve],
    ['D-2', home.secrets.jane],
    ['D-3', home.secrets.ann],
    ['d-1', home.secrets.ann],
  ] as const) {
    const answer = await create({ delivery_id }, token)
    assert.deepEqual([answer.status, answer.body], [404, failure('Delivery not found')], delivery_id)
  }
  assert.deepEqual(await client.countRows(), before)
  assert.equal((await create({ delivery_id: 'D-2' }, home.secrets.bob)).status, 201, 'a plain user works for all')
})

test('of two who begin a delivery’s conversation at once, both get the same one', async (t) => {
  const { home, create } = await startWithDelivery(t)
  const both = await Promise.all([create({ delivery_id: 'D-1' }, home.secrets.eve), create({ delivery_id: 'D-1' }, home.secrets.jane)])
  assert.deepEqual(both.map((one) => one.status).sort(), [200, 201])
  assert.equal(both[0].body.data.id, both[1].body.data.id)
})

test('a driver or a customer who is no longer there is left out', async (t) => {
  const { server, client, home, create, people } = await startWithDelivery(t)
  const ctx = systemCtx(server.core, home.account.id)
  await server.core.store.tx((tx) => deleteContact(ctx, tx, home.jane.id))
  await server.core.store.tx((tx) => deleteMember(ctx, tx, home.eve.id))
  const { status, body } = await create({ delivery_id: 'D-1' })
  assert.deepEqual([status, people(body)], [201, { [client.user(home.ann)]: 'admin' }])
})

test('a delivery whose conversation was deleted begins another one', async (t) => {
  const { server, home, create } = await startWithDelivery(t)
  const first = await create({ delivery_id: 'D-1' })
  const row = await server.core.store.one<{ id: number; number: number }>('select id, number from conversations order by id desc limit 1')
  const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${row?.number}`
  assert.equal((await server.call('DELETE', path, { token: home.tokens.chatwoot })).status, 200)
  const second = await create({ delivery_id: 'D-1' })
  assert.equal(second.status, 201)
  assert.notEqual(second.body.data.id, first.body.data.id)
})
