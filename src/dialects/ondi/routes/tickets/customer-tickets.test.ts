import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failure } from '../../test-client.ts'
import { AGENT, CUSTOMER, PROBLEM, startTickets } from './ticket-test.ts'

test('a customer opens a ticket: a support conversation with the message in it, which the support sees', async (t) => {
  const { server, client, home, call, open, ann, jane } = await startTickets(t)
  const made = await open({ related_delivery_id: 'D-1' })
  assert.equal(made.status, 201, made.text)
  const { conversation, ...ticket } = made.body.data
  assert.deepEqual(ticket, {
    id: ticket.id,
    tenant_id: client.tenant,
    conversation_id: conversation.id,
    subject: 'Cold soup',
    status: 'open',
    priority: 'high',
    source: 'customer_portal',
    related_delivery_id: 'D-1',
    related_order_id: null,
    customer: { id: client.user(home.jane), first_name: 'Jane', last_name: 'Doe', email: home.jane.email },
    assigned_to_user: null,
    created_at: '2026-01-02T01:04:05Z',
    updated_at: '2026-01-02T01:04:05Z',
    closed_at: null,
  })
  assert.deepEqual(
    [conversation.type, conversation.title, conversation.status, conversation.created_by, conversation.latest_message.content],
    ['support', 'Cold soup', 'active', client.user(home.jane), 'The soup was cold.'],
  )
  const list = await call('GET', AGENT, ann)
  assert.deepEqual([list.body.total, list.body.page, list.body.limit], [2, 1, 20])
  assert.deepEqual(list.body.tickets[0], ticket)
  assert.deepEqual([list.body.tickets[1].subject, list.body.tickets[1].source], ['A ticket', null], 'one that was begun as a conversation')
  assert.deepEqual((await call('GET', `${AGENT}/${ticket.id}`, ann)).body.data.conversation.unread_count, 0)
  assert.deepEqual((await call('GET', `${CUSTOMER}/${ticket.id}`, jane)).body.data, made.body.data)
  const own = await call('GET', `${CUSTOMER}?status=open`, jane)
  assert.deepEqual([own.body.total, own.body.tickets[0]], [2, ticket])
  const types = await server.core.store.all<{ type: string }>('select type from events order by position desc limit 3')
  assert.ok(types.some((one) => one.type === 'ticket.created'))
})

test('one open ticket for each delivery: the second is 409 until the first is closed, two at once are one', async (t) => {
  const { call, open, ann } = await startTickets(t)
  const both = await Promise.all([open({ related_delivery_id: 'D-1' }), open({ related_delivery_id: 'D-1' })])
  assert.deepEqual(both.map((one) => one.status).sort(), [201, 409])
  const made = both.find((one) => one.status === 201)
  const refused = await open({ related_delivery_id: 'D-1' })
  assert.deepEqual([refused.status, refused.body], [409, failure('An open ticket already exists for this delivery')])
  assert.equal((await open()).status, 201, 'about no delivery there may be many')
  assert.equal((await call('PATCH', `${AGENT}/${made?.body.data.id}`, ann, { status: 'closed' })).status, 200)
  assert.equal((await open({ related_delivery_id: 'D-1' })).status, 201)
})

test('a storefront’s ticket is about an order of the buyer’s, which its subject and its message name', async (t) => {
  const { open, kim } = await startTickets(t)
  const made = await open({ source: 'storefront', related_order_id: 'O-7' })
  const { data } = made.body
  assert.deepEqual([made.status, data.source, data.related_order_id], [201, 'storefront', 'O-7'])
  assert.deepEqual([data.subject, data.conversation.title], ['Order O-7: Cold soup', 'Order O-7: Cold soup'])
  assert.equal(data.conversation.latest_message.content, 'Order O-7: The soup was cold.')
  const named = await open({ source: 'storefront', related_order_id: 'O-7', subject: 'About O-7', message: 'O-7 is cold' })
  assert.deepEqual([named.body.data.subject, named.body.data.conversation.latest_message.content], ['About O-7', 'O-7 is cold'])
  assert.deepEqual([(await open({ source: 'storefront' })).body], [failure('related_order_id is required')])
  for (const [order, token] of [
    ['O-8', undefined],
    ['O-9', undefined],
    ['O-7', kim],
  ] as const) {
    const answer = await open({ source: 'storefront', related_order_id: order }, token)
    assert.deepEqual([answer.status, answer.body], [404, failure('Order not found')], order)
  }
})

