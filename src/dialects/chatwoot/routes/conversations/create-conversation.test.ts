import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { overlap } from '../../../../../test/overlap.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { ensureContactChannel } from '../../../../core/channels/ensure-contact-channel.ts'
import { createContact } from '../../../../core/contacts/create-contact.ts'
import { createConversation } from '../../../../core/conversations/create-conversation.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, snapshot, sourceIdOf } from '../../desk-test.ts'
import { PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

const NOW = 1_767_323_045_123_456
const SECONDS = 1_767_323_045

test('a conversation is begun with its first message in one go, and answered whole in each vendor’s fields', async (t) => {
  const server = await startServer(t, { now: () => NOW })
  const { account, ann, bob, channel, jane } = server.home
  const { ok } = deskOf(server, CHATWOOT)
  const chatwoot = await ok('POST', '/conversations', {
    inbox_id: String(channel.id),
    contact_id: jane.id,
    assignee_id: bob.id,
    custom_attributes: { order: 7 },
    additional_attributes: { referer: 'https://shop.example' },
    message: { content: 'Hello Jane' },
  })
  const sender = {
    id: jane.id,
    name: 'Jane Doe',
    email: jane.email,
    phone_number: null,
    identifier: null,
    blocked: false,
    thumbnail: '',
    custom_attributes: {},
    availability_status: 'offline',
    additional_attributes: {},
    created_at: SECONDS,
  }
  const assignee = {
    id: bob.id,
    account_id: account.id,
    availability_status: 'offline',
    auto_offline: true,
    confirmed: true,
    email: 'bob@home.example',
    available_name: 'Bob Home',
    name: 'Bob Home',
    role: 'agent',
    thumbnail: '',
  }
  const message = {
    id: chatwoot.messages[0].id,
    content: 'Hello Jane',
    inbox_id: channel.id,
    conversation_id: 3,
    message_type: 1,
    content_type: 'text',
    status: 'sent',
    content_attributes: {},
    created_at: SECONDS,
    private: false,
    source_id: null,
    sender: {
      id: ann.id,
      name: 'Ann Home',
      available_name: 'Ann Home',
      avatar_url: '',
      type: 'user',
      availability_status: 'offline',
      thumbnail: '',
    },
    account_id: account.id,
    updated_at: '2026-01-02T03:04:05.123Z',
    sender_type: 'User',
    sender_id: ann.id,
    additional_attributes: {},
    external_source_ids: {},
    processed_message_content: 'Hello Jane',
    sentiment: {},
    conversation: {
      assignee_id: bob.id,
      unread_count: 0,
      last_activity_at: SECONDS,
      contact_inbox: { source_id: await sourceIdOf(server) },
    },
  }
  const common = {
    id: 3,
    account_id: account.id,
    inbox_id: channel.id,
    status: 'open',
    labels: [],
    muted: false,
    can_reply: true,
    unread_count: 0,
    additional_attributes: { referer: 'https://shop.example' },
    custom_attributes: { order: 7 },
    snoozed_until: null,
    timestamp: SECONDS,
    created_at: SECONDS,
    first_reply_created_at: SECONDS,
  }
  assert.deepEqual(chatwoot, {
    ...common,
    meta: { sender, channel: 'Channel::Api', assignee: { ...assignee, provider: 'email' }, assignee_type: 'User', hmac_verified: false },
    uuid: chatwoot.uuid,
    priority: null,
    messages: [message],
    last_non_activity_message: message,
    agent_last_seen_at: 0,
    assignee_last_seen_at: 0,
    contact_last_seen_at: 0,
    waiting_since: 0,
    last_activity_at: SECONDS,
    updated_at: NOW / 1e6,
    sla_policy_id: null,
  })
  assert.deepEqual(await ok('GET', '/conversations/3'), chatwoot)

  assert.deepEqual(await deskOf(server, NDOTO).ok('GET', '/conversations/3'), {
    id: 3,
    inbox_id: channel.id,
    status: 'open',
    priority: null,
    unread_count: 0,
    created_at: SECONDS,
    contact: { id: jane.id, name: 'Jane Doe', email: jane.email },
    meta: { assignee: { id: bob.id, name: 'Bob Home' }, team: null },
    labels: [],
    custom_attributes: { order: 7 },
    additional_attributes: { referer: 'https://shop.example' },
    snoozed_until: null,
    updated_at: SECONDS,
    last_activity_at: SECONDS,
  })

  const digital = await deskOf(server, DIGITAL99).ok('GET', '/conversations/3')
  const { sender: _, processed_message_content: __, sentiment: ___, conversation: ____, ...last } = message
  const digitalMessage = { ...last, message_type: 2, created_at_exact: '2026-01-02T03:04:05.123Z', label_list: [] }
  assert.deepEqual(digital, {
    ...common,
    meta: {
      sender: { ...sender, last_activity_at: null },
      channel: 'Channel::Api',
      assignee: { ...assignee, see_all_conversations: false },
      hmac_verified: false,
    },
    messages: [digitalMessage],
    last_non_activity_message: digitalMessage,
    agent_last_seen_at: null,
    assignee_last_seen_at: null,
    contact_last_seen_at: null,
  })
  const events = await server.core.store.all<{ type: string }>(
    'select type from events where account_id = $1 order by position desc limit 3',
    [account.id],
  )
  assert.deepEqual(
    events.map((event) => event.type),
    ['message.created', 'participant.added', 'conversation.created'],
  )
})

test('a conversation is found by source id, and refused without a contact, with nothing written', async (t) => {
  const server = await startServer(t)
  const { channel, jane } = server.home
  const source_id = await sourceIdOf(server)
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const place = profile === DIGITAL99 ? { inbox_id: channel.id, source_id } : { source_id }
    const made = await ok('POST', '/conversations', place)
    assert.equal((made.contact ?? made.meta.sender).id, jane.id)
    const before = await snapshot(server)
    const refused = await call('POST', '/conversations', {})
    assert.deepEqual(
      [refused.status, refused.body.error],
      profile === DIGITAL99 ? [422, 'inbox_id is required'] : [404, 'Resource could not be found'],
    )
    for (const body of [
      { inbox_id: channel.id, source_id: 'unknown' },
      { inbox_id: channel.id, contact_id: 999_999 },
      { inbox_id: channel.id, contact_id: jane.id, assignee_id: 999_999 },
      { inbox_id: channel.id, contact_id: server.away.jane.id },
      { inbox_id: server.away.channel.id, contact_id: jane.id },
    ]) {
      assert.equal((await call('POST', '/conversations', body)).status, 404, JSON.stringify(body))
    }
    for (const message of [{ content: 'x'.repeat(150_001) }, { content: 7 }, 7]) {
      assert.equal((await call('POST', '/conversations', { inbox_id: channel.id, contact_id: jane.id, message })).status, 422)
    }
    assert.equal(await snapshot(server), before)
  }
})

