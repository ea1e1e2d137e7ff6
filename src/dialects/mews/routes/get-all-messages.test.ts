import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { assertRefused, ctxOf, messageId, mewsClient, say, threadId } from '../../../../test/mews-client.ts'
import { deleteMessage } from '../../../core/messages/delete-message.ts'

const START = Date.parse('2026-01-05T10:00:00Z') * 1000

test('both sides of a thread are answered newest first, with their sender and the cursor of the oldest', async (t) => {
  let clock = START
  const server = await startServer(t, { now: () => clock })
  const { post } = mewsClient(server)
  const MessageThreadId = threadId(server, server.home.conversation)
  clock += 1_999_999
  const added = await post('messages/add', { Messages: [{ MessageThreadId, Text: 'Is breakfast included?' }] })
  clock += 60_000_000
  const [reply] = await say(server, server.home, server.home.conversation, { html: '<p>Yes, <b>it is</b>.</p>', text: null })
  const answer = await post('messages/getAll', { MessageThreadIds: [MessageThreadId], Limitation: { Count: 10 } })
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body, {
    Messages: [
      {
        Id: messageId(server, reply ?? { id: 0 }),
        MessageThreadId,
        Text: 'Yes, it is.',
        Sender: { Discriminator: 'Enterprise', Value: null },
        CreatedUtc: '2026-01-05T10:01:01Z',
      },
      {
        Id: added.body.Messages[0].Message.Id,
        MessageThreadId,
        Text: 'Is breakfast included?',
        Sender: { Discriminator: 'Application', Value: null },
        CreatedUtc: '2026-01-05T10:00:01Z',
      },
    ],
    Cursor: added.body.Messages[0].Message.Id,
  })
})

test('a walk ends with a page that is empty and has no cursor; a message sent meanwhile disturbs nothing', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const { conversation } = server.home
  await say(server, server.home, conversation, '1', '2', '3', '4', '5')
  const page = (Cursor: string | null) =>
    post('messages/getAll', { MessageThreadIds: [threadId(server, conversation)], Limitation: { Count: 2, Cursor } })
  const texts: string[][] = []
  let cursor: string | null = null
  do {
    const { body } = await page(cursor)
    texts.push(body.Messages.map((message: { Text: string }) => message.Text))
    cursor = body.Cursor
    await say(server, server.home, conversation, 'new')
  } while (cursor !== null && texts.length < 10)
  assert.deepEqual(texts, [['5', '4'], ['3', '2'], ['1'], []])
})

test('notes, system messages, deleted ones and those without a text are not shown and leave no page short', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const { home } = server
  const SYSTEM = { kind: 'system', id: 0 } as const
  const sent = await say(
    server,
    home,
    home.conversation,
    'first',
    'gone',
    { text: 'a note', private: true },
    'second',
    { text: '' },
    {
      text: 'Ann joined',
      direction: 'system',
      by: SYSTEM,
    },
  )
  await server.core.store.tx((tx) =>
    deleteMessage(ctxOf(server, home), tx, { conversation: home.conversation, messageId: sent[1]?.id ?? 0 }),
  )
  for (const ids of [[home.conversation], [home.conversation, server.away.conversation]]) {
    const MessageThreadIds = ids.map((one) => threadId(server, one))
    const { body } = await post('messages/getAll', { MessageThreadIds, Limitation: { Count: 2 } })
    assert.deepEqual(
      body.Messages.map((message: { Text: string }) => message.Text),
      ['second', 'first'],
    )
    const rest = await post('messages/getAll', { MessageThreadIds, Limitation: { Count: 2, Cursor: body.Cursor } })
    assert.deepEqual(rest.body, { Messages: [], Cursor: null })
  }
})

test('a thousand threads are one list', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const added = await Promise.all(
    Array.from({ length: 1000 }, (_, index) => post('messageThreads/add', { OriginalSender: 'Jane', Subject: `Thread ${index}` })),
  )
  const MessageThreadIds = added.map((answer) => answer.body.MessageThreads[0].Id as string)
  const Messages = MessageThreadIds.map((MessageThreadId, index) => ({ MessageThreadId, Text: `text ${index}` }))
  assert.equal((await post('messages/add', { Messages })).status, 200)
  const expected = Messages.map((one) => one.Text).reverse()
  const first = await post('messages/getAll', { MessageThreadIds, Limitation: { Count: 600 } })
  const second = await post('messages/getAll', { MessageThreadIds, Limitation: { Count: 600, Cursor: first.body.Cursor } })
  const texts = [...first.body.Messages, ...second.body.Messages].map((message: { Text: string }) => message.Text)
  assert.deepEqual(texts, expected)
  assert.equal(first.body.Messages.length, 600)
})

