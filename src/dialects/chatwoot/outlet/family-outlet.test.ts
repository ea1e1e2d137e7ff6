import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../test/harness.ts'
import { tell } from '../../../../test/noticed.ts'
import type { Webhook } from '../../../model/webhook.ts'
import { DIGITAL99 } from '../99digital.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { deskOf } from '../desk-test.ts'
import { toIso } from '../faces/times.ts'
import { messagesOf } from '../family-test.ts'
import { NDOTO } from '../ndoto.ts'
import type { Profile } from '../profile.ts'
import { threeFaces } from '../tables/three-faces-test.ts'
import { createOutlet } from './family-outlet.ts'

const START = 1_712_001_000_250_000
const SECONDS = 1_712_001_000

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever goes out and asserts on it.
type Body = any

/** A webhook of each profile at home that wants to hear everything, and the bodies it is told of what happens from then on. */
async function listen(server: TestServer): Promise<(profile: Profile) => Promise<Body[]>> {
  const ids = new Map<Profile, number>()
  for (const profile of [CHATWOOT, NDOTO, DIGITAL99]) {
    const input = { url: 'https://bridge.example/hook', subscriptions: profile.desk.webhook.events }
    ids.set(profile, (await deskOf(server, profile).ok('POST', '/webhooks', input)).payload.webhook.id)
  }
  return async (profile) => {
    const of = { accountId: server.home.account.id, dialect: profile.name, webhookId: ids.get(profile) ?? 0 }
    const told = await tell(server, createOutlet(profile), of)
    return told.flatMap(({ name, body }) => (body ? [{ ...JSON.parse(JSON.stringify(body)), event: body.event ?? name }] : []))
  }
}

const names = (bodies: readonly Body[]): string => bodies.map((body) => body.event).join(' ')
const change = (previous_value: unknown, current_value: unknown) => ({ previous_value, current_value })

test('each vendor’s receivers get its own message: words, ISO times, notes marked, deletions told, no text of what is gone', async (t) => {
  let now = START
  const server = await startServer(t, { now: () => now })
  const { home } = server
  const account = { id: home.account.id, name: 'Home' }
  const inbox = { id: home.channel.id, name: 'Website' }
  const said = messagesOf(server, CHATWOOT)
  const ids: number[] = []
  const tellAll = await listen(server)
  now = START + 1_000_000
  ids.push(await said.say('Where is it?', { message_type: 'incoming', source_id: 'wa-1' }))
  ids.push(await said.say('Ask the kitchen', { private: true }))
  ids.push(await said.say('Oops'))
  assert.equal((await said.call('DELETE', `/${ids[2]}`)).status, 200)
  now = START + 2_000_000
  await said.say('Newest')
  const created_at = toIso(START + 1_000_000)
  const jane = {
    additional_attributes: {},
    custom_attributes: {},
    email: home.jane.email,
    id: home.jane.id,
    identifier: null,
    name: 'Jane Doe',
    phone_number: null,
    thumbnail: '',
  }

  const [asked, waits, note, oops, replied, deleted, ...rest] = await tellAll(CHATWOOT)
  const { conversation, ...message } = asked
  assert.deepEqual(message, {
    event: 'message_created',
    id: ids[0],
    content: 'Where is it?',
    content_type: 'text',
    content_attributes: {},
    additional_attributes: {},
    message_type: 'incoming',
    private: false,
    source_id: 'wa-1',
    created_at,
    account,
    inbox,
    sender: { account, avatar: '', blocked: false, ...jane },
  })
  // What else bridges read (chatwoot sheet 10), as it was then: other messages came since.
  const [shown] = conversation.messages
  assert.deepEqual([shown.id, shown.source_id, shown.sender.name, shown.message_type], [ids[0], 'wa-1', 'Jane Doe', 0])
  assert.deepEqual([conversation.id, conversation.messages.length, conversation.status], [home.conversation.number, 1, 'open'])
  assert.deepEqual(conversation.meta.sender, { ...jane, blocked: false, type: 'contact' })
  assert.equal(typeof conversation.contact_inbox.source_id, 'string')
  assert.deepEqual([conversation.last_activity_at, conversation.waiting_since], [SECONDS + 1, SECONDS + 1])

  assert.deepEqual(
    [waits.event, waits.id, waits.changed_attributes],
    ['conversation_updated', 1, [{ waiting_since: change(null, created_at) }]],
  )
  const ann = { id: home.ann.id, name: 'Ann Home', email: home.ann.email, type: 'user' }
  assert.deepEqual([note.event, note.id, note.private, note.message_type, note.sender], ['message_created', ids[1], true, 'outgoing', ann])
  assert.deepEqual(replied.changed_attributes, [
    { waiting_since: change(created_at, null) },
    { first_reply_created_at: change(null, created_at) },
  ])
  for (const [body, event] of [
    [oops, 'message_created'],
    [deleted, 'message_updated'],
  ])
    assert.deepEqual(
      [body.event, body.id, body.content, body.content_attributes],
      [event, ids[2], 'This message was deleted', { deleted: true }],
    )
  assert.equal(names(rest), 'message_created')

  const ndoto = await tellAll(NDOTO)
  const plain = {
    created_at,
    conversation: { id: home.conversation.number, status: 'open', inbox_id: home.channel.id },
    contact: { id: home.jane.id, name: 'Jane Doe', email: home.jane.email },
    account,
  }
  const [created, updated] = [{ event: 'message_created' }, { event: 'message_updated' }]
  const emptied = { id: String(ids[2]), content: '', message_type: 'outgoing', content_attributes: { deleted: true } }
  assert.deepEqual(
    [ndoto[0], ndoto[2], ndoto[3], ndoto[5]],
    [
      { ...created, id: String(ids[0]), content: 'Where is it?', message_type: 'incoming', ...plain },
      { ...created, id: String(ids[1]), content: 'Ask the kitchen', message_type: 'outgoing', private: true, ...plain },
      { ...created, ...emptied, ...plain },
      { ...updated, ...emptied, ...plain },
    ],
  )

  const digital = await tellAll(DIGITAL99)
  const { conversation: place, ...first } = digital[0]
  assert.deepEqual(first, {
    event: 'message_created',
    id: ids[0],
    content: 'Where is it?',
    created_at,
    message_type: 'incoming',
    content_type: 'text',
    content_attributes: {},
    private: false,
    source_id: 'wa-1',
    sender: { ...jane, type: 'contact' },
    inbox,
    account,
  })
  assert.deepEqual([place.id, place.messages[0].id, place.last_non_activity_message.id], [home.conversation.number, ids[0], ids[0]])
  assert.deepEqual([digital[2].private, digital[5].content, digital[5].content_attributes], [true, '', { deleted: true }])
  assert.equal(names(ndoto), names(digital))
})