test('an inbox with one conversation per contact gives back the one there is', async (t) => {
  const server = await startServer(t)
  const { channel, jane, ticket } = server.home
  const { ok } = deskOf(server, CHATWOOT)
  await ok('PATCH', `/inboxes/${channel.id}`, { lock_to_single_conversation: true })
  assert.equal((await ok('POST', '/conversations', { inbox_id: channel.id, contact_id: jane.id })).id, ticket.number)
})

test('there it is one, too, when two are begun at once', async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const { ok } = deskOf(server, CHATWOOT)
  await ok('PATCH', `/inboxes/${home.channel.id}`, { lock_to_single_conversation: true })
  const ctx = systemCtx(core, home.account.id)
  const kim = await core.store.tx(async (tx) => {
    const contact = await createContact(ctx, tx, { name: 'Kim' })
    await ensureContactChannel(ctx, tx, { channelId: home.channel.id, contactId: contact.id })
    return contact
  })
  const place = { channelId: home.channel.id, contactId: kim.id }
  const numbers: number[] = []
  await overlap(
    core,
    (held) => held.store.tx(async (tx) => numbers.push((await createConversation({ ...ctx, core: held }, tx, place)).number)),
    async () => numbers.push((await ok('POST', '/conversations', { inbox_id: home.channel.id, contact_id: kim.id })).id),
  )
  assert.deepEqual([numbers.length, new Set(numbers).size], [2, 1])
})

test('forms say the same as JSON', async (t) => {
  const server = await startServer(t)
  const { channel, jane, account } = server.home
  const { call } = deskOf(server, CHATWOOT)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const raw = `inbox_id=${channel.id}&contact_id=${jane.id}&message[content]=Hi&message[private]=true&custom_attributes[order]=7`
  const answer = await call('POST', '/conversations', undefined, { raw, headers })
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(answer.body.custom_attributes, { order: '7' })
  assert.equal(answer.body.messages[0].private, true)
  const form = new FormData()
  form.append('labels[]', 'vip')
  form.append('labels[]', 'late')
  const labels = await fetch(`${server.url}/chatwoot/api/v1/accounts/${account.id}/conversations/${answer.body.id}/labels`, {
    method: 'POST',
    headers: { api_access_token: server.home.tokens.chatwoot },
    body: form,
  })
  assert.deepEqual(await labels.json(), { payload: ['vip', 'late'] })
})
