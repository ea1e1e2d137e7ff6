import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { findMessage } from '../../../../storage/queries/messages/messages.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, sourceIdOf } from '../../desk-test.ts'
import { messagesOf } from '../../family-test.ts'
import { toIso } from '../times.ts'
import { toEventConversation } from './event-conversation.ts'
import { loadEventView } from './event-view.ts'

const START = 1_712_001_000_250_000

test('a conversation is told whole, with the message of its event or else the newest public one there was by then', async (t) => {
  let now = START
  const server = await startServer(t, { now: () => now })
  const { home } = server
  const ctx = { ...systemCtx(server.core, home.account.id), dialect: 'chatwoot' as const, origin: 'https://chat.example' }
  const { ok } = deskOf(server, CHATWOOT)
  const messages = messagesOf(server, CHATWOOT)
  const path = `/conversations/${home.conversation.number}`
  await ok('POST', `${path}/labels`, { labels: ['vip'] })
  await ok('POST', `${path}/assignments`, { assignee_id: home.bob.id })
  now = START + 1_000_000
  const asked = await messages.say('Where is it?', { message_type: 'incoming', source_id: 'wa-1' })
  now = START + 2_000_000
  await messages.say('Ask the kitchen', { private: true })
  now = START + 3_000_000
  const newest = await messages.say('On its way')

  const tell = async (of: { messageId?: number; at: number }) => {
    const conversation = await getConversation(ctx, { id: home.conversation.id })
    const message = of.messageId === undefined ? undefined : await findMessage(server.core.store, home.account.id, of.messageId)
    return toEventConversation(await loadEventView(ctx, { conversation, message, at: of.at }), { ctx, message: CHATWOOT.message })
  }
  const seconds = START / 1e6 - 0.25
  const told = await tell({ messageId: asked, at: now })
  const { id: linkId, pubsub_token: token, ...link } = told.contact_inbox as { id: number; pubsub_token: string }
  assert.ok(Number.isSafeInteger(linkId) && linkId > 0)
  assert.match(token, /^[\w-]+$/)
  const sourceId = await sourceIdOf(server)
  assert.deepEqual(link, {
    contact_id: home.jane.id,
    inbox_id: home.channel.id,
    source_id: sourceId,
    hmac_verified: false,
    created_at: toIso(START),
    updated_at: toIso(START),
  })
  const jane = {
    additional_attributes: {},
    custom_attributes: {},
    email: home.jane.email,
    id: home.jane.id,
    identifier: null,
    name: 'Jane Doe',
    phone_number: null,
    thumbnail: '',
    blocked: false,
    type: 'contact',
  }
  const bob = { id: home.bob.id, name: 'Bob Home', available_name: 'Bob Home', type: 'user', avatar_url: '', thumbnail: '' }
  const { contact_inbox: _, ...rest } = told
  assert.deepEqual(rest, {
    additional_attributes: {},
    can_reply: true,
    channel: 'Channel::Api',
    id: home.conversation.number,
    inbox_id: home.channel.id,
    messages: [
      {
        id: asked,
        content: 'Where is it?',
        inbox_id: home.channel.id,
        conversation_id: home.conversation.number,
        message_type: 0,
        content_type: 'text',
        status: 'sent',
        content_attributes: {},
        created_at: seconds + 1,
        private: false,
        source_id: 'wa-1',
        sender: jane,
        account_id: home.account.id,
        updated_at: toIso(START + 1_000_000),
        sender_type: 'Contact',
        sender_id: home.jane.id,
        processed_message_content: 'Where is it?',
        additional_attributes: {},
        external_source_ids: {},
        sentiment: {},
        conversation: {
          assignee_id: home.bob.id,
          unread_count: 1,
          last_activity_at: seconds + 3,
          contact_inbox: { source_id: sourceId },
        },
      },
    ],
    labels: ['vip'],
    meta: {
      sender: jane,
      assignee: { ...bob, availability_status: 'offline' },
      assignee_type: 'User',
      team: null,
      hmac_verified: false,
    },
    status: 'open',
    custom_attributes: {},
    snoozed_until: null,
    unread_count: 1,
    first_reply_created_at: toIso(START + 3_000_000),
    priority: null,
    waiting_since: 0,
    agent_last_seen_at: 0,
    contact_last_seen_at: 0,
    last_activity_at: seconds + 3,
    timestamp: seconds + 3,
    created_at: seconds,
    updated_at: (START + 3_000_000) / 1e6,
  })

  const shownAt = async (at: number) => ((await tell({ at })).messages as { id: number }[]).map((one) => one.id)
  assert.deepEqual(await shownAt(now), [newest])
  assert.deepEqual(await shownAt(START + 2_500_000), [asked])
  assert.deepEqual(await shownAt(START), [])
})
