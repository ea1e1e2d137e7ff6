import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { ENGINE } from '../../../../test/harness.ts'
import { sign, tell } from '../../../../test/noticed.ts'
import { systemCtx } from '../../../core/accounts/create-account.ts'
import { createContact } from '../../../core/contacts/create-contact.ts'
import { createConversation } from '../../../core/conversations/create-conversation.ts'
import { type UpdateConversation, updateConversation } from '../../../core/conversations/update-conversation.ts'
import { deleteMessage } from '../../../core/messages/delete-message.ts'
import { editMessage } from '../../../core/messages/edit-message.ts'
import type { Webhook } from '../../../model/webhook.ts'
import { startTidy, type Tidy } from '../test-client.ts'
import { WEBHOOK_EVENTS } from '../webhook.ts'
import { outlet } from './outlet.ts'

const skip = ENGINE === 'postgres' && 'an outlet reads what other tests read on both stores'
const T0 = Date.parse('2026-02-03T04:05:06.789Z') * 1000
const AT = '2026-02-03T04:05:06.789Z'

/** A webhook for all events, or some, and what it is told since. */
async function watch(tidy: Tidy, events: readonly string[] = WEBHOOK_EVENTS) {
  const { call, server, home, ids } = tidy
  const { body } = await call('POST', '/tidysupport/v1/webhooks', { body: { url: `https://${events.length}.example`, events } })
  const webhookId = ids.fromPrefixed('webhook', body.webhook.id) ?? 0
  return { id: body.webhook.id, told: () => tell(server, outlet, { accountId: home.account.id, dialect: 'tidysupport', webhookId }) }
}

test('messages are told whole: a customer’s as received, the team’s as created, a note marked as one', { skip }, async (t) => {
  const tidy = await startTidy(t, { now: () => T0 })
  const { call, messages, say, home, ids, conversationId } = tidy
  const { told } = await watch(tidy)
  const inbound = await say({ text: 'Is there a room with a view?' })
  await call('POST', messages, { body: { contentHtml: '<p>There <b>is</b></p>' } })
  await call('POST', messages, { body: { contentText: 'Loud guest', isInternalNote: true } })
  const bodies = (await told()).map(({ body }) => body)
  const { items } = (await call('GET', messages)).body.thread.messages
  assert.deepEqual(bodies, [
    {
      event: 'message.received',
      version: 1,
      timestamp: AT,
      payload: {
        message: {
          id: ids.toPrefixed('message', inbound),
          direction: 'INBOUND',
          senderType: 'CUSTOMER',
          contentText: 'Is there a room with a view?',
          contentHtml: null,
          contentPreview: 'Is there a room with a view?',
          status: 'SENT',
          attachments: [],
          agentId: null,
          createdAt: '2026-02-03T04:05:06Z',
          sentAt: '2026-02-03T04:05:06Z',
          conversationId,
        },
      },
    },
    { event: 'message.created', version: 1, timestamp: AT, payload: { message: { ...items[1], conversationId } } },
    { event: 'message.created', version: 1, timestamp: AT, payload: { message: { ...items[2], conversationId } } },
  ])
  assert.deepEqual([items[1].agentId, items[2].isInternalNote], [ids.toPrefixed('member', home.ann.id), true])
})

test('a conversation is told as each change left it, under every name that fits and only what this vendor shows', { skip }, async (t) => {
  const tidy = await startTidy(t, { now: () => T0 })
  const { server, home, ids, conversationId } = tidy
  const { told } = await watch(tidy)
  const ctx = { ...systemCtx(server.core, home.account.id), actor: home.bob }
  const change = (update: UpdateConversation) =>
    server.core.store.tx((tx) => updateConversation(ctx, tx, { id: home.conversation.id }, update))
  await change({ assigneeId: home.ann.id })
  await change({ status: 'resolved', subject: 'Solved' })
  await change({ status: 'snoozed' })
  await change({ status: 'open', labels: ['vip'], priority: 'high' })
  await change({ status: 'archived', assigneeId: null })
  const made = await server.core.store.tx((tx) => createConversation(ctx, tx, { contactId: home.jane.id, subject: 'New' }))
  const agent = ids.toPrefixed('member', home.ann.id)
  const conversation = {
    id: conversationId,
    workspaceId: ids.toPrefixed('account', home.account.id),
    contactId: ids.toPrefixed('contact', home.jane.id),
    channelId: ids.toPrefixed('channel', home.channel.id),
    status: 'OPEN',
    source: 'API',
    subject: 'Billing question',
    assignedToId: agent,
  }
  const envelope = (event: string, as: object) => ({
    event,
    version: 1,
    timestamp: AT,
    payload: { conversation: { ...conversation, ...as } },
  })
  const changes = (await told()).filter(({ type }) => type.startsWith('conversation.')).map(({ body }) => body)
  // A field that the event did not change is as it is now: the subject is the new one, and nobody is assigned any more.
  const now = { subject: 'Solved', assignedToId: null }
  assert.deepEqual(changes, [
    envelope('conversation.updated', { ...now, status: 'ARCHIVED', assignedToId: agent }),
    envelope('conversation.assigned', { ...now, status: 'ARCHIVED', assignedToId: agent }),
    envelope('conversation.updated', { ...now, status: 'CLOSED' }),
    envelope('conversation.closed', { ...now, status: 'CLOSED' }),
    envelope('conversation.updated', now),
    envelope('conversation.reopened', now),
    envelope('conversation.updated', { ...now, status: 'ARCHIVED' }),
    envelope('conversation.created', { id: ids.toPrefixed('conversation', made.id), subject: 'New', assignedToId: null }),
  ])
})

