import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../api/api-error.ts'
import type { Api, Query } from '../api/client.ts'
import type { LogEvent } from '../api/wire.ts'
import { createConversationStore } from './conversation-store.ts'

const conversation = (id: number, second: number, more: object = {}) => {
  const time = `2026-01-02T00:00:${second}.000000Z`
  const overview = { channel: null, contact: null, assignee: null, team: null, lastMessage: null, unread: 0 }
  const same = { id, status: 'open', assigneeId: null, labels: [], lastSeq: 1, channelId: 1, contactId: 5, overview }
  return { ...same, createdAt: time, updatedAt: time, lastActivityAt: time, ...more }
}

/** An API that answers when it is told to. */
function start() {
  const asked: { path: string; query: Query; answer: (body: unknown) => void; refuse: (error: Error) => void }[] = []
  const get = (path: string, query: Query = {}) =>
    path.endsWith('/counts')
      ? Promise.resolve({ mine: 1, unassigned: 2, all: 3 })
      : new Promise((answer, refuse) => asked.push({ path, query, answer, refuse }))
  const store = createConversationStore({ api: { get } as unknown as Api, meId: () => 7, filter: { tab: 'all', status: 'open' } })
  const next = () => asked.shift() ?? assert.fail('nothing was asked')
  const ids = () => store.listed.value.map((one) => one.id)
  return { store, next, ids, asked }
}

const event = (type: string, one: { id: number }, more: object = {}): LogEvent =>
  ({ type, conversationId: one.id, conversation: one, message: null, actor: { kind: 'member', id: 8 }, data: {}, ...more }) as LogEvent

test('what happens while the first page is read is not lost, and a page for a filter of before is', async () => {
  const { store, next, ids } = start()
  const first = store.reload()
  const late = next()
  store.hear(event('conversation.updated', conversation(2, 40, { status: 'resolved' })))
  late.answer({ conversations: [conversation(2, 30), conversation(1, 20)], nextCursor: 'more' })
  await first
  assert.deepEqual(ids(), [1])
  assert.deepEqual(store.counts.value, { mine: 1, unassigned: 2, all: 3 })

  const more = store.loadMore()
  const page = next()
  assert.equal(page.query.cursor, 'more')
  const shown = store.show({ tab: 'mine', status: 'open' })
  next().answer({ conversations: [conversation(9, 10, { assigneeId: 7 })], nextCursor: null })
  await shown
  page.answer({ conversations: [conversation(3, 10)], nextCursor: null })
  await more
  assert.deepEqual([ids(), store.hasMore.value], [[9], false])
})

test('what an event does not tell is read, and who is renamed is shown by the new name', async () => {
  const { store, next, ids, asked } = start()
  const first = store.reload()
  next().answer({ conversations: [], nextCursor: null })
  await first
  store.hear(event('conversation.created', conversation(4, 30)))
  const read = next()
  assert.deepEqual([read.path, read.query.include], ['/conversations/4', 'overview'])
  read.answer(conversation(4, 30))
  await new Promise(setImmediate)
  assert.deepEqual(ids(), [4])
  store.hear({ type: 'contact.updated', conversationId: null, subjectId: 5 } as LogEvent)
  assert.equal(asked.length, 1)
})

test('what is not for this member any more leaves the list, and who joins or leaves a channel reads it anew', async () => {
  const { store, next, ids } = start()
  const first = store.reload()
  next().answer({ conversations: [conversation(1, 20), conversation(2, 10)], nextCursor: null })
  await first
  store.hear(event('conversation.unread', conversation(2, 10)))
  next().refuse(new ApiError('Gone.', { code: 'conversation_not_found', status: 404 }))
  await new Promise(setImmediate)
  assert.deepEqual(ids(), [1])
  store.hear({ type: 'channel.updated', conversationId: null, data: { fields: ['members'] } } as unknown as LogEvent)
  assert.equal(next().path, '/conversations')
})

test('a list that cannot be read says why, and the next try is as good as the first', async () => {
  const { store, next, ids } = start()
  const first = store.reload()
  next().refuse(new ApiError('Not now.', { code: 'unavailable', status: 503 }))
  await first
  assert.deepEqual([store.phase.value, store.problem.value?.message], ['failed', 'Not now.'])
  const again = store.reload()
  next().answer({ conversations: [conversation(1, 20)], nextCursor: null })
  await again
  assert.deepEqual([store.phase.value, store.problem.value, ids()], ['ready', undefined, [1]])
})
