import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient, failure } from '../../test-client.ts'
import { AGENT, CUSTOMER, startTickets } from './ticket-test.ts'

test('the queue is for support members alone, and narrows by source, order, subject, status and assignment', async (t) => {
  const { server, client, home, call, open, ann, bob, jane } = await startTickets(t)
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
  const { server, client, home, call, open, ann, bob, jane } = await startTickets(t)
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

test('what is no ticket, and another account’s, is none', async (t) => {
  const { server, client, home, call, ann, jane } = await startTickets(t)
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
  const { home, call, open, ann } = await startTickets(t)
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
  const { client, home, call, jane } = await startTickets(t)
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

test('a ticket whose conversation was deleted is gone, and its delivery may have another', async (t) => {
  const { server, home, call, open, ann } = await startTickets(t)
  const { id } = (await open({ related_delivery_id: 'D-1' })).body.data
  await call('PUT', '/ondi/messaging/notifications/mark-read', ann)
  const row = await server.core.store.one<{ number: number }>('select number from conversations order by id desc limit 1')
  const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${row?.number}`
  assert.equal((await call('DELETE', path, home.tokens.chatwoot)).status, 200)
  assert.equal((await call('GET', `${AGENT}/${id}`, ann)).status, 404)
  assert.deepEqual(await server.core.store.all('select * from tickets'), [])
  assert.equal((await open({ related_delivery_id: 'D-1' })).status, 201)
})
