import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { assertRefused, ctxOf, mewsClient, say, threadId } from '../../../../test/mews-client.ts'
import { deleteContact } from '../../../core/contacts/delete-contact.ts'
import { createConversation } from '../../../core/conversations/create-conversation.ts'
import { updateConversation } from '../../../core/conversations/update-conversation.ts'

const START = Date.parse('2026-01-05T10:00:00Z') * 1000

test('threads are answered newest first, each with its guest, and paged by a cursor', async (t) => {
  let clock = START
  const server = await startServer(t, { now: () => clock })
  const { post } = mewsClient(server)
  const { home } = server
  clock += 1_000_000
  const added = await post('messageThreads/add', { OriginalSender: 'John', Subject: 'Parking' })
  const Id = added.body.MessageThreads[0].Id
  clock += 1_000_000
  await say(server, home, home.conversation, 'Hello')
  await server.core.store.tx((tx) => updateConversation(ctxOf(server, home), tx, home.conversation, { status: 'archived' }))
  const CreatedUtc = { StartUtc: '2026-01-05T10:00:00Z', EndUtc: '2026-04-05T10:00:00Z' }
  const page = (Limitation: object) => post('messageThreads/getAll', { CreatedUtc, Limitation })
  const parking = {
    Id,
    OriginalSender: 'John',
    Subject: 'Parking',
    CreatedUtc: '2026-01-05T10:00:01Z',
    UpdatedUtc: '2026-01-05T10:00:01Z',
    IsResolved: false,
  }
  const billing = {
    Id: threadId(server, home.conversation),
    OriginalSender: 'Jane Doe',
    Subject: 'Billing question',
    CreatedUtc: '2026-01-05T10:00:00Z',
    UpdatedUtc: '2026-01-05T10:00:02Z',
    IsResolved: true,
  }
  assert.deepEqual((await page({ Count: 10 })).body, { MessageThreads: [parking, billing], Cursor: billing.Id })
  assert.deepEqual((await page({ Count: 1 })).body, { MessageThreads: [parking], Cursor: Id })
  assert.deepEqual((await page({ Count: 1, Cursor: Id })).body, { MessageThreads: [billing], Cursor: billing.Id })
  assert.deepEqual((await page({ Count: 1, Cursor: billing.Id })).body, { MessageThreads: [], Cursor: null })
})

test('filters are combined, and a cursor need not pass them', async (t) => {
  let clock = START
  const server = await startServer(t, { now: () => clock })
  const { post } = mewsClient(server)
  const { home } = server
  const threads: string[] = []
  for (const Subject of ['a', 'b', 'c']) {
    clock += 10_000_000
    threads.push((await post('messageThreads/add', { OriginalSender: 'Jane', Subject })).body.MessageThreads[0].Id)
  }
  clock += 10_000_000
  await post('messages/add', { Messages: [{ MessageThreadId: threads[0], Text: 'late' }] })
  const subjects = async (filters: object, Cursor: string | null = null) => {
    const answer = await post('messageThreads/getAll', { ...filters, Limitation: { Count: 10, Cursor } })
    assert.equal(answer.status, 200, answer.text)
    return answer.body.MessageThreads.map((thread: { Subject: string }) => thread.Subject)
  }
  const between = (from: number, to: number) => ({ StartUtc: `2026-01-05T10:00:${from}Z`, EndUtc: `2026-01-05T10:00:${to}Z` })
  assert.deepEqual(await subjects({ CreatedUtc: between(20, 40) }), ['c', 'b'])
  assert.deepEqual(await subjects({ CreatedUtc: between(20, 20) }), ['b'])
  assert.deepEqual(await subjects({ UpdatedUtc: between(30, 50) }), ['c', 'a'])
  assert.deepEqual(await subjects({ CreatedUtc: between(10, 20), UpdatedUtc: between(40, 50) }), ['a'])
  assert.deepEqual(await subjects({ CreatedUtc: between(10, 20), UpdatedUtc: between(20, 30) }), [])
  assert.deepEqual(await subjects({ MessageThreadIds: threads, UpdatedUtc: between(20, 30) }), ['b'])
  assert.deepEqual(await subjects({ MessageThreadIds: [threads[0], threads[2], threads[0]] }), ['c', 'a'])
  assert.deepEqual(await subjects({ MessageThreadIds: [threads[0], threads[2]] }, threads[1]), ['a'])
  assert.deepEqual(await subjects({ MessageThreadIds: null, CreatedUtc: between(10, 30), UpdatedUtc: null }), ['b', 'a'])
  assert.deepEqual(await subjects({ MessageThreadIds: [threadId(server, home.ticket), threadId(server, server.away.conversation)] }), [])
})