test('a bad ticket is refused and leaves nothing', async (t) => {
  const { client, open, call, kim, ann, bob } = await startTickets(t)
  const before = await client.countRows()
  for (const body of [
    { subject: undefined },
    { subject: ' ' },
    { subject: 'x'.repeat(256) },
    { message: undefined },
    { message: '' },
    { message: 7 },
    { priority: 'extreme' },
    { source: 'restaurant' },
    { related_delivery_id: '' },
  ]) {
    assert.equal((await open(body)).status, 400, JSON.stringify(body))
  }
  for (const [delivery, token] of [
    ['D-2', undefined],
    ['D-9', undefined],
    ['D-1', kim],
  ] as const) {
    const answer = await open({ related_delivery_id: delivery }, token)
    assert.deepEqual([answer.status, answer.body], [404, failure('Delivery not found')])
  }
  for (const token of [ann, bob]) assert.equal((await open({}, token)).status, 403, 'members are no customers')
  assert.equal((await call('GET', CUSTOMER, ann)).status, 403)
  assert.equal((await open({}, 'wrong')).status, 401)
  assert.deepEqual(await client.countRows(), before)
})

test('a closed ticket takes no messages until it is opened again; a customer closes their own and cannot open it', async (t) => {
  const { clock, call, open, ann, jane, kim } = await startTickets(t)
  const { id, conversation_id } = (await open()).body.data
  const say = () => call('POST', `/ondi/messaging/conversations/${conversation_id}/messages`, jane, { content: 'Hello?' })
  clock.pass(60)
  const closed = await call('PATCH', `${CUSTOMER}/${id}`, jane, { status: 'closed' })
  assert.deepEqual([closed.status, closed.body.data.status, closed.body.data.closed_at], [200, 'closed', '2026-01-02T01:05:05Z'])
  assert.deepEqual((await say()).body, failure('Conversation is not active'))
  for (const body of [{ status: 'open' }, {}, { status: 7 }])
    assert.equal((await call('PATCH', `${CUSTOMER}/${id}`, jane, body)).status, 400)
  assert.equal((await call('PATCH', `${CUSTOMER}/${id}`, jane, { status: 'closed' })).status, 200)
  const stranger = await call('PATCH', `${CUSTOMER}/${id}`, kim, { status: 'closed' })
  assert.deepEqual([stranger.status, stranger.body], [404, failure('Ticket not found')])
  assert.equal((await call('GET', `${CUSTOMER}/${id}`, kim)).status, 404)
  assert.equal((await call('GET', `${CUSTOMER}?status=closed`, jane)).body.total, 1)
  const opened = await call('PATCH', `${AGENT}/${id}`, ann, { status: 'open' })
  assert.deepEqual([opened.body.data.status, opened.body.data.closed_at], ['open', null])
  assert.equal((await say()).status, 201)
})

test('a keyed ticket is opened once, and its answer is made again when its message was deleted', async (t) => {
  const { server, home, call, ann, jane } = await startTickets(t)
  const post = (body: object) => call('POST', CUSTOMER, jane, body, { headers: { 'idempotency-key': 'k' } })
  const first = await post(PROBLEM)
  assert.equal((await post(PROBLEM)).text, first.text)
  assert.equal((await post({ ...PROBLEM, subject: 'Other' })).status, 422)
  const id = server.core.ids.fromUuid('conversation', first.body.data.conversation_id)
  const { body } = await call('GET', `/parley/v1/conversations/${id}/messages`, ann)
  assert.equal(
    (await call('DELETE', `/parley/v1/conversations/${id}/messages/${body.messages[0].id}`, home.tokens.parley)).status < 300,
    true,
  )
  const again = await post(PROBLEM)
  assert.deepEqual([again.status, again.body.data.id, again.body.data.conversation.latest_message], [201, first.body.data.id, null])
})
