import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { deleteContact } from '../../../../core/contacts/delete-contact.ts'
import { putDelivery } from '../../../../core/deliveries/put-delivery.ts'
import { changeMemberships } from '../../../../core/members/change-memberships.ts'
import { createMember } from '../../../../core/members/create-member.ts'
import { deleteMember } from '../../../../core/members/delete-member.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

const PATH = '/ondi/messaging/conversations'

/** Delivery D-1: Eve drives, Jane waits. */
async function startWithDelivery(t: TestContext) {
  const server = await startServer(t, { now: createClock().now })
  const client = createClient(server)
  const { home } = server
  const create = (body: unknown, token = home.tokens.ondi) => client.call('POST', PATH, { token, body })
  await server.core.store.tx(async (tx) => {
    await tx.run("update members set role = 'driver' where id = $1", [home.eve.id])
    const ctx = systemCtx(server.core, home.account.id)
    await putDelivery(ctx, tx, 'D-1', { driverId: home.eve.id, customerId: home.jane.id })
  })
  const people = (body: { data: { participants: { user_id: string; role: string; left_at: string | null }[] } }) =>
    Object.fromEntries(body.data.participants.map((one) => [one.user_id, one.left_at === null ? one.role : 'left']))
  return { server, client, home, create, people }
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

test('who is not in a delivery’s conversation any more is shown nothing of what is said in it, by a repeated request neither', async (t) => {
  const { server, client, home, create } = await startWithDelivery(t)
  const { data } = (await create({ delivery_id: 'D-1' })).body
  const path = `${PATH}/${data.id}`
  const say = (content: string) => client.call('POST', `${path}/messages`, { body: { content } })
  const id = (await say('for everybody')).body.data.id
  const keyed = { token: home.secrets.eve, body: { delivery_id: 'D-1' }, headers: { 'idempotency-key': 'once' } }
  assert.equal((await client.call('POST', PATH, keyed)).body.data.latest_message.content, 'for everybody')
  await client.call('PUT', `${path}/participants`, { body: { action: 'remove', user_ids: [client.user(home.eve)] } })
  const seen = server.core.ids.fromUuid('message', id)
  const number = (await server.core.store.one<{ number: number }>('select number from conversations order by id desc limit 1'))?.number
  const message = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${number}/messages/${seen}`
  assert.equal((await server.call('DELETE', message, { token: home.tokens.chatwoot })).status, 200)
  await say('a secret')
  for (const answer of [await create({ delivery_id: 'D-1' }, home.secrets.eve), await client.call('POST', PATH, keyed)]) {
    assert.deepEqual([answer.status, answer.body.data.latest_message], [200, null])
  }
  await client.call('PATCH', path, { body: { status: 'closed' } })
  assert.equal((await create({ delivery_id: 'D-1' }, home.secrets.bob)).body.data.latest_message, null)
  assert.equal((await create({ delivery_id: 'D-1' }, home.secrets.jane)).body.data.latest_message.content, 'a secret')
})

test('only an admin of a delivery’s conversation brings in another admin, and nobody who has left brings in anybody', async (t) => {
  const { server, client, home, create, people } = await startWithDelivery(t)
  const { id } = (await create({ delivery_id: 'D-1' })).body.data
  const [bob, eve] = [client.user(home.bob), client.user(home.eve)]
  const added = await create({ delivery_id: 'D-1', participants: [{ user_id: bob, role: 'admin' }] }, home.secrets.eve)
  assert.deepEqual([added.status, people(added.body)[bob]], [200, 'member'])
  const remove = { action: 'remove', user_ids: [eve] }
  assert.equal((await client.call('PUT', `${PATH}/${id}/participants`, { body: remove })).status, 200)
  const ctx = systemCtx(server.core, home.account.id)
  const otto = client.user(await server.core.store.tx((tx) => createMember(ctx, tx, { name: 'Otto', role: 'driver' })))
  const others = await create({ delivery_id: 'D-1', participants: [otto] }, home.secrets.eve)
  assert.deepEqual([others.status, people(others.body)[otto]], [200, undefined])
  const again = await create({ delivery_id: 'D-1', participants: [{ user_id: otto, role: 'admin' }] })
  assert.equal(people(again.body)[otto], 'admin')
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

test('an agent does not come into a delivery’s conversation in an inbox that is closed to them', async (t) => {
  const { server, client, home, create } = await startWithDelivery(t)
  const { data } = (await create({ delivery_id: 'D-1' })).body
  const ctx = systemCtx(server.core, home.account.id)
  await server.core.store.tx((tx) =>
    changeMemberships(ctx, tx, { kind: 'channel', id: home.channel.id, action: 'set', memberIds: [home.ann.id] }),
  )
  const refused = await create({ delivery_id: 'D-1' }, home.secrets.bob)
  assert.deepEqual([refused.status, refused.body], [404, failure('Conversation not found')])
  const peek = await client.call('GET', `${PATH}/${data.id}/messages`, { token: home.secrets.bob })
  assert.equal(peek.status, 403)
  assert.equal((await create({ delivery_id: 'D-1' }, home.secrets.jane)).status, 200)
})