test('a cursor is any message the caller knows, in whatever thread; one deleted since still marks its place', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const { home, away } = server
  const other = await post('messageThreads/add', { OriginalSender: 'Jane', Subject: 'Other' })
  const [older] = await say(server, home, home.conversation, 'older')
  const mark = await post('messages/add', { Messages: [{ MessageThreadId: other.body.MessageThreads[0].Id, Text: 'mark' }] })
  const [deleted] = await say(server, home, home.conversation, 'deleted', 'newer')
  const [note] = await say(server, home, home.conversation, { text: 'note', private: true })
  const [ticket] = await say(server, home, home.ticket, 'not the caller’s')
  const [foreign] = await say(server, away, away.conversation, 'another account’s')
  const list = (Cursor: unknown) =>
    post('messages/getAll', { MessageThreadIds: [threadId(server, home.conversation)], Limitation: { Count: 10, Cursor } })
  const textsOf = (answer: { body: { Messages: { Text: string }[] } }) => answer.body.Messages.map((message) => message.Text)
  assert.deepEqual(textsOf(await list(mark.body.Messages[0].Message.Id)), ['older'])
  assert.deepEqual(textsOf(await list(mark.body.Messages[0].Message.Id.toUpperCase())), ['older'])
  const ref = { conversation: home.conversation, messageId: deleted?.id ?? 0 }
  await server.core.store.tx((tx) => deleteMessage(ctxOf(server, home), tx, ref))
  assert.deepEqual(textsOf(await list(messageId(server, deleted ?? { id: 0 }))), ['older'])
  assert.deepEqual(textsOf(await list(messageId(server, older ?? { id: 0 }))), [])
  const unknown = [
    messageId(server, note ?? { id: 0 }),
    messageId(server, ticket ?? { id: 0 }),
    messageId(server, foreign ?? { id: 0 }),
    threadId(server, home.conversation),
    '00000000-0000-4000-8000-000000000000',
    'nonsense',
    '',
    5,
  ]
  for (const cursor of unknown) assertRefused(await list(cursor), 400, 'Invalid Cursor')
})

test('CreatedUtc keeps the seconds between its start and its end', async (t) => {
  let clock = START
  const server = await startServer(t, { now: () => clock })
  const { post } = mewsClient(server)
  for (const text of ['a', 'b', 'c', 'd']) {
    await say(server, server.home, server.home.conversation, text)
    clock += 700_000
  }
  const list = (StartUtc: unknown, EndUtc: unknown) =>
    post('messages/getAll', {
      MessageThreadIds: [threadId(server, server.home.conversation)],
      CreatedUtc: { StartUtc, EndUtc },
      Limitation: { Count: 10 },
    })
  const texts = async (start: string, end: string) =>
    (await list(start, end)).body.Messages.map((message: { Text: string }) => message.Text)
  assert.deepEqual(await texts('2026-01-05T10:00:00Z', '2026-01-05T10:00:02Z'), ['c', 'b', 'a'])
  assert.deepEqual(await texts('2026-01-05T10:00:01Z', '2026-01-05T10:00:01Z'), ['c'])
  assert.deepEqual(await texts('2026-01-05T12:00:01.999+02:00', '2026-01-05T10:00:03.5Z'), ['d', 'c'])
  assert.deepEqual(await texts('2026-01-04T10:00:00Z', '2026-01-05T10:00:00Z'), [])
  assertRefused(await list('2026-01-05T10:00:00Z', '2026-02-05T10:00:01Z'), 400, 'Invalid CreatedUtc')
  assertRefused(await list('2026-01-05T10:00:01Z', '2026-01-05T10:00:00Z'), 400, 'Invalid CreatedUtc')
  assertRefused(await list('2026-01-05T10:00:01Z', null), 400, 'Invalid CreatedUtc')
  assertRefused(await list('yesterday', 'today'), 400, 'Invalid CreatedUtc')
  assertRefused(await list(1, 2), 400, 'Invalid CreatedUtc')
})

