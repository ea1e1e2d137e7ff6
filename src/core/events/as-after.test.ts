import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONVERSATION_STATUSES, type Conversation } from '../../model/conversation.ts'
import type { EventType, LogEvent } from '../../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Message } from '../../model/message.ts'
import { asAfter, messageAsAfter } from './as-after.ts'

const event = (type: EventType, data: JsonObject) => ({ type, data }) as LogEvent

test('a conversation is shown with the fields of its event as the event left them, and all others as they are', () => {
  const now = { id: 7, status: 'resolved', subject: 'Newest', assigneeId: 3, labels: ['a', 'b'], lastSeq: 9 } as Conversation
  for (const status of CONVERSATION_STATUSES) {
    const data = { status: ['open', status], assigneeId: [1, null], labels: [[], ['a']] }
    assert.deepEqual(asAfter(event('conversation.updated', data), now), { ...now, status, assigneeId: null, labels: ['a'] })
  }
  assert.equal(now.status, 'resolved')
  const waiting = { id: 7, waitingSince: null, firstReplyAt: 9 } as Conversation
  const begun = event('message.created', { waitingSince: [null, 5] })
  assert.deepEqual(asAfter(begun, waiting), { ...waiting, waitingSince: 5 })
})

test('what an event says beside changed fields, or of somebody else’s status, changes no conversation', () => {
  const now = { id: 7, status: 'open' } as Conversation
  for (const [type, data] of [
    ['conversation.updated', {}],
    ['conversation.updated', { unknown: [1, 2], id: 8, status: 'resolved' }],
    ['message.updated', { status: ['sent', 'read'] }],
    ['conversation.read', { authorId: 1, lastReadSeq: 4 }],
  ] as [EventType, JsonObject][]) {
    assert.deepEqual(asAfter(event(type, data), now), now)
  }
})

test('a message is shown with the status its event gave it, and why it failed', () => {
  const now = { id: 1, text: 'Hello', status: 'read', failure: null } as Message
  const after = (type: EventType, data: JsonObject, message = now) => messageAsAfter(event(type, data), message)
  assert.deepEqual(after('message.updated', { status: ['sent', 'delivered'] }), { ...now, status: 'delivered' })
  const failed = { status: ['pending', 'failed'], cause: 'No route' }
  assert.deepEqual(after('message.updated', failed), { ...now, status: 'failed', failure: 'No route' })
  const since = { ...now, status: 'failed', failure: 'Refused' } as const
  assert.deepEqual(after('message.updated', { status: ['pending', 'sent'] }, since), { ...now, status: 'sent' })
  assert.deepEqual(after('message.updated', { body: true }, since), since)
  assert.deepEqual(after('message.created', { status: ['sent', 'delivered'] }), now)
})
