import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type CallOptions, startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { createContact } from '../../../../core/contacts/create-contact.ts'
import { putDelivery } from '../../../../core/deliveries/put-delivery.ts'
import { createToken } from '../../../../core/tokens/create-token.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

const AGENT = '/ondi/messaging/support/tickets'
const CUSTOMER = '/ondi/customer/support/tickets'
const PROBLEM = { subject: 'Cold soup', priority: 'high', message: 'The soup was cold.' }

/** Ann is the support member, Jane the customer of delivery D-1 of order O-7; Kim is another customer. */
async function start(t: TestContext) {
  const clock = createClock()
  const server = await startServer(t, { now: clock.now })
  const { core, home } = server
  const kim = await core.store.tx(async (tx) => {
    const ctx = systemCtx(core, home.account.id)
    await putDelivery(ctx, tx, 'D-1', { orderReference: 'O-7', driverId: home.bob.id, customerId: home.jane.id })
    await putDelivery(ctx, tx, 'D-2', { orderReference: 'O-8' })
    const contact = await createContact(ctx, tx, { name: 'Kim' })
    return (await createToken(core, tx, { accountId: home.account.id, author: contact, scope: 'api', dialect: 'ondi', label: 'test' }))
      .secret
  })
  const client = createClient(server)
  const call = (method: string, path: string, token: string, body?: unknown, options: CallOptions = {}) =>
    client.call(method, path, { token, body, ...options })
  const open = (body: object = {}, token = home.secrets.jane) => call('POST', CUSTOMER, token, { ...PROBLEM, ...body })
  return { server, client, clock, home, kim, call, open, ann: home.secrets.ann, bob: home.secrets.bob, jane: home.secrets.jane }
}

