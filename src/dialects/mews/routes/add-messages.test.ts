import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { assertRefused, countRows, ctxOf, mewsClient, say, threadId, UTC, UUID } from '../../../../test/mews-client.ts'
import { updateConversation } from '../../../core/conversations/update-conversation.ts'
import { findConversation } from '../../../storage/queries/conversations/conversations.ts'
import { findMessage } from '../../../storage/queries/messages/messages.ts'

const NOW = Date.parse('2026-01-05T10:00:00Z') * 1000

test('messages are added in the order of the request and answered with what the caller called them', async (t) => {
  const server = await startServer(t, { now: () => NOW })
  const { post } = mewsClient(server)
  const { home } = server
  const other = (await post('messageThreads/add', { OriginalSender: 'Jane', Subject: 'Other' })).body.MessageThreads[0].Id
  const own = threadId(server, home.conversation)
  const answer = await post('messages/add', {
    Messages: [
      { MessageThreadId: own, Text: 'one', Identifier: 'my-1' },
      { MessageThreadId: other, Text: ' ', Identifier: null },
      { MessageThreadId: own, Text: 'three' },
      { ThreadId: own.toUpperCase(), Text: 'four', Identifier: 'my-1' },
    ],
  })
  assert.equal(answer.status, 200)
  const ids: string[] = answer.body.Messages.map((one: { Message: { Id: string } }) => one.Message.Id)
  for (const id of ids) assert.match(id, UUID)
  const message = (index: number, MessageThreadId: string, Text: string) => ({
    Id: ids[index],
    MessageThreadId,
    Text,
    Sender: { Discriminator: 'Application', Value: null },
    CreatedUtc: '2026-01-05T10:00:00Z',
  })
  assert.deepEqual(answer.body, {
    Messages: [
      { Identifier: 'my-1', Message: message(0, own, 'one') },
      { Identifier: null, Message: message(1, other, ' ') },
      { Identifier: null, Message: message(2, own, 'three') },
      { Identifier: 'my-1', Message: message(3, own, 'four') },
    ],
  })
  const list = await post('messages/getAll', { MessageThreadIds: [own, other], Limitation: { Count: 10 } })
  assert.deepEqual(
    list.body.Messages.map((one: { Id: string }) => one.Id),
    ids.toReversed(),
  )
})

test('the documented request has its documented answer, and the store holds the customer’s side by the application', async (t) => {
  const server = await startServer(t)
  const { credentials } = mewsClient(server)
  const MessageThreadId = threadId(server, server.home.conversation)
  const answer = await server.call('POST', '/mews/api/connector/v1/messages/add', {
    body: { ...credentials, Messages: [{ MessageThreadId, Text: 'Hello', Identifier: '1234' }] },
  })
  assert.equal(answer.status, 200)
  const [added] = answer.body.Messages
  assert.equal(added.Identifier, '1234')
  assert.match(added.Message.CreatedUtc, UTC)
  const id = server.core.ids.fromUuid('message', added.Message.Id) ?? 0
  const stored = await findMessage(server.core.store, server.home.account.id, id)
  assert.deepEqual(
    { text: stored?.text, direction: stored?.direction, author: stored?.author, private: stored?.private },
    { text: 'Hello', direction: 'inbound', author: { kind: 'application', id: server.application.id }, private: false },
  )
  const events = await server.core.store.all<{ type: string; actor_id: number }>(
    'select type, actor_id from events where message_id = $1',
    [id],
  )
  assert.deepEqual(
    events.map((event) => [event.type, event.actor_id]),
    [['message.created', server.application.id]],
  )
})