test('a bridge finds the file, who sent it, and by which identifier and number the customer is known', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { ok } = deskOf(server, CHATWOOT)
  await ok('PATCH', `/contacts/${home.jane.id}`, { identifier: 'guest-7', phone_number: '+31612345678' })
  const tellAll = await listen(server)
  const { id } = await threeFaces(server).chatwoot.upload('See')
  await ok('POST', `/conversations/${home.conversation.number}/toggle_status`, { status: 'resolved' })
  const [sent, replied, moved] = await tellAll(CHATWOOT)
  assert.equal(replied.event, 'conversation_updated')
  const [file] = sent.attachments
  assert.deepEqual([file.message_id, file.file_type, file.extension, file.file_size], [id, 'file', 'txt', 5])
  const { origin, pathname, search } = new URL(file.data_url)
  assert.equal(origin, 'https://parley.example')
  const bytes = await server.call('GET', pathname + search)
  assert.deepEqual([bytes.status, bytes.text], [200, 'bytes'])
  for (const { messages, meta } of [sent.conversation, moved]) {
    const [shown] = messages
    assert.deepEqual([shown.id, shown.sender.available_name, shown.attachments.length], [id, 'Ann Home', 1])
    assert.deepEqual([meta.sender.identifier, meta.sender.phone_number], ['guest-7', '+31612345678'])
  }
  assert.deepEqual([moved.event, moved.status], ['conversation_status_changed', 'resolved'])
  const [plain] = await tellAll(DIGITAL99)
  assert.deepEqual([plain.attachments.length, plain.sender.name], [1, 'Ann Home'])
})

