import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuthorRef } from '../../../model/author.ts'
import type { Channel } from '../../../model/channel.ts'
import type { Conversation } from '../../../model/conversation.ts'
import type { EventType } from '../../../model/event.ts'
import type { JsonObject } from '../../../model/json.ts'
import { ACTIVITY, type Message } from '../../../model/message.ts'
import type { Webhook } from '../../../model/webhook.ts'
import type { Noticed } from '../../dialect.ts'
import { DIGITAL99 } from '../99digital.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { NDOTO } from '../ndoto.ts'
import { changedInContact, changedInConversation, changedInInbox } from './changed-attributes.ts'
import { eventNamesOf } from './event-names.ts'

const CHANNEL = 40
const BOT = 50
const ANN: AuthorRef = { kind: 'member', id: 1 }
const said = { direction: 'outbound', private: false, author: ANN, contentType: 'text' } as Message
const note = { ...said, private: true }
const activity = { direction: 'system', private: true, author: { kind: 'system', id: 0 }, contentType: ACTIVITY } as Message

function noticed(type: EventType, data: JsonObject = {}, message?: Message, inside = true): Noticed {
  const event = { type, data, messageId: message ? 9 : null } as Noticed['event']
  const conversation = inside ? ({ id: 7, channelId: CHANNEL } as Conversation) : undefined
  return { event, conversation, message, channel: inside ? ({ id: CHANNEL, botId: BOT } as Channel) : undefined }
}
function receiver(target: Webhook['target'], id: number, events: readonly string[] = ['*']): Webhook {
  return { target, id, events } as Webhook
}

const STATUS = { status: ['open', 'resolved'] }
const WAIT = { waitingSince: [5, null], firstReplyAt: [null, 9] }
/** What happens, and every name it is told under to a receiver that wants to hear all. */
const ROWS: [Noticed, string][] = [
  [noticed('conversation.created'), 'conversation_created'],
  [noticed('conversation.updated', STATUS), 'conversation_status_changed conversation_updated'],
  [noticed('conversation.updated', { labels: [[], ['vip']] }), 'conversation_updated'],
  [noticed('conversation.updated', { assigneeId: [null, 1], teamId: [1, null], priority: [null, 'low'] }), 'conversation_updated'],
  [noticed('conversation.updated', { snoozedUntil: [null, 5], attributes: [{}, { a: 1 }] }), 'conversation_updated'],
  [noticed('conversation.updated', { status: ['resolved', 'archived'] }), ''],
  [noticed('conversation.updated', { subject: ['a', 'b'], kind: [null, 'x'], extra: [{}, { a: 1 }] }), ''],
  [noticed('conversation.read', { authorId: 1, lastReadSeq: 4 }), ''],
  [noticed('conversation.unread'), ''],
  [noticed('participant.added', { authorId: 1 }), ''],
  [noticed('message.created', {}, said), 'message_created'],
  [noticed('message.created', WAIT, said), 'message_created conversation_updated'],
  [noticed('message.created', {}, note), 'message_created'],
  [noticed('message.updated', { body: true }, said), 'message_updated'],
  [noticed('message.updated', { status: ['sent', 'delivered'] }, said), 'message_updated'],
  [noticed('message.updated', { status: ['pending', 'failed'], cause: 'No route' }, said), 'message_updated'],
  [noticed('message.updated', { status: ['pending', 'sent'] }, said), ''],
  [noticed('message.updated', { status: ['pending', 'retrying'] }, said), ''],
  [noticed('message.deleted', {}, said), 'message_updated'],
  [noticed('message.created', {}, activity), ''],
  [noticed('message.deleted', {}, activity), ''],
  [noticed('message.created'), ''],
  [noticed('conversation.deleted', {}, undefined, false), ''],
  [noticed('conversation.updated', STATUS, undefined, false), ''],
  [noticed('message.created', WAIT, said, false), ''],
  [noticed('contact.created', {}, undefined, false), 'contact_created'],
  [noticed('contact.updated', { fields: ['phone'] }, undefined, false), 'contact_updated'],
  [noticed('contact.updated', { fields: ['password'] }, undefined, false), ''],
  [noticed('contact.deleted', {}, undefined, false), ''],
  [noticed('channel.created', {}, undefined, false), 'inbox_created'],
  [noticed('channel.updated', { fields: ['settings'] }, undefined, false), 'inbox_updated'],
  [noticed('member.updated', { fields: ['name'] }, undefined, false), ''],
  [noticed('webhook.tested', {}, undefined, false), ''],
]

