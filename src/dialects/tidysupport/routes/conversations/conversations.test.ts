import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { markSeenByTeam } from '../../../../core/conversations/mark-seen.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { refusal, startTidy } from '../../test-client.ts'

const T0 = Date.parse('2026-02-03T04:05:06Z') * 1000

test('the inbox shows the latest activity first, with the last words everybody may see', async (t) => {
  let now = T0
  const { server, home, call, inbox, ids, say, conversationId } = await startTidy(t, { now: () => now })
  now += 60e6
  await say({ text: 'A  question\nof mine' })
  now += 60e6
  await say({ by: home.ann, direction: 'outbound', private: true, text: 'a secret note' })
  await say({ by: { kind: 'system', id: 0 }, direction: 'system', text: 'Ann did something' })
  const contact = { id: ids.toPrefixed('contact', home.jane.id), email: home.jane.email, name: 'Jane Doe', avatarUrl: null }
  const item = {
    id: conversationId,
    status: 'OPEN',
    source: 'API',
    subject: 'Billing question',
    isUnread: true,
    lastMessageAt: '2026-02-03T04:06:06Z',
    lastMessagePreview: 'A question of mine',
    assignedToId: null,
    channelId: ids.toPrefixed('channel', home.channel.id),
    contact,
  }
  const ticket = {
    ...item,
    id: ids.toPrefixed('conversation', home.ticket.id),
    subject: 'A ticket',
    isUnread: false,
    lastMessageAt: '2026-02-03T04:05:06Z',
    lastMessagePreview: '',
  }
  const list = await call('GET', `${inbox}/conversations`)
  assert.equal(list.status, 200)
  assert.deepEqual(list.body, { conversations: { items: [item, ticket], hasMore: false } })

  now += 60e6
  const ctx = { ...systemCtx(server.core, home.account.id), actor: home.ann }
  await server.core.store.tx(async (tx) => {
    await markSeenByTeam(ctx, tx, { id: home.conversation.id })
    await updateConversation(ctx, tx, { id: home.conversation.id }, { assigneeId: home.bob.id })
  })
  const bob = ids.toPrefixed('member', home.bob.id)
  const mine = await call('GET', `${inbox}/conversations?assignedToId=${bob}`)
  assert.deepEqual(mine.body.conversations.items, [{ ...item, isUnread: false, assignedToId: bob }])
})

test('filters and pages', async (t) => {
  const { home, away, call, inbox, ids, conversationId } = await startTidy(t)
  const ticketId = ids.toPrefixed('conversation', home.ticket.id)
  const list = async (query: string) => {
    const answer = await call('GET', `${inbox}/conversations?${query}`)
    assert.equal(answer.status, 200, query)
    return answer.body.conversations.items.map((one: { id: string }) => one.id).sort()
  }
  const both = [conversationId, ticketId].sort()
  await call('PUT', `${inbox}/conversations/${ticketId}/status`, { body: { status: 'CLOSED' } })
  assert.deepEqual(await list(''), both)
  assert.deepEqual(await list('status=OPEN'), [conversationId])
  assert.deepEqual(await list('status=CLOSED'), [ticketId])
  assert.deepEqual(await list('status=ARCHIVED'), [])
  await call('PUT', `${inbox}/conversations/${ticketId}/status`, { body: { status: 'ARCHIVED' } })
  assert.deepEqual(await list(''), [conversationId])
  assert.deepEqual(await list('status=ARCHIVED'), [ticketId])
  await call('PUT', `${inbox}/conversations/${ticketId}`, { body: { status: 'OPEN' } })
  assert.deepEqual(await list(`channelId=${ids.toPrefixed('channel', home.channel.id)}`), both)
  assert.deepEqual(await list(`contactId=${ids.toPrefixed('contact', home.jane.id)}`), both)
  for (const nobody of ['ctc_none', ids.toPrefixed('contact', away.jane.id)]) assert.deepEqual(await list(`contactId=${nobody}`), [])
  const first = await call('GET', `${inbox}/conversations?limit=1`)
  assert.equal(first.body.conversations.hasMore, true)
  const [{ id }] = first.body.conversations.items
  const second = await call('GET', `${inbox}/conversations?limit=1&cursor=${id}`)
  assert.equal(second.body.conversations.hasMore, false)
  assert.deepEqual([id, second.body.conversations.items[0].id].sort(), both)
  for (const query of [
    'status=SNOOZED',
    'status=',
    'limit=0',
    'cursor=thd_none',
    `cursor=${ids.toPrefixed('conversation', away.ticket.id)}`,
  ]) {
    assert.equal((await call('GET', `${inbox}/conversations?${query}`)).status, 400, query)
  }
})