test('a portfolio token reads several enterprises as one list, or those it names', async (t) => {
  let clock = START
  const server = await startServer(t, { now: () => clock })
  const { home, away } = server
  for (const [place, text] of [
    [home, 'h1'],
    [away, 'a1'],
    [home, 'h2'],
    [away, 'a2'],
  ] as const) {
    await say(server, place, place.conversation, text)
    clock += 1_000_000
  }
  const enterprise = (place: typeof home) => server.core.ids.toUuid('account', place.account.id)
  const MessageThreadIds = [home, away].map((place) => threadId(server, place.conversation))
  const list = (who: 'portfolio' | 'home', extra: object, Limitation: object = { Count: 10 }) =>
    mewsClient(server, who).post('messages/getAll', { MessageThreadIds, Limitation, ...extra })
  const texts = (answer: { body: { Messages: { Text: string }[] } }) => answer.body.Messages.map((message) => message.Text)
  assert.deepEqual(texts(await list('portfolio', {})), ['a2', 'h2', 'a1', 'h1'])
  assert.deepEqual(texts(await list('portfolio', { EnterpriseIds: null })), ['a2', 'h2', 'a1', 'h1'])
  const page = await list('portfolio', {}, { Count: 3 })
  assert.deepEqual(texts(await list('portfolio', {}, { Count: 3, Cursor: page.body.Cursor })), ['h1'])
  // The cursor is in an enterprise the filter leaves out.
  assert.deepEqual(texts(await list('portfolio', { EnterpriseIds: [enterprise(home)] }, { Count: 3, Cursor: page.body.Cursor })), ['h1'])
  assert.deepEqual(texts(await list('portfolio', { EnterpriseIds: [enterprise(away), enterprise(away).toUpperCase()] })), ['a2', 'a1'])
  assert.deepEqual(texts(await list('home', { EnterpriseIds: [enterprise(home)] })), ['h2', 'h1'])
  const outside = [
    [enterprise(away)],
    [enterprise(home), enterprise(away)],
    [],
    ['nonsense'],
    'text',
    [threadId(server, home.conversation)],
  ]
  for (const EnterpriseIds of outside) assertRefused(await list('home', { EnterpriseIds }), 400, 'Invalid EnterpriseIds')
})

test('threads of another account, of another application and of nobody match nothing, whoever asks', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  await say(server, home, home.conversation, 'home')
  await say(server, home, home.ticket, 'ticket')
  await say(server, away, away.conversation, 'away')
  const nobody = '00000000-0000-4000-8000-000000000000'
  const list = async (who: 'home' | 'away' | 'stranger', MessageThreadIds: string[]) => {
    const answer = await mewsClient(server, who).post('messages/getAll', { MessageThreadIds, Limitation: { Count: 10 } })
    assert.equal(answer.status, 200)
    return answer.body
  }
  const nothing = { Messages: [], Cursor: null }
  assert.deepEqual(await list('home', [threadId(server, away.conversation), threadId(server, home.ticket), nobody]), nothing)
  assert.deepEqual(await list('away', [threadId(server, home.conversation)]), nothing)
  assert.deepEqual(await list('stranger', [threadId(server, home.conversation)]), nothing)
  const own = threadId(server, home.conversation)
  assert.equal((await list('home', [own, own.toUpperCase(), nobody])).Messages.length, 1)
})

test('bad parameters are refused by name', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const id = threadId(server, server.home.conversation)
  const good = { MessageThreadIds: [id], Limitation: { Count: 10 } }
  for (const MessageThreadIds of [undefined, null, [], id, [5], ['nonsense'], [id.slice(1)], Array(1001).fill(id)]) {
    assertRefused(await post('messages/getAll', { ...good, MessageThreadIds }), 400, 'Invalid MessageThreadIds')
  }
  for (const Limitation of [undefined, null, {}, 5, { Count: 0 }, { Count: 1001 }, { Count: 1.5 }, { Count: '10' }, { Count: null }]) {
    assertRefused(await post('messages/getAll', { ...good, Limitation }), 400, 'Invalid Limitation')
  }
  for (const CreatedUtc of ['2026-01-05T10:00:00Z', [], {}]) {
    assertRefused(await post('messages/getAll', { ...good, CreatedUtc }), 400, 'Invalid CreatedUtc')
  }
  assert.equal((await post('messages/getAll', { ...good, CreatedUtc: null, EnterpriseIds: null })).status, 200)
  assert.equal(
    (await post('messages/getAll', { ...good, MessageThreadIds: Array(1000).fill(id), Limitation: { Count: 1000 } })).status,
    200,
  )
})

test('an empty page is a 204 without a body for whoever prefers a minimal response', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const body = { MessageThreadIds: [threadId(server, server.home.conversation)], Limitation: { Count: 10 } }
  const list = (prefer: string) => post('messages/getAll', body, { prefer })
  for (const prefer of ['return=minimal', 'respond-async, Return=Minimal']) {
    const empty = await list(prefer)
    assert.deepEqual(
      { status: empty.status, text: empty.text, type: empty.headers.get('content-type') },
      { status: 204, text: '', type: null },
    )
    assert.match(empty.headers.get('request-id') ?? '', /^[0-9a-f-]{36}$/)
  }
  assert.deepEqual((await list('return=representation')).body, { Messages: [], Cursor: null })
  await say(server, server.home, server.home.conversation, 'something')
  assert.equal((await list('return=minimal')).body.Messages.length, 1)
})
