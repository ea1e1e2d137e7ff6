import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { deleteMessage } from '../../../../core/messages/delete-message.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

const PATH = '/ondi/messaging/conversations'

async function start(t: TestContext) {
  const clock = createClock()
  const server = await startServer(t, { now: clock.now })
  const client = createClient(server)
  const listOf = (query = '', token = server.home.tokens.ondi) => client.call('GET', `${PATH}${query}`, { token })
  return { clock, server, client, home: server.home, listOf }
}

test('the caller’s conversations come newest activity first, each with its people, latest message and unread count', async (t) => {
  const { clock, client, home, listOf } = await start(t)
  clock.pass(60)
  const sent = (await client.send({ content: 'Hello!' }, home.secrets.jane)).body.data
  await client.sendFrom('chatwoot', home.bob, { text: 'Careful with her', private: true })

  const answer = await listOf(`?tenant_id=${client.tenant}&type=&status=&user_id=&page=1&limit=20`)
  assert.equal(answer.status, 200)
  const person = (who: { id: number }, first_name: string, last_name: string, last_read_message_id: string | null = null) => ({
    user_id: client.user(who),
    role: 'member',
    joined_at: '2026-01-02T01:04:05Z',
    left_at: null,
    last_read_message_id,
    user: { id: client.user(who), first_name, last_name },
  })
  const common = {
    tenant_id: client.tenant,
    status: 'active',
    delivery_id: null,
    created_by: null,
    metadata: null,
    created_at: '2026-01-02T01:04:05Z',
  }
  const byId = (a: { user_id: string }, b: { user_id: string }) => (a.user_id < b.user_id ? -1 : 1)
  assert.deepEqual(answer.body, {
    success: true,
    message: 'Conversations retrieved successfully',
    conversations: [
      {
        id: client.uuid('conversation', home.conversation.id),
        ...common,
        type: null,
        title: 'Billing question',
        updated_at: '2026-01-02T01:05:05Z',
        participants: [person(home.ann, 'Ann', 'Home'), person(home.bob, 'Bob', 'Home'), person(home.jane, 'Jane', 'Doe', sent.id)].sort(
          byId,
        ),
        latest_message: sent,
        unread_count: 1,
      },
      {
        id: client.uuid('conversation', home.ticket.id),
        ...common,
        type: 'support',
        title: 'A ticket',
        updated_at: '2026-01-02T01:04:05Z',
        participants: [person(home.ann, 'Ann', 'Home'), person(home.bob, 'Bob', 'Home'), person(home.jane, 'Jane', 'Doe')].sort(byId),
        latest_message: null,
        unread_count: 0,
      },
    ],
    total: 2,
    page: 1,
    limit: 20,
  })
  const own = await listOf('', home.secrets.jane)
  assert.equal(own.body.conversations[0].unread_count, 0)
  assert.deepEqual((await listOf('', home.secrets.eve)).body.conversations, [])
})

test('type, status and page narrow the list, and wrong values are refused', async (t) => {
  const { server, client, home, listOf } = await start(t)
  const ids = async (query: string) => {
    const { status, body } = await listOf(query)
    assert.equal(status, 200, query)
    return [body.conversations.map((one: { id: string }) => one.id), body.total]
  }
  const main = client.uuid('conversation', home.conversation.id)
  const ticket = client.uuid('conversation', home.ticket.id)
  assert.deepEqual(await ids('?type=support'), [[ticket], 1])
  assert.deepEqual(await ids('?type=nothing'), [[], 0])
  const ctx = systemCtx(server.core, home.account.id)
  const set = (status: 'resolved' | 'archived' | 'pending') =>
    server.core.store.tx((tx) => updateConversation(ctx, tx, { id: home.conversation.id }, { status }))
  for (const [status, word] of [
    ['resolved', 'closed'],
    ['archived', 'archived'],
    ['pending', 'active'],
  ] as const) {
    await set(status)
    const { body } = await listOf(`?status=${word}`)
    const found = body.conversations.find((one: { id: string }) => one.id === main)
    assert.equal(found?.status, word)
    if (word !== 'active') assert.equal(body.total, 1)
  }
  assert.equal((await ids('?limit=1'))[0]?.length, 1)
  assert.deepEqual(await ids('?page=3&limit=1'), [[], 2])
  for (const query of ['?status=open', '?status=toString', '?page=0', '?user_id=x', '?type=a&type=b']) {
    const answer = await listOf(query)
    assert.deepEqual([answer.status, answer.body.success], [400, false], query)
  }
})

test('somebody else’s conversations are for a system admin', async (t) => {
  const { client, server, home, listOf } = await start(t)
  const away = createClient(server, server.away)
  assert.equal((await listOf(`?user_id=${client.user(home.jane)}`)).body.total, 2)
  assert.equal((await listOf(`?user_id=${client.user(home.bob)}`, home.secrets.bob)).body.total, 2)
  const refused = await listOf(`?user_id=${client.user(home.jane)}`, home.secrets.bob)
  assert.deepEqual([refused.status, refused.body.success], [403, false])
  for (const unknown of [away.user(server.away.jane), '00000000-0000-4000-8000-000000000000']) {
    const answer = await listOf(`?user_id=${unknown}`)
    assert.deepEqual([answer.status, answer.body], [404, failure('User not found')])
    assert.equal((await listOf(`?user_id=${unknown}`, home.secrets.bob)).status, 403)
  }
})

test('neither a note, nor a deleted message, nor a ticket that is not the caller’s to read is previewed or counted', async (t) => {
  const { client, server, home, listOf } = await start(t)
  const hello = await client.sendFrom('chatwoot', home.ann, { text: 'Hello!' })
  await client.sendFrom('chatwoot', home.ann, { text: 'A note', private: true })
  const gone = await client.sendFrom('chatwoot', home.ann, { text: 'Oops' })
  const { core } = server
  await core.store.tx((tx) =>
    deleteMessage(systemCtx(core, home.account.id), tx, { conversation: { id: home.conversation.id }, messageId: gone.id }),
  )
  await client.sendFrom('chatwoot', home.ann, { text: 'About the ticket' }, home.ticket)

  const previews = async (token: string) => {
    const { body } = await listOf('', token)
    const rows: { id: string; latest_message: { content: string } | null; unread_count: number }[] = body.conversations
    return Object.fromEntries(
      rows.map((one) => [
        one.id === client.uuid('conversation', home.ticket.id) ? 'ticket' : 'main',
        [one.latest_message?.content ?? null, one.unread_count],
      ]),
    )
  }
  assert.deepEqual(await previews(home.secrets.jane), { main: ['Hello!', 1], ticket: ['About the ticket', 1] })
  assert.deepEqual(await previews(home.secrets.bob), { main: ['Hello!', 1], ticket: [null, 0] })
  assert.deepEqual(await previews(home.secrets.ann), { main: ['Hello!', 0], ticket: ['About the ticket', 0] })
  // Ann's own note and deletion lie behind what she is shown to have read.
  const { body } = await listOf()
  const main = body.conversations.find((one: { type: string | null }) => one.type === null)
  const ann = main.participants.find((one: { user_id: string }) => one.user_id === client.user(home.ann))
  assert.equal(ann.last_read_message_id, null)
  await client.list()
  const again = (await listOf()).body.conversations.find((one: { type: string | null }) => one.type === null)
  const read = again.participants.find((one: { user_id: string }) => one.user_id === client.user(home.ann))
  assert.equal(read.last_read_message_id, client.uuid('message', hello.id))
})