test('a conversation starts with its first message, with a new contact or the one of that address', async (t) => {
  const { home, call, inbox, ids, count } = await startTidy(t)
  const body = { email: ' New.Customer@Example.com ', name: 'New Customer', subject: 'Welcome', contentText: 'Hello  there' }
  const started = await call('POST', `${inbox}/conversations`, { body })
  assert.equal(started.status, 200)
  const { conversation, contact, message } = started.body
  assert.deepEqual(started.body, {
    conversation: { id: conversation.id },
    contact: { id: contact.id },
    message: { id: message.id, contentPreview: 'Hello there', status: 'SENT' },
  })
  const read = await call('GET', `${inbox}/conversations/${conversation.id}/messages`)
  const { thread } = read.body
  assert.deepEqual(thread.contact, { id: contact.id, email: 'New.Customer@Example.com', name: 'New Customer' })
  assert.deepEqual(thread.conversation, { id: conversation.id, status: 'OPEN', source: 'EMAIL', subject: 'Welcome', summary: null })
  assert.equal(thread.messages.items.length, 1)
  assert.deepEqual(
    [thread.messages.items[0].id, thread.messages.items[0].direction, thread.messages.items[0].agentId],
    [message.id, 'OUTBOUND', ids.toPrefixed('member', home.ann.id)],
  )
  const again = await call('POST', `${inbox}/conversations`, { body: { email: home.jane.email?.toUpperCase(), contentHtml: '<p>Hi</p>' } })
  assert.equal(again.body.contact.id, ids.toPrefixed('contact', home.jane.id))
  assert.equal(await count('contacts'), 3)
})

test('a start of the wrong form writes nothing', async (t) => {
  const { call, inbox, count } = await startTidy(t)
  const before = [await count('events'), await count('conversations'), await count('contacts')]
  const bad = [
    {},
    { contentText: 'Hi' },
    { email: 'nobody', contentText: 'Hi' },
    { email: 'a b@c.d', contentText: 'Hi' },
    { email: 'a@b.c' },
    { email: 'a@b.c', contentText: '' },
    { email: 'a@b.c', contentText: 5 },
    { email: 'a@b.c', contentText: 'Hi', name: {} },
    { email: 'a@b.c', contentText: 'Hi', subject: 'x'.repeat(999) },
  ]
  for (const body of bad) assert.equal((await call('POST', `${inbox}/conversations`, { body })).status, 400, JSON.stringify(body))
  const empty = await call('POST', `${inbox}/conversations`, { body: { email: 'a@b.c' } })
  assert.deepEqual(empty.body, refusal(400, 'Bad Request', 'Either contentText or contentHtml is required.'))
  assert.deepEqual([await count('events'), await count('conversations'), await count('contacts')], before)
})

test('a start retried with its Idempotency-Key happens once', async (t) => {
  const { call, inbox, count, server } = await startTidy(t)
  const start = (contentText: string) =>
    call('POST', `${inbox}/conversations`, { body: { email: 'a@b.c', contentText }, headers: { 'idempotency-key': 'start' } })
  const [first, twin] = await Promise.all([start('Hi'), start('Hi')])
  assert.equal(first.status, 200)
  assert.deepEqual(twin.body, first.body)
  await server.restart()
  assert.deepEqual((await start('Hi')).body, first.body)
  assert.equal((await start('Ho')).status, 422)
  assert.equal(await count('conversations'), 5)
  assert.equal(await count('messages'), 1)
})

test('the status changes on both paths; the present one again changes nothing', async (t) => {
  const { server, home, call, inbox, conversationId, count, ids } = await startTidy(t)
  const path = `${inbox}/conversations/${conversationId}`
  const before = await count('events')
  for (const [index, status] of (['CLOSED', 'ARCHIVED', 'OPEN'] as const).entries()) {
    const put = await call('PUT', index % 2 ? path : `${path}/status`, { body: { status } })
    assert.equal(put.status, 200)
    assert.deepEqual(put.body, { conversation: { id: conversationId, status } })
    assert.equal((await call('PUT', path, { body: { status } })).status, 200)
    assert.equal(await count('events'), before + 2 * (index + 1)) // each with its activity
  }
  await server.core.store.tx((tx) =>
    updateConversation(systemCtx(server.core, home.account.id), tx, { id: home.conversation.id }, { status: 'snoozed' }),
  )
  await call('PUT', path, { body: { status: 'OPEN' } })
  const row = await server.core.store.one<{ status: string }>('select status from conversations where id = $1', [home.conversation.id])
  assert.equal(row?.status, 'snoozed')
  for (const body of [{}, { status: 'open' }, { status: null }, { status: 'DONE' }]) {
    assert.equal((await call('PUT', `${path}/status`, { body })).status, 400)
  }
  const unknown = `${inbox}/conversations/${ids.toPrefixed('conversation', 999_999)}/status`
  assert.deepEqual((await call('PUT', unknown, { body: { status: 'OPEN' } })).body, refusal(404, 'Not Found', 'Conversation not found.'))
  const keyed = (status: string) => call('PUT', path, { body: { status }, headers: { 'idempotency-key': 'put' } })
  assert.deepEqual((await keyed('CLOSED')).body, (await keyed('CLOSED')).body)
  assert.equal((await keyed('OPEN')).status, 422)
})
