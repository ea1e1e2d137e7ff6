import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { assertRefused, countRows, mewsClient, UUID } from '../../../../test/mews-client.ts'
import { findConversation } from '../../../storage/queries/conversations/conversations.ts'
import { findContacts } from '../../../storage/queries/people/contacts.ts'

test('a thread is opened on behalf of a guest, whom the rest of the house knows by name', async (t) => {
  const server = await startServer(t, { now: () => Date.parse('2026-01-05T10:00:00Z') * 1000 })
  const { post } = mewsClient(server)
  const answer = await post('messageThreads/add', { OriginalSender: 'Jane Doe', Subject: 'Early check-in' })
  assert.equal(answer.status, 200)
  const { Id } = answer.body.MessageThreads[0]
  assert.match(Id, UUID)
  assert.deepEqual(answer.body, {
    MessageThreads: [
      {
        Id,
        OriginalSender: 'Jane Doe',
        Subject: 'Early check-in',
        CreatedUtc: '2026-01-05T10:00:00Z',
        UpdatedUtc: '2026-01-05T10:00:00Z',
        IsResolved: false,
      },
    ],
  })
  const { store, ids } = server.core
  const { account, channel } = server.home
  const conversation = await findConversation(store, account.id, { id: ids.fromUuid('conversation', Id) ?? 0 })
  assert.deepEqual(
    {
      subject: conversation?.subject,
      channelId: conversation?.channelId,
      applicationId: conversation?.applicationId,
      status: conversation?.status,
    },
    { subject: 'Early check-in', channelId: channel.id, applicationId: server.application.id, status: 'open' },
  )
  const [contact] = await findContacts(store, account.id, [conversation?.contactId ?? 0])
  assert.equal(contact?.name, 'Jane Doe')
  const again = await post('messageThreads/getAll', { MessageThreadIds: [Id], Limitation: { Count: 10 } })
  assert.deepEqual(again.body, { ...answer.body, Cursor: Id })
})

test('bad parameters are refused by name and leave nothing behind; a portfolio may not write', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const before = await countRows(server)
  for (const bad of [undefined, null, '', 5, ['x'], 'x'.repeat(10_001)]) {
    assertRefused(await post('messageThreads/add', { OriginalSender: bad, Subject: 'Hello' }), 400, 'Invalid OriginalSender')
    assertRefused(await post('messageThreads/add', { OriginalSender: 'Jane', Subject: bad }), 400, 'Invalid Subject')
  }
  const portfolio = mewsClient(server, 'portfolio')
  assertRefused(await portfolio.post('messageThreads/add', { OriginalSender: 'Jane', Subject: 'Hello' }), 401, 'Invalid AccessToken')
  assert.deepEqual(await countRows(server), before)
})

test('an Idempotency-Key opens one thread, for twins at once and later', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const before = await countRows(server)
  const open = (Subject: string) => post('messageThreads/add', { OriginalSender: 'Jane', Subject }, { 'idempotency-key': 'k1' })
  const [first, twin] = await Promise.all([open('Hello'), open('Hello')])
  assert.equal(first.status, 200)
  assert.deepEqual(twin.body, first.body)
  assert.deepEqual((await open('Hello')).body, first.body)
  assertRefused(await open('Another'), 422, 'This Idempotency-Key was used for a different request')
  const after = await countRows(server)
  assert.equal(after.conversations, (before.conversations ?? 0) + 1)
  assert.equal(after.contacts, (before.contacts ?? 0) + 1)
  // The same key of another application's is another key.
  const stranger = await mewsClient(server, 'stranger').post(
    'messageThreads/add',
    { OriginalSender: 'Jane', Subject: 'Hello' },
    { 'idempotency-key': 'k1' },
  )
  assert.notEqual(stranger.body.MessageThreads[0].Id, first.body.MessageThreads[0].Id)
})