test('a receiver is told what it asked for, and of a test whatever it asked for', { skip }, async (t) => {
  const tidy = await startTidy(t, { now: () => T0 })
  const { call, say, server, home, ids, count } = tidy
  const mine = await watch(tidy, ['CONTACT_CREATED'])
  const other = await watch(tidy, ['CONTACT_CREATED', 'MESSAGE_UPDATED'])
  const ctx = systemCtx(server.core, home.account.id)
  const ref = { conversation: { id: home.conversation.id }, messageId: await say({ by: home.ann, direction: 'outbound', text: 'Helo' }) }
  const { tx } = server.core.store
  await tx((on) => editMessage(ctx, on, ref, { text: 'Hello' }))
  await tx((on) => editMessage(ctx, on, ref, { attributes: { seen: true } }))
  const contact = await tx((on) => createContact(ctx, on, { name: 'Kim', email: 'kim@guests.example' }))
  const tested = await call('POST', `/tidysupport/v1/webhooks/${mine.id}/test`)
  assert.deepEqual([tested.status, tested.body.webhook.id], [200, mine.id], tested.text)

  const created = {
    event: 'contact.created',
    version: 1,
    timestamp: AT,
    payload: {
      contact: {
        id: ids.toPrefixed('contact', contact.id),
        email: 'kim@guests.example',
        name: 'Kim',
        avatarUrl: null,
        phone: null,
        status: 'ACTIVE',
        source: 'EMAIL',
        lastMessageAt: null,
        lastMessagePreview: null,
        createdAt: '2026-02-03T04:05:06Z',
      },
    },
  }
  const testing = { event: 'testing.connection', version: 1, timestamp: AT, payload: {} }
  assert.deepEqual(
    (await mine.told()).map(({ name, body }) => [name, body]),
    [
      ['CONTACT_CREATED', created],
      ['TESTING_CONNECTION', testing],
    ],
  )
  assert.deepEqual(
    (await other.told()).map(({ name }) => name),
    ['MESSAGE_UPDATED', 'CONTACT_CREATED'],
  )

  // What is gone by the time it would be told is told to nobody.
  await tx((on) => deleteMessage(ctx, on, ref))
  assert.deepEqual(
    (await other.told()).map(({ name }) => name),
    ['CONTACT_CREATED'],
  )

  const paused = await call('PUT', `/tidysupport/v1/webhooks/${mine.id}`, { body: { status: 'PAUSED' } })
  const before = await count('events')
  assert.deepEqual([paused.status, (await call('POST', `/tidysupport/v1/webhooks/${mine.id}/test`)).status], [200, 409])
  assert.equal(await count('events'), before)
})

test('a delivery is signed by the secret, and by the one before while that is good', () => {
  const webhook = { secret: 'new', oldSecret: 'old', oldSecretUntil: 1_700_000_001_000_000 } as Webhook
  const v1 = (secret: string, at: number) => `v1=${createHmac('sha256', secret).update(`${at}.{"a":"ü"}`).digest('hex')}`
  const signed = (one: Webhook, at: number) => sign(outlet, one, '{"a":"ü"}', at)
  const at = 1_700_000_000
  assert.deepEqual(signed(webhook, at), { 'x-tidysupport-signature': `t=${at},${v1('new', at)},${v1('old', at)}` })
  assert.deepEqual(signed(webhook, at + 1), { 'x-tidysupport-signature': `t=${at + 1},${v1('new', at + 1)}` })
  assert.deepEqual(signed({ ...webhook, oldSecret: null, oldSecretUntil: null }, at), {
    'x-tidysupport-signature': `t=${at},${v1('new', at)}`,
  })
})