test('a portfolio lists the threads of its enterprises together; nobody sees those of another application or account', async (t) => {
  let clock = START
  const server = await startServer(t, { now: () => clock })
  const { home, away } = server
  for (const [who, Subject] of [
    ['home', 'h'],
    ['away', 'a'],
    ['stranger', 's'],
  ] as const) {
    clock += 1_000_000
    await mewsClient(server, who).post('messageThreads/add', { OriginalSender: 'Jane', Subject })
  }
  const CreatedUtc = { StartUtc: '2026-01-05T10:00:01Z', EndUtc: '2026-01-06T10:00:00Z' }
  const list = (who: 'home' | 'away' | 'portfolio' | 'stranger', extra: object = {}) =>
    mewsClient(server, who).post('messageThreads/getAll', { CreatedUtc, Limitation: { Count: 10 }, ...extra })
  const subjects = (answer: { body: { MessageThreads: { Subject: string }[] } }) =>
    answer.body.MessageThreads.map((thread) => thread.Subject)
  assert.deepEqual(subjects(await list('home')), ['h'])
  assert.deepEqual(subjects(await list('away')), ['a'])
  assert.deepEqual(subjects(await list('stranger')), ['s'])
  assert.deepEqual(subjects(await list('portfolio')), ['a', 'h'])
  const first = await list('portfolio', { Limitation: { Count: 1 } })
  assert.deepEqual(subjects(await list('portfolio', { Limitation: { Count: 1, Cursor: first.body.Cursor } })), ['h'])
  const EnterpriseIds = [server.core.ids.toUuid('account', away.account.id)]
  assert.deepEqual(subjects(await list('portfolio', { EnterpriseIds })), ['a'])
  assertRefused(await list('home', { EnterpriseIds }), 400, 'Invalid EnterpriseIds')
  for (const Cursor of [first.body.Cursor, threadId(server, home.ticket), threadId(server, away.conversation), 'nonsense', 5]) {
    assertRefused(await list('home', { Limitation: { Count: 1, Cursor } }), 400, 'Invalid Cursor')
  }
})

test('what another dialect left without a subject or a name has a text all the same, and an erased guest has no name', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const { home } = server
  const ctx = ctxOf(server, home)
  const bare = await server.core.store.tx((tx) => createConversation(ctx, tx, { applicationId: server.application.id }))
  const list = () =>
    post('messageThreads/getAll', {
      MessageThreadIds: [bare, home.conversation].map((one) => threadId(server, one)),
      Limitation: { Count: 10 },
    })
  const names = (answer: { body: { MessageThreads: { OriginalSender: string; Subject: string }[] } }) =>
    answer.body.MessageThreads.map((thread) => [thread.OriginalSender, thread.Subject])
  assert.deepEqual(names(await list()), [
    ['Guest', `Conversation ${bare.number}`],
    ['Jane Doe', 'Billing question'],
  ])
  await server.core.store.tx((tx) => deleteContact(ctx, tx, home.jane.id))
  assert.deepEqual(names(await list())[1], ['Guest', 'Billing question'])
})

test('bad parameters are refused by name, and one filter must be there', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const id = threadId(server, server.home.conversation)
  const good = { MessageThreadIds: [id], Limitation: { Count: 10 } }
  const EnterpriseIds = [server.core.ids.toUuid('account', server.home.account.id)]
  for (const MessageThreadIds of [[], id, [5], ['nonsense'], Array(1001).fill(id)]) {
    assertRefused(await post('messageThreads/getAll', { ...good, MessageThreadIds }), 400, 'Invalid MessageThreadIds')
  }
  for (const MessageThreadIds of [undefined, null]) {
    assertRefused(await post('messageThreads/getAll', { ...good, EnterpriseIds, MessageThreadIds }), 400, 'Invalid MessageThreadIds')
  }
  for (const bad of [
    'yesterday',
    {},
    { StartUtc: '2026-01-05T10:00:00Z' },
    { StartUtc: '2026-01-05T10:00:00Z', EndUtc: '2026-04-05T10:00:01Z' },
  ]) {
    assertRefused(await post('messageThreads/getAll', { ...good, CreatedUtc: bad }), 400, 'Invalid CreatedUtc')
    assertRefused(await post('messageThreads/getAll', { ...good, UpdatedUtc: bad }), 400, 'Invalid UpdatedUtc')
  }
  for (const Limitation of [undefined, null, {}, { Count: 0 }, { Count: 1001 }]) {
    assertRefused(await post('messageThreads/getAll', { ...good, Limitation }), 400, 'Invalid Limitation')
  }
})

test('an empty page is a 204 for whoever prefers a minimal response', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const body = { MessageThreadIds: ['00000000-0000-4000-8000-000000000000'], Limitation: { Count: 10 } }
  const empty = await post('messageThreads/getAll', body, { prefer: 'return=minimal' })
  assert.deepEqual({ status: empty.status, text: empty.text }, { status: 204, text: '' })
  assert.deepEqual((await post('messageThreads/getAll', body)).body, { MessageThreads: [], Cursor: null })
})
