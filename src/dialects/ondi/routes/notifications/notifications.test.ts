import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

const PATH = '/ondi/messaging/notifications'

async function start(t: TestContext) {
  const clock = createClock()
  const server = await startServer(t, { now: clock.now })
  const client = createClient(server)
  const { home } = server
  const list = async (query = '', token = home.secrets.bob) => (await client.call('GET', `${PATH}${query}`, { token })).body
  const mark = (body?: unknown, token = home.secrets.bob, method = 'PUT') => client.call(method, `${PATH}/mark-read`, { token, body })
  const say = async (content: string, token = home.secrets.jane) => {
    clock.pass(1)
    return (await client.send({ content }, token)).body.data.id as string
  }
  const texts = (body: { notifications: { body: string }[] }) => body.notifications.map((one) => one.body)
  return { server, client, clock, home, list, mark, say, texts }
}

test('a message is one notification for everybody else who is in the conversation, and for nobody else', async (t) => {
  const { server, client, home, list, say, texts } = await start(t)
  const id = await say('Where is my parcel?')
  const body = await list('?page=&limit=&read_status=&notification_type=&language=en')
  assert.deepEqual(body, {
    success: true,
    message: 'Notifications retrieved successfully',
    notifications: [
      {
        id: body.notifications[0].id,
        notification_type: 'new_message',
        title: 'New message from Jane Doe',
        body: 'Where is my parcel?',
        data: { conversation_id: client.uuid('conversation', home.conversation.id), message_id: id, sender_id: client.user(home.jane) },
        is_read: false,
        created_at: '2026-01-02T01:04:06Z',
      },
    ],
    unread_count: 1,
    total: 1,
    page: 1,
    limit: 20,
  })
  assert.deepEqual(texts(await list('', home.secrets.ann)), ['Where is my parcel?'])
  for (const token of [home.secrets.jane, home.secrets.eve, server.away.secrets.ann]) assert.equal((await list('', token)).total, 0)
})

test('notes, deleted messages, tickets one may not open, and what was said before one joined or after one left make none', async (t) => {
  const { server, client, clock, home, list, say, texts } = await start(t)
  await client.sendFrom('parley', home.ann, { text: 'A note', private: true })
  const deleted = await client.sendFrom('parley', home.ann, { text: 'Deleted' })
  const path = `/parley/v1/conversations/${home.conversation.id}/messages/${deleted.id}`
  assert.ok((await server.call('DELETE', path, { token: home.tokens.parley })).status < 300)
  await client.sendFrom('parley', home.jane, { text: 'In a ticket', direction: 'inbound' }, home.ticket)
  assert.equal((await list()).total, 0, 'Bob is in the ticket, and no support member')
  assert.deepEqual(texts(await list('', home.secrets.ann)), ['In a ticket'])
  await say('Before Eve')
  clock.pass(1)
  const people = (action: string) =>
    client.call('PUT', `${client.pathOf(home.conversation)}/participants`, { body: { action, user_ids: [client.user(home.eve)] } })
  await server.core.store.tx((tx) => tx.run("update participants set role = 'admin' where author_id = $1", [home.ann.id]))
  assert.equal((await people('add')).status, 200)
  await say('To Eve')
  assert.deepEqual(texts(await list('', home.secrets.eve)), ['To Eve'])
  assert.equal((await people('remove')).status, 200)
  assert.equal((await list('', home.secrets.eve)).total, 0)
})