test('one bad message refuses all of them and leaves nothing behind; a foreign thread is like none', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const { home, away } = server
  const good = { MessageThreadId: threadId(server, home.conversation), Text: 'good' }
  const before = await countRows(server)
  const refused = async (who: 'home' | 'away' | 'stranger', bad: unknown, message: string) =>
    assertRefused(await mewsClient(server, who).post('messages/add', { Messages: [good, bad, good] }), 400, message)
  for (const MessageThreadId of [
    threadId(server, away.conversation),
    threadId(server, home.ticket),
    server.core.ids.toUuid('account', home.account.id),
    '00000000-0000-4000-8000-000000000000',
    'nonsense',
    '',
    5,
    null,
    undefined,
  ]) {
    await refused('home', { MessageThreadId, Text: 'x' }, 'Invalid MessageThreadId')
  }
  await refused('away', good, 'Invalid MessageThreadId')
  await refused('stranger', good, 'Invalid MessageThreadId')
  for (const Text of ['', null, undefined, 5, 'x'.repeat(150_001)]) await refused('home', { ...good, Text }, 'Invalid Text')
  for (const Identifier of [5, {}]) await refused('home', { ...good, Identifier }, 'Invalid Identifier')
  for (const bad of [null, 5, 'text', []]) await refused('home', bad, 'Invalid Messages')
  for (const Messages of [undefined, null, {}, 'text', Array(1001).fill(good)]) {
    assertRefused(await post('messages/add', { Messages }), 400, 'Invalid Messages')
  }
  assertRefused(await mewsClient(server, 'portfolio').post('messages/add', { Messages: [good] }), 401, 'Invalid AccessToken')
  assertRefused(await mewsClient(server, 'portfolio').post('messages/add', { Messages: 5 }), 401, 'Invalid AccessToken')
  assert.deepEqual(await countRows(server), before)
})

test('no messages are no error, and a thousand are one batch', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const none = await post('messages/add', { Messages: [] }, { 'idempotency-key': 'none' })
  assert.deepEqual({ status: none.status, body: none.body }, { status: 200, body: { Messages: [] } })
  const MessageThreadId = threadId(server, server.home.conversation)
  const Messages = Array.from({ length: 1000 }, (_, index) => ({ MessageThreadId, Text: `text ${index}` }))
  const answer = await post('messages/add', { Messages })
  assert.equal(answer.status, 200)
  const conversation = await findConversation(server.core.store, server.home.account.id, server.home.conversation)
  assert.equal(conversation?.lastSeq, 1000)
})

test('an Identifier keeps nothing from being stored twice, an Idempotency-Key does: at once, later and after a restart', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const MessageThreadId = threadId(server, server.home.conversation)
  const body = (Text: string) => ({ Messages: [{ MessageThreadId, Text, Identifier: 'same' }] })
  const repeated = await Promise.all([post('messages/add', body('hi')), post('messages/add', body('hi'))])
  assert.equal(new Set(repeated.map((answer) => answer.body.Messages[0].Message.Id)).size, 2)
  const before = await countRows(server)
  const key = { 'idempotency-key': 'k1' }
  const twins = await Promise.all([post('messages/add', body('once'), key), post('messages/add', body('once'), key)])
  assert.equal(twins[0]?.status, 200)
  assert.deepEqual(twins[1]?.body, twins[0]?.body)
  await server.restart()
  const again = await post('messages/add', body('once'), key)
  assert.deepEqual({ status: again.status, body: again.body }, { status: 200, body: twins[0]?.body })
  const after = await countRows(server)
  assert.equal(after.messages, (before.messages ?? 0) + 1)
  assert.equal(after.events, (before.events ?? 0) + 1)
  assertRefused(await post('messages/add', body('another'), key), 422, 'This Idempotency-Key was used for a different request')
  assert.deepEqual(await countRows(server), after)
})

test('a message of the guest’s opens a resolved thread again, one of the enterprise’s does not', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const { home } = server
  const id = threadId(server, home.conversation)
  const isResolved = async () =>
    (await post('messageThreads/getAll', { MessageThreadIds: [id], Limitation: { Count: 1 } })).body.MessageThreads[0].IsResolved
  await server.core.store.tx((tx) => updateConversation(ctxOf(server, home), tx, home.conversation, { status: 'resolved' }))
  assert.equal(await isResolved(), true)
  await say(server, home, home.conversation, 'One more thing')
  assert.equal(await isResolved(), true)
  await post('messages/add', { Messages: [{ MessageThreadId: id, Text: 'Thanks' }] })
  assert.equal(await isResolved(), false)
})
