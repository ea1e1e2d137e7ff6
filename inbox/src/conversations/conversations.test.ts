import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LogEvent, Message } from '../api/wire.ts'
import { belongs, type Filter, toCountQuery, toListQuery } from './conversation-filter.ts'
import { afterEvent, type Listed, type Listing, NOTHING_LISTED, relisted, toListed, withConversation, withPage } from './conversations.ts'

const ME = 7
const at = (second: number) => `2026-01-02T00:00:${String(second).padStart(2, '0')}.000000Z`

function listed(id: number, second: number, more: Partial<Listed> = {}): Listed {
  const conversation = {
    id,
    number: id,
    channelId: 1,
    contactId: 2,
    status: 'open',
    lastSeq: 1,
    assigneeId: null,
    teamId: null,
    labels: [],
  }
  const times = { createdAt: at(0), updatedAt: at(second), lastActivityAt: at(second) }
  return toListed({ ...conversation, ...times, ...more } as Listed)
}

function message(seq: number, more: Partial<Message> = {}): Message {
  const author = { kind: 'contact', id: 2, name: 'Jane' }
  return { id: 100 + seq, seq, direction: 'inbound', private: false, author, text: `m${seq}`, ...more } as Message
}

function event(type: string, one: Partial<Listed> & { id: number }, more: Partial<LogEvent> = {}): LogEvent {
  const actor = { kind: 'contact', id: 2 }
  return { type, position: 1, actor, conversationId: one.id, conversation: one, message: null, data: {}, ...more } as LogEvent
}

const view = (filter: Partial<Filter> = {}) => ({ filter: { tab: 'all', status: 'open', ...filter } as Filter, meId: ME })
const page = (conversations: Listed[], nextCursor: string | null = null) => ({ conversations, nextCursor })
const start = (...conversations: Listed[]): Listing => withPage(NOTHING_LISTED, page(conversations), true)

test('a filter says of a conversation what the server would, and asks the server for the same', () => {
  const one = listed(1, 1, { assigneeId: ME, labels: ['vip'], teamId: 3 })
  const rows: [filter: Partial<Filter>, is: boolean][] = [
    [{}, true],
    [{ tab: 'mine' }, true],
    [{ tab: 'unassigned' }, false],
    [{ status: 'resolved' }, false],
    [{ status: undefined, label: 'vip', teamId: 3, channelId: 1, contactId: 2 }, true],
    [{ label: 'late' }, false],
    [{ teamId: 4 }, false],
    [{ channelId: 2 }, false],
    [{ contactId: 3 }, false],
  ]
  for (const [filter, is] of rows) assert.equal(belongs(view(filter).filter, ME, one), is, JSON.stringify(filter))
  const filter: Filter = { tab: 'mine', status: 'open', label: 'vip' }
  assert.deepEqual(JSON.parse(JSON.stringify(toListQuery(filter))), { status: 'open', label: 'vip', assignee: 'me', include: 'overview' })
  assert.equal(toCountQuery(filter).assignee, undefined)
})

test('pages follow each other in the order of activity, each conversation once, and what moved between them is not repeated', () => {
  const first = withPage(NOTHING_LISTED, page([listed(3, 30), listed(2, 20)], 'next'), true)
  const second = withPage(first, page([listed(2, 20), listed(1, 10)]), false)
  assert.deepEqual(second.ids, [3, 2, 1])
  assert.equal(second.cursor, null)
  assert.deepEqual(withPage(second, page([listed(9, 50)]), true).ids, [9], 'a first page begins anew')
})

test('a customer’s message moves its conversation to the top and is unread, once', () => {
  const before = start(listed(2, 20), listed(1, 10))
  const told = event('message.created', { ...listed(1, 30), lastSeq: 3 }, { message: message(2) })
  const once = afterEvent(before, told, view()).listing
  assert.deepEqual(once.ids, [1, 2])
  assert.equal(once.known.get(1)?.overview.unread, 1)
  assert.equal(once.known.get(1)?.overview.lastMessage?.seq, 2)
  assert.equal(afterEvent(once, told, view()).listing.known.get(1)?.overview.unread, 1, 'the same again is not counted again')
  const more = afterEvent(once, event('message.created', { ...listed(1, 30), lastSeq: 3 }, { message: message(3) }), view()).listing
  assert.equal(more.known.get(1)?.overview.unread, 2, 'the conversation told with the first was already ahead')
})