test('a notification is read with its message, or marked by itself, or with all of them; the conversation stays as read as it was', async (t) => {
  const { client, home, list, mark, say, texts } = await start(t)
  for (const word of ['One', 'Two', 'Three', 'Four']) await say(word)
  const [, three] = (await list()).notifications.map((one: { id: string }) => one.id)
  const one = await mark({ notification_ids: [three, three] })
  assert.deepEqual([one.status, one.body.data], [200, { marked_count: 1, unread_count: 3 }])
  assert.deepEqual(texts(await list('?read_status=true')), ['Three'])
  assert.deepEqual(texts(await list('?read_status=false')), ['Four', 'Two', 'One'])
  assert.deepEqual((await mark({ notification_ids: [three] }, undefined, 'PATCH')).body.data, { marked_count: 0, unread_count: 3 })
  const conversations = await client.call('GET', '/ondi/messaging/conversations', { token: home.secrets.bob })
  assert.equal(conversations.body.conversations.find((each: { type: string }) => each.type === null).unread_count, 4)

  const readTo = (await client.list('', home.secrets.jane)).body.messages[2].id
  await client.call('PUT', `${client.pathOf(home.conversation)}/read-status?message_id=${readTo}`, { token: home.secrets.bob })
  assert.deepEqual(texts(await list('?read_status=false')), ['Four'])
  assert.equal((await mark(undefined, undefined, 'POST')).body.data.unread_count, 0)
  assert.equal((await list()).unread_count, 0)
  await say('Five')
  assert.deepEqual(texts(await list('?read_status=false')), ['Five'])
  assert.equal((await list('', home.secrets.ann)).unread_count, 5, 'one’s own marks are nobody else’s')
})

test('pages are counted over what is filtered; another type finds none; the limit is a hundred', async (t) => {
  const { list, say, texts } = await start(t)
  for (const word of ['One', 'Two', 'Three']) await say(word)
  const second = await list('?limit=2&page=2')
  assert.deepEqual([texts(second), second.total, second.page, second.limit], [['One'], 3, 2, 2])
  assert.deepEqual(texts(await list('?page=9')), [])
  const other = await list('?notification_type=new_assignment')
  assert.deepEqual([other.total, other.unread_count, texts(other)], [0, 3, []])
  assert.equal((await list('?limit=1000')).limit, 100)
})

test('bad paging, words and ids are refused; a notification that is not one’s own is none, and then none is marked', async (t) => {
  const { server, client, home, list, mark, say } = await start(t)
  await say('One')
  for (const query of ['?read_status=maybe', '?page=0', '?limit=x']) {
    assert.equal((await client.call('GET', PATH + query, { token: home.secrets.bob })).status, 400, query)
  }
  for (const body of [{ notification_ids: [] }, { notification_ids: 'x' }, { notification_ids: ['x'] }, []]) {
    assert.equal((await mark(body)).status, 400, JSON.stringify(body))
  }
  const mine = (await list()).notifications[0].id
  const own = await client.sendFrom('parley', home.bob, { text: 'My own' })
  const foreign = await createClient(server, server.away).sendFrom(
    'parley',
    server.away.jane,
    { text: 'Away', direction: 'inbound' },
    server.away.conversation,
  )
  for (const id of [own.id, foreign.id, 2 ** 45].map((each) => server.core.ids.toUuid('notification', each))) {
    const answer = await mark({ notification_ids: [mine, id] })
    assert.deepEqual([answer.status, answer.body], [404, failure('Notification not found')])
  }
  assert.equal((await list()).unread_count, 1)
  assert.equal((await client.call('GET', PATH, { token: 'wrong' })).status, 401)
})

test('the newest five hundred are kept in sight, over any number of conversations', async (t) => {
  const { server, home, list } = await start(t)
  const said = Array.from({ length: 520 }, (_, index) => ({ conversationId: home.conversation.id, text: `Said ${index}` }))
  const sent = await server.call('POST', '/parley/v1/messages/batch', { token: home.secrets.jane, body: { messages: said } })
  assert.equal(sent.status, 201, sent.text.slice(0, 200))
  for (let index = 0; index < 40; index++) {
    const body = { contactId: home.jane.id, subject: `Case ${index}`, participants: [{ authorId: home.bob.id }] }
    const { id } = (await server.call('POST', '/parley/v1/conversations', { token: home.secrets.ann, body })).body
    await server.call('POST', `/parley/v1/conversations/${id}/messages`, { token: home.secrets.jane, body: { text: `In ${index}` } })
  }
  const body = await list('?limit=100')
  assert.deepEqual([body.total, body.unread_count], [500, 500])
  assert.deepEqual(
    body.notifications.slice(0, 41).map((one: { body: string }) => one.body),
    [...Array.from({ length: 40 }, (_, index) => `In ${39 - index}`), 'Said 519'],
  )
})