test('a customer opens a ticket: a support conversation with the message in it, which the support sees', async (t) => {
  const { server, client, home, call, open, ann, jane } = await start(t)
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
  const { call, open, ann } = await start(t)
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
  const { open, kim } = await start(t)
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
  const { client, open, call, kim, ann, bob } = await start(t)
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

test('the queue is for support members alone, and narrows by source, order, subject, status and assignment', async (t) => {
  const { server, client, home, call, open, ann, bob, jane } = await start(t)
  for (const token of [bob, home.secrets.eve, jane]) assert.equal((await call('GET', AGENT, token)).status, 403)
  await server.core.store.tx((tx) => tx.run("update members set role = 'administrator' where id = $1", [home.eve.id]))
  server.core.authors.clear()
  const { id } = (await open({ source: 'storefront', related_order_id: 'O-7' })).body.data
  for (const [method, path] of [
    ['GET', AGENT],
    ['GET', `${AGENT}/${id}`],
    ['POST', `${AGENT}/${id}/assign-to-me`],
    ['PATCH', `${AGENT}/${id}`],
  ] as const) {
    assert.equal((await call(method, path, home.secrets.eve, method === 'PATCH' ? {} : undefined)).status, 403, 'not even for an admin')
  }
  await open({ subject: 'Late SOUP' })
  await call('PATCH', `${AGENT}/${id}/assign-to-me`, ann)
  const find = async (query: string) => {
    const { status, body } = await call('GET', `${AGENT}?${query}`, ann)
    return status === 200 ? body.tickets.map((one: { subject: string }) => one.subject) : status
  }
  const [late, cold, other] = ['Late SOUP', 'Order O-7: Cold soup', 'A ticket']
  assert.deepEqual(await find('source=&order_id=&search=&assignment_scope=&assigned_to=&status='), [late, cold, other])
  assert.deepEqual(await find('source=storefront'), [cold])
  assert.deepEqual(await find('source=restaurant'), [])
  assert.deepEqual(await find('order_id=O-7'), [cold])
  assert.deepEqual(await find('order_id=O-7&source=customer_portal'), [])
  assert.deepEqual(await find('search=soup'), [late, cold])
  assert.deepEqual(await find('search=100%25'), [])
  assert.deepEqual(await find('assignment_scope=claimed'), [cold])
  assert.deepEqual(await find('assignment_scope=unassigned'), [late, other])
  assert.deepEqual(await find(`assigned_to=${client.user(home.ann)}`), [cold])
  assert.deepEqual(await find(`assigned_to=${client.user(home.bob)}`), [])
  assert.deepEqual(await find('limit=1&page=2'), [cold])
  assert.deepEqual(await find('status=closed'), [])
  for (const query of ['source=x', 'assignment_scope=x', 'assigned_to=x', 'status=x', 'page=0']) assert.equal(await find(query), 400, query)
  const foreign = createClient(server, server.away).user(server.away.ann)
  assert.equal((await call('GET', `${AGENT}?assigned_to=${foreign}`, ann)).status, 404)
  await server.core.store.tx((tx) => tx.run("update members set role = 'agent' where id = $1", [home.ann.id]))
  server.core.authors.clear()
  assert.equal(await find(`assigned_to=${client.user(home.bob)}`), 403, 'only an admin asks for the tickets of others')
  assert.deepEqual(await find(`assigned_to=${client.user(home.ann)}`), [cold])
})

test('a ticket is claimed once: its claimer is named, is in the conversation and may write', async (t) => {
  const { server, client, home, call, open, ann, bob, jane } = await start(t)
  const { id, conversation_id } = (await open()).body.data
  const messages = `/ondi/messaging/conversations/${conversation_id}/messages`
  assert.equal((await call('POST', messages, ann, { content: 'Sorry!' })).status, 403, 'not in it yet')
  const claimed = await call('POST', `${AGENT}/${id}/assign-to-me`, ann)
  assert.deepEqual([claimed.status, claimed.body.data.assigned_to_user.id], [200, client.user(home.ann)])
  assert.equal((await call('POST', messages, ann, { content: 'Sorry!' })).status, 201)
  for (const method of ['POST', 'PUT', 'PATCH']) {
    const again = await call(method, `${AGENT}/${id}/assign-to-me`, ann)
    assert.deepEqual([again.status, again.body], [409, failure('The ticket is already claimed')])
  }
  assert.equal((await call('POST', `${AGENT}/${id}/assign-to-me`, bob)).status, 403)
  const body = JSON.stringify({ supportMemberIds: [home.ann.id, home.bob.id] })
  await server.core.store.tx((tx) => tx.run('update accounts set settings = $2 where account_id = $1', [home.account.id, body]))
  assert.equal((await call('POST', `${AGENT}/${id}/assign-to-me`, bob)).status, 409)
  assert.equal((await call('GET', messages, bob)).status, 200, 'a support member reads every ticket')
  const seen = await call('GET', `${CUSTOMER}/${id}`, jane)
  assert.equal(seen.body.data.assigned_to_user.first_name, 'Ann')
  const { id: closed } = (await open()).body.data
  await call('PATCH', `${AGENT}/${closed}`, ann, { status: 'closed' })
  assert.deepEqual((await call('POST', `${AGENT}/${closed}/assign-to-me`, ann)).body, failure('Conversation is not active'))
})

test('a closed ticket takes no messages until it is opened again; a customer closes their own and cannot open it', async (t) => {
  const { clock, call, open, ann, jane, kim } = await start(t)
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

test('what is no ticket, and another account’s, is none', async (t) => {
  const { server, client, home, call, ann, jane } = await start(t)
  const uuid = (id: number) => server.core.ids.toUuid('ticket', id)
  for (const id of [uuid(home.conversation.id), uuid(server.away.ticket.id), uuid(2 ** 45), client.uuid('conversation', home.ticket.id)]) {
    for (const [method, path, token] of [
      ['GET', `${AGENT}/${id}`, ann],
      ['PATCH', `${AGENT}/${id}`, ann],
      ['POST', `${AGENT}/${id}/assign-to-me`, ann],
      ['GET', `${CUSTOMER}/${id}`, jane],
      ['PATCH', `${CUSTOMER}/${id}`, jane],
    ] as const) {
      const answer = await call(method, path, token, method === 'PATCH' ? { status: 'closed' } : undefined)
      assert.deepEqual([answer.status, answer.body], [404, failure('Ticket not found')], `${method} ${path}`)
    }
  }
  assert.deepEqual((await call('GET', `${AGENT}/7`, ann)).body, failure('ticketId must be a UUID'))
})

test('a ticket resolved in another dialect is closed here, and one closed here is resolved there', async (t) => {
  const { home, call, open, ann } = await start(t)
  const made = (await open()).body.data
  const rows = await call('GET', `/parley/v1/conversations?contactId=${home.jane.id}&limit=1`, ann)
  const { number } = rows.body.conversations[0]
  const toggle = (status: string) =>
    call('POST', `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${number}/toggle_status`, home.tokens.chatwoot, { status })
  assert.equal((await toggle('resolved')).status, 200)
  assert.equal((await call('GET', `${AGENT}/${made.id}`, ann)).body.data.status, 'closed')
  assert.equal((await call('GET', `/ondi/messaging/conversations/${made.conversation_id}`, ann)).body.data.status, 'closed')
  await call('PATCH', `${AGENT}/${made.id}`, ann, { status: 'open' })
  const shown = () => call('GET', `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${number}`, home.tokens.chatwoot)
  assert.equal((await shown()).body.status, 'open')
  await call('PATCH', `${AGENT}/${made.id}`, ann, { status: 'closed' })
  assert.equal((await shown()).body.status, 'resolved')
  assert.equal((await toggle('pending')).status, 200)
  assert.equal((await call('GET', `${AGENT}/${made.id}`, ann)).body.data.status, 'open')
})

test('the portal’s settings name who answers tickets', async (t) => {
  const { client, home, call, jane } = await start(t)
  const answer = await call('GET', '/ondi/delivery/customer-portal/settings?language=en', jane)
  const ann = { id: client.user(home.ann), first_name: 'Ann', last_name: 'Home', email: home.ann.email }
  assert.deepEqual(answer.body, {
    success: true,
    message: 'Settings retrieved successfully',
    data: {
      options: {},
      values: {
        support_ticket_settings: { support_user_ids: [ann.id], support_users: [ann] },
        visibility_settings: { chat: { support_chat_enabled: true } },
      },
    },
  })
  for (const path of ['/delivery/customer-portal/settings', '/v1/customer/support/tickets']) {
    assert.equal((await call('GET', path, jane)).status, 200, path)
  }
})

test('a keyed ticket is opened once, and its answer is made again when its message was deleted', async (t) => {
  const { server, home, call, ann, jane } = await start(t)
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

test('a ticket whose conversation was deleted is gone, and its delivery may have another', async (t) => {
  const { server, home, call, open, ann } = await start(t)
  const { id } = (await open({ related_delivery_id: 'D-1' })).body.data
  await call('PUT', '/ondi/messaging/notifications/mark-read', ann)
  const row = await server.core.store.one<{ number: number }>('select number from conversations order by id desc limit 1')
  const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${row?.number}`
  assert.equal((await call('DELETE', path, home.tokens.chatwoot)).status, 200)
  assert.equal((await call('GET', `${AGENT}/${id}`, ann)).status, 404)
  assert.deepEqual(await server.core.store.all('select * from tickets'), [])
  assert.equal((await open({ related_delivery_id: 'D-1' })).status, 201)
})