test('everything the vendor has a name for is told under it, and nothing else', () => {
  const { events } = CHATWOOT.desk.webhook
  for (const [one, names] of ROWS) {
    assert.equal(eventNamesOf(CHATWOOT, one, receiver('webhook', 3, events)).join(' '), names, `${one.event.type} ${names}`)
    const other = names.split(' ').filter((name) => !name.startsWith('inbox_'))
    for (const profile of [NDOTO, DIGITAL99])
      assert.equal(eventNamesOf(profile, one, receiver('webhook', 3, events)).join(' '), other.join(' '), profile.name)
  }
})

test('a receiver is told of what it subscribed to', () => {
  const [created, changed] = [noticed('message.created', WAIT, said), noticed('conversation.updated', STATUS)]
  const wants = (...events: string[]) => receiver('webhook', 3, events)
  assert.deepEqual(eventNamesOf(CHATWOOT, created, wants('message_created')), ['message_created'])
  assert.deepEqual(eventNamesOf(CHATWOOT, created, wants('conversation_updated', 'message_updated')), ['conversation_updated'])
  assert.deepEqual(eventNamesOf(CHATWOOT, changed, wants('conversation_status_changed')), ['conversation_status_changed'])
  assert.deepEqual(eventNamesOf(CHATWOOT, changed, wants('message_created', 'contact_created')), [])
})

test('an inbox’s own address is told all about its conversations and nothing besides; a bot the same of the inboxes where it answers', () => {
  for (const profile of [CHATWOOT, NDOTO, DIGITAL99]) {
    for (const [one, names] of ROWS) {
      const inside = one.conversation ? names.split(' ').filter((name) => name !== '') : []
      assert.deepEqual(eventNamesOf(profile, one, receiver('channel', CHANNEL)), inside)
      const bot = eventNamesOf(profile, one, receiver('bot', BOT))
      assert.deepEqual(
        bot.filter((name) => name !== 'conversation_resolved'),
        inside,
      )
      assert.equal(bot.includes('conversation_resolved'), profile === CHATWOOT && inside.includes('conversation_status_changed'))
      for (const elsewhere of [receiver('channel', 41), receiver('bot', 51), receiver('channel', BOT), receiver('bot', CHANNEL)])
        assert.deepEqual(eventNamesOf(profile, one, elsewhere), [])
    }
  }
})

test('a message that is sent again is new to its inbox’s own address, and a failed one that is sent to everybody else', () => {
  const again = noticed('message.updated', { status: ['failed', 'pending'] }, said)
  for (const profile of [CHATWOOT, NDOTO, DIGITAL99]) {
    assert.deepEqual(eventNamesOf(profile, again, receiver('channel', CHANNEL)), ['message_created'])
    assert.deepEqual(eventNamesOf(profile, again, receiver('channel', 41)), [])
    assert.deepEqual(eventNamesOf(profile, again, receiver('bot', BOT)), ['message_updated'])
    assert.deepEqual(eventNamesOf(profile, again, receiver('webhook', 3, ['message_created', 'message_updated'])), ['message_updated'])
  }
})

test('what changed is told in the family’s words: values of a conversation, of a person only which', () => {
  const at = 1_712_001_000_250_000
  const data = {
    status: ['resolved', 'snoozed'],
    snoozedUntil: [null, at],
    assigneeId: [1, null],
    labels: [[], ['vip']],
    subject: ['a', 'b'],
    waitingSince: [at, null],
  }
  const change = (previous_value: unknown, current_value: unknown) => ({ previous_value, current_value })
  assert.deepEqual(changedInConversation({ data }), [
    { status: change('resolved', 'snoozed') },
    { assignee_id: change(1, null) },
    { snoozed_until: change(null, '2024-04-01T19:50:00.250Z') },
    { label_list: change([], ['vip']) },
    { waiting_since: change('2024-04-01T19:50:00.250Z', null) },
  ])
  const fields = { data: { fields: ['phone', 'attributes', 'password'] } }
  assert.deepEqual(changedInContact(fields, { phone: '+31612345678', attributes: { a: 1 } }), [
    { phone_number: change(null, '+31612345678') },
    { custom_attributes: change(null, { a: 1 }) },
  ])
  assert.deepEqual(changedInInbox({ data: { fields: ['name', 'settings'] } }, { name: 'Desk' }), [{ name: change(null, 'Desk') }])
})