test('conversations, contacts and inboxes are told flat, as their change left them, and what is gone is not told', async (t) => {
  const server = await startServer(t, { now: () => START })
  const { home } = server
  const { ok } = deskOf(server, CHATWOOT)
  const path = `/conversations/${home.conversation.number}`
  const tellAll = await listen(server)
  const begun = await ok('POST', '/conversations', { inbox_id: home.channel.id, contact_id: home.jane.id })
  await ok('POST', `${path}/toggle_status`, { status: 'pending' })
  await ok('POST', `${path}/toggle_status`, { status: 'resolved' })
  await ok('POST', `${path}/custom_attributes`, { custom_attributes: { room: 12 } })
  const personId = (await ok('POST', '/contacts', { name: 'Gus', phone_number: '+31612345678' })).payload.contact.id
  await ok('PATCH', `/contacts/${personId}`, { name: 'Gustav', custom_attributes: { vip: true } })
  await ok('PATCH', `/inboxes/${home.channel.id}`, { name: 'Desk', greeting_enabled: true })
  const whole = await tellAll(CHATWOOT)
  assert.equal(
    names(whole),
    'conversation_created conversation_status_changed conversation_updated conversation_status_changed conversation_updated ' +
      'conversation_updated contact_created contact_updated inbox_updated',
  )
  assert.deepEqual([whole[0].id, whole[0].messages, 'changed_attributes' in whole[0]], [begun.id, [], false])
  const moved = whole.slice(1, 5).map((body) => [body.id, body.status, body.meta.sender.id, body.changed_attributes])
  const [pending, resolved] = [change('open', 'pending'), change('pending', 'resolved')].map((status) => [{ status }])
  const by = [home.conversation.number, 'pending', home.jane.id, pending]
  const then = [home.conversation.number, 'resolved', home.jane.id, resolved]
  assert.deepEqual(moved, [by, by, then, then])
  assert.deepEqual(
    [whole[5].custom_attributes, whole[5].changed_attributes],
    [{ room: 12 }, [{ custom_attributes: change({}, { room: 12 }) }]],
  )
  const account = { id: home.account.id, name: 'Home' }
  const gustav = {
    account,
    additional_attributes: {},
    avatar: '',
    custom_attributes: { vip: true },
    email: null,
    id: personId,
    identifier: null,
    name: 'Gustav',
    phone_number: '+31612345678',
    thumbnail: '',
    blocked: false,
  }
  assert.deepEqual(whole[6], { event: 'contact_created', ...gustav })
  const changed_attributes = [{ name: change(null, 'Gustav') }, { custom_attributes: change(null, { vip: true }) }]
  assert.deepEqual(whole[7], { event: 'contact_updated', ...gustav, changed_attributes })
  const { hmac_token: _, secret: __, ...desk } = await ok('GET', `/inboxes/${home.channel.id}`)
  assert.deepEqual(whole[8], { event: 'inbox_updated', ...desk, changed_attributes: [{ name: change(null, 'Desk') }] })

  for (const profile of [NDOTO, DIGITAL99]) {
    const bodies = await tellAll(profile)
    assert.equal(names(bodies), names(whole.slice(0, 8)))
    // The item of its answers, which by now shows a later status and the activities.
    const { status: _, messages: __, last_non_activity_message: ___, ...item } = await deskOf(server, profile).ok('GET', path)
    const { messages, last_non_activity_message: none, ...told } = bodies[1]
    assert.deepEqual(told, { event: 'conversation_status_changed', ...item, status: 'pending', changed_attributes: pending })
    assert.deepEqual([messages ?? [], none ?? null], [[], null])
    const contact = (await deskOf(server, profile).ok('GET', `/contacts/${personId}?include_contact_inboxes=false`)).payload
    assert.deepEqual(bodies[7], { event: 'contact_updated', ...contact, changed_attributes })
  }

  await ok('DELETE', `/contacts/${personId}`)
  await ok('DELETE', path)
  assert.equal(names(await tellAll(CHATWOOT)), 'conversation_created inbox_updated')
})

test('a body is signed with its time as the vendor’s receivers check it; the other two sign nothing', () => {
  const signed = {
    webhook: { secret: 's3cret' } as Webhook,
    name: 'message_created',
    deliveryId: '0b7e0000-0000-4000-8000-000000000001',
    number: 3,
    atSeconds: SECONDS,
    body: '{"event":"message_created","content":"é"}',
  }
  assert.deepEqual(createOutlet(CHATWOOT).headers(signed), {
    'X-Chatwoot-Timestamp': String(SECONDS),
    'X-Chatwoot-Delivery': signed.deliveryId,
    'X-Chatwoot-Signature': `sha256=${createHmac('sha256', 's3cret').update(`${SECONDS}.`).update(Buffer.from(signed.body)).digest('hex')}`,
  })
  for (const profile of [NDOTO, DIGITAL99]) assert.deepEqual(createOutlet(profile).headers(signed), {})
})