test('notes and replies are shown and not unread; what Parley itself says is neither', () => {
  let listing = start(listed(1, 10))
  const say = (seq: number, more: Partial<Message>) => {
    const told = event('message.created', { ...listed(1, 10 + seq), lastSeq: seq }, { message: message(seq, more) })
    listing = afterEvent(listing, told, view()).listing
    return listing.known.get(1)?.overview
  }
  assert.deepEqual([say(2, { private: true })?.unread, say(3, { direction: 'outbound' })?.lastMessage?.seq], [0, 3])
  assert.equal(say(4, { direction: 'system', author: { kind: 'system', id: 0, name: 'Parley' } })?.lastMessage?.seq, 3)
  const deleted = event('message.deleted', listed(1, 20), { message: message(3, { text: null, deletedAt: at(20) }) })
  assert.equal(afterEvent(listing, deleted, view()).listing.known.get(1)?.overview.lastMessage?.text, null)
})

test('what changes so that it belongs enters, and what does not any more leaves', () => {
  const listing = start(listed(2, 20), listed(1, 10))
  const mine = view({ tab: 'mine' })
  const resolved = afterEvent(listing, event('conversation.updated', listed(2, 30, { status: 'resolved' })), view())
  assert.deepEqual([resolved.listing.ids, resolved.stale], [[1], undefined])
  const back = afterEvent(resolved.listing, event('conversation.updated', listed(2, 40)), view())
  assert.deepEqual([back.listing.ids, back.stale], [[2, 1], undefined], 'it is still known')
  assert.equal(afterEvent(NOTHING_LISTED, event('conversation.updated', listed(5, 30, { assigneeId: ME })), mine).stale, 5)
  assert.equal(afterEvent(NOTHING_LISTED, event('conversation.updated', listed(5, 30)), mine).stale, undefined)
  assert.deepEqual(afterEvent(listing, event('conversation.deleted', { id: 2 }), view()).listing.ids, [1])
})

test('what lies behind the last page that was read waits for its turn', () => {
  const listing = withPage(NOTHING_LISTED, page([listed(3, 30), listed(2, 20)], 'next'), true)
  assert.deepEqual(withConversation(listing, listed(1, 10), view()).ids, [3, 2])
  assert.deepEqual(withConversation(listing, listed(1, 25), view()).ids, [3, 1, 2])
  assert.deepEqual(withConversation({ ...listing, cursor: null }, listed(1, 10), view()).ids, [3, 2, 1])
})

test('one’s own reading ends what is unread; of what others have read, and of a look taken back, the server is asked', () => {
  const unread = listed(1, 10, { lastSeq: 4 })
  unread.overview = { ...unread.overview, unread: 2 }
  const listing = start(unread)
  const read = (type: string, lastReadSeq: number, id: number, kind: 'member' | 'contact' = 'member') => {
    const after = afterEvent(listing, event(type, { ...unread }, { actor: { kind, id }, data: { lastReadSeq } }), view())
    return [after.listing.known.get(1)?.overview.unread, after.stale]
  }
  assert.deepEqual(read('conversation.read', 4, ME), [0, undefined])
  assert.deepEqual(read('conversation.read', 3, ME), [2, 1])
  assert.deepEqual(read('conversation.read', 4, 8), [2, 1])
  assert.deepEqual(read('conversation.unread', 0, ME), [2, 1])
  assert.deepEqual(read('conversation.read', 4, 2, 'contact'), [2, undefined])
})

test('another list begins with what is known of it', () => {
  const listing = withPage(
    NOTHING_LISTED,
    page([listed(3, 30), listed(2, 20, { assigneeId: ME }), listed(1, 10, { assigneeId: ME })], 'next'),
    true,
  )
  assert.deepEqual(relisted(listing, view({ tab: 'mine' })), { known: listing.known, ids: [2, 1], cursor: null })
})

test('an older answer does not undo a newer event', () => {
  const listing = start(listed(1, 30, { lastSeq: 5 }))
  assert.equal(withPage(listing, page([listed(1, 10, { lastSeq: 4 })]), true).known.get(1)?.lastSeq, 5)
  const late = event('conversation.updated', listed(1, 10, { status: 'pending' }))
  assert.equal(afterEvent(listing, late, view()).listing.known.get(1)?.status, 'open')
})
