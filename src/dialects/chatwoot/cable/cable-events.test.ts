import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conversation } from '../../../model/conversation.ts'
import type { EventType, LogEvent } from '../../../model/event.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Message } from '../../../model/message.ts'
import { cableEventsOf } from './cable-events.ts'

const CONTACT = { kind: 'contact', id: 7 } as const
const MEMBER = { kind: 'member', id: 5 } as const

function told(
  type: EventType,
  of: { message?: Partial<Message>; conversation?: Partial<Conversation>; data?: JsonObject; actor?: LogEvent['actor'] },
) {
  const event = { type, actor: of.actor ?? MEMBER, data: of.data ?? {} } as LogEvent
  const message =
    of.message && ({ direction: 'outbound', private: false, author: MEMBER, createdAt: 9, text: 'Hi', ...of.message } as Message)
  const conversation = (of.conversation ?? {}) as Conversation
  return cableEventsOf({ event, conversation, message }).map(({ name, to, more }) => (more ? [name, to, more] : [name, to]))
}

test('a message is told to the team and its contact, a note to the team, a mention to whom it names', () => {
  assert.deepEqual(told('message.created', { message: {} }), [['message.created', 'both']])
  assert.deepEqual(told('message.created', { message: {}, data: { firstReplyAt: [null, 9] } }), [
    ['message.created', 'both'],
    ['first.reply.created', 'team'],
    ['conversation.updated', 'team'],
  ])
  const text = 'Look, [@Bob](mention://user/6/Bob) and [@Bob](mention://user/6/Bob)'
  assert.deepEqual(told('message.created', { message: { private: true, text } }), [
    ['message.created', 'team'],
    ['conversation.mentioned', { memberIds: [6] }],
  ])
  assert.deepEqual(told('message.created', { message: { text } }), [['message.created', 'both']])
  assert.deepEqual(told('message.created', {}), [])
})

test('an update says what the log knows of it, in the words of the family', () => {
  const updated = (data: JsonObject) => told('message.updated', { message: {}, data })
  assert.deepEqual(updated({ status: ['sent', 'read'] }), [['message.updated', 'both', { previous_changes: { status: ['sent', 'read'] } }]])
  assert.deepEqual(updated({ status: ['pending', 'sent'] }), [['message.updated', 'both', { previous_changes: {} }]])
  assert.deepEqual(updated({ body: true }), [['message.updated', 'both', { previous_changes: {} }]])
  assert.deepEqual(told('message.deleted', { message: { private: true } }), [['message.updated', 'team', { previous_changes: {} }]])
})

test('what the team decides about a conversation is its own, but for the status', () => {
  const updated = (data: JsonObject) => told('conversation.updated', { data })
  assert.deepEqual(updated({ status: ['resolved', 'archived'] }), [])
  assert.deepEqual(updated({ status: ['open', 'resolved'] }), [
    ['conversation.status_changed', 'both'],
    ['conversation.updated', 'both'],
  ])
  assert.deepEqual(updated({ assigneeId: [null, 5], teamId: [1, null], labels: [[], ['vip']] }), [
    ['assignee.changed', 'team'],
    ['team.changed', 'team'],
    ['conversation.updated', 'team'],
  ])
  assert.deepEqual(updated({ contactId: [1, 2] }), [['conversation.contact_changed', 'team']])
  assert.deepEqual(updated({ subject: ['a', 'b'], extra: [{}, {}] }), [])
})

test('that the contact has looked is told, that the team has is not', () => {
  assert.deepEqual(told('conversation.read', { actor: CONTACT }), [['conversation.read', 'team']])
  assert.deepEqual(told('conversation.read', { actor: MEMBER }), [])
})

test('contacts are told to every member, and what has no word here to nobody', () => {
  assert.deepEqual(told('contact.updated', { data: { fields: ['name'] } }), [['contact.updated', 'account']])
  assert.deepEqual(told('contact.updated', { data: { fields: ['password'] } }), [])
  for (const type of ['contact.created', 'contact.merged', 'contact.deleted'] as const)
    assert.deepEqual(told(type, {}), [[type, 'account']])
  for (const type of ['channel.updated', 'participant.added', 'conversation.unread', 'notifications.read', 'webhook.created'] as const)
    assert.deepEqual(told(type, {}), [])
})
