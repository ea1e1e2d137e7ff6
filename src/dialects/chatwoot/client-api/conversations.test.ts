import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import type { Signal } from '../../../model/signal.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { deskOf, snapshot } from '../desk-test.ts'
import { clientOf, makeVisitor, NOT_FOUND } from './client-test.ts'

const NOW = 1_767_323_045_123_456
const SECONDS = 1_767_323_045

test('an inbox is shown to everybody who knows its identifier, also at the root and to pages of any origin', async (t) => {
  const server = await startServer(t)
  const { channel } = server.home
  const { ok } = clientOf(server)
  const inbox = {
    identifier: channel.identifier,
    identity_validation_enabled: false,
    name: 'Website',
    timezone: 'UTC',
    working_hours: [],
    working_hours_enabled: false,
    csat_survey_enabled: false,
    greeting_enabled: false,
  }
  assert.deepEqual(await ok('GET', ''), inbox)
  const root = await server.call('GET', `/public/api/v1/inboxes/${channel.identifier}`)
  assert.deepEqual([root.body, root.headers.get('access-control-allow-origin')], [inbox, '*'])
  const asked = await server.call('OPTIONS', `/public/api/v1/inboxes/${channel.identifier}/contacts`)
  assert.deepEqual([asked.status, asked.headers.get('access-control-allow-origin')], [200, '*'])
  const unknown = await clientOf(server, server.home, 'unknown').call('GET', '')
  assert.deepEqual([unknown.status, unknown.body], NOT_FOUND)
  assert.equal(unknown.headers.get('access-control-allow-origin'), '*')
  assert.equal((await server.call('GET', `/ndoto/public/api/v1/inboxes/${channel.identifier}`)).status, 404)
})

test('a conversation from the first contact to the reply, each answer whole', async (t) => {
  const server = await startServer(t, { now: () => NOW })
  const { account, channel, ann } = server.home
  const { ok } = clientOf(server)
  const contact = await ok('POST', '/contacts', {
    name: 'Zed',
    email: 'zed@customers.example',
    phone_number: '+4915112345',
    custom_attributes: { plan: 'gold' },
  })
  assert.match(contact.pubsub_token, /^[a-z0-9-]+-[\w-]{43}$/)
  const shown = { id: contact.id, name: 'Zed', email: 'zed@customers.example', phone_number: '+4915112345' }
  assert.deepEqual(contact, { source_id: contact.source_id, pubsub_token: contact.pubsub_token, ...shown })
  const path = `/contacts/${contact.source_id}`
  assert.deepEqual(await ok('GET', path), contact)
  assert.deepEqual(await ok('PATCH', path, { name: 'Zed Z' }), { ...contact, name: 'Zed Z' })

  const conversation = await ok('POST', `${path}/conversations`, { custom_attributes: { order: 7 } })
  assert.deepEqual(conversation, {
    id: 3,
    uuid: conversation.uuid,
    inbox_id: channel.id,
    status: 'open',
    contact_last_seen_at: 0,
    agent_last_seen_at: 0,
    messages: [],
    contact: { ...shown, name: 'Zed Z' },
  })
  const inside = `${path}/conversations/3`
  const hello = await ok('POST', `${inside}/messages`, { content: 'Hello', echo_id: 'e1' })
  assert.deepEqual(hello, {
    id: hello.id,
    content: 'Hello',
    message_type: 0,
    content_type: 'text',
    content_attributes: {},
    created_at: SECONDS,
    conversation_id: 3,
    sender: {
      additional_attributes: {},
      custom_attributes: { plan: 'gold' },
      email: 'zed@customers.example',
      id: contact.id,
      identifier: null,
      name: 'Zed Z',
      phone_number: '+4915112345',
      thumbnail: '',
      blocked: false,
      type: 'contact',
    },
  })
  const agent = deskOf(server, CHATWOOT)
  const reply = await agent.ok('POST', '/conversations/3/messages', { content: 'Hello Zed' })
  const list = await ok('GET', `${inside}/messages`)
  assert.deepEqual(list, [
    hello,
    {
      id: reply.id,
      content: 'Hello Zed',
      message_type: 1,
      content_type: 'text',
      content_attributes: {},
      created_at: SECONDS,
      conversation_id: 3,
      sender: {
        id: ann.id,
        name: 'Ann Home',
        available_name: 'Ann Home',
        avatar_url: '',
        type: 'user',
        availability_status: 'offline',
        thumbnail: '',
      },
    },
  ])
  const whole = { ...conversation, messages: list }
  assert.deepEqual(await ok('GET', inside), whole)
  assert.deepEqual(await ok('GET', `${path}/conversations`), [whole])
  const row = await server.core.store.one<{ attributes: string }>(
    'select attributes from conversations where account_id = $1 and number = 3',
    [account.id],
  )
  assert.deepEqual(JSON.parse(row?.attributes ?? ''), { order: 7 })
})

test('neither notes nor activities are shown, in no list and in no conversation', async (t) => {
  const server = await startServer(t)
  const { ok } = clientOf(server)
  const { path, inside, conversation } = await makeVisitor(server)
  const agent = deskOf(server, CHATWOOT)
  const send = (body: object) => agent.ok('POST', `/conversations/${conversation.id}/messages`, { content: 'secret', ...body })
  await send({ private: true })
  await send({ message_type: 'activity' })
  await send({ message_type: 'incoming', private: true })
  const shown = await send({ content: 'Public' })
  for (let i = 0; i < 25; i++) await send({ private: true })
  const ids = (list: { id: number }[]) => list.map((one) => one.id)
  assert.deepEqual(ids(await ok('GET', `${inside}/messages`)), [shown.id])
  for (const answer of [
    await ok('GET', inside),
    ...(await ok('GET', `${path}/conversations`)),
    await ok('POST', `${inside}/toggle_status`),
  ]) {
    assert.deepEqual(ids(answer.messages), [shown.id])
    assert.equal(JSON.stringify(answer).includes('secret'), false)
  }
})

test('a page holds the newest 20, oldest first, and the one before an id those before it', async (t) => {
  const server = await startServer(t)
  const { ok } = clientOf(server)
  const { inside } = await makeVisitor(server)
  const ids: number[] = []
  for (let i = 0; i < 25; i++) ids.push((await ok('POST', `${inside}/messages`, { content: `${i}` })).id)
  const list = async (query: string) => (await ok('GET', `${inside}/messages${query}`)).map((one: { id: number }) => one.id)
  assert.deepEqual(await list(''), ids.slice(5))
  assert.deepEqual(await list(`?before=${ids[5]}`), ids.slice(0, 5))
  assert.deepEqual(await list('?before='), ids.slice(5))
  assert.deepEqual(await list('?before=abc'), [])
  assert.deepEqual(await list(`?after=${ids[20]}`), ids.slice(5))
})

test('a message from the contact opens what was resolved; a status call resolves and never opens', async (t) => {
  const server = await startServer(t)
  const { ok } = clientOf(server)
  const { inside } = await makeVisitor(server)
  assert.equal((await ok('POST', `${inside}/toggle_status`)).status, 'resolved')
  assert.equal((await ok('POST', `${inside}/toggle_status`)).status, 'resolved')
  await ok('POST', `${inside}/messages`, { content: 'One more thing' })
  assert.equal((await ok('GET', inside)).status, 'open')
})

test('a look marks the team’s messages as read, once; typing is said to whoever looks and leaves no trace', async (t) => {
  const server = await startServer(t)
  const { ok } = clientOf(server)
  const { inside, conversation, contact } = await makeVisitor(server)
  const agent = deskOf(server, CHATWOOT)
  const path = `/conversations/${conversation.id}/messages`
  const reply = await agent.ok('POST', path, { content: 'Hello' })
  const note = await agent.ok('POST', path, { content: 'Note', private: true })
  await ok('POST', `${inside}/messages`, { content: 'Hi' })
  assert.equal(await ok('POST', `${inside}/update_last_seen`), '')
  const { payload } = await agent.ok('GET', path)
  assert.deepEqual(
    payload.map((one: { status: string }) => one.status),
    ['read', 'sent', 'sent'],
  )
  assert.ok((await ok('GET', inside)).contact_last_seen_at > 0)
  await ok('POST', `${inside}/update_last_seen`)
  const events = await server.core.store.all<{ message_id: number; data: string }>(
    "select message_id, data from events where type = 'message.updated'",
  )
  assert.deepEqual(
    events.map((event) => [event.message_id, JSON.parse(event.data)]),
    [[reply.id, { status: ['sent', 'read'] }]],
  )
  assert.notEqual(note.id, reply.id)
  const before = await snapshot(server)
  const said: Signal[] = []
  server.core.signals.listen((signal) => void said.push(signal))
  assert.equal(await ok('POST', `${inside}/toggle_typing`, { typing_status: 'on' }), '')
  assert.equal(await ok('POST', `${inside}/toggle_typing`), '')
  assert.deepEqual(
    said.map((one) => one.kind === 'typing' && [one.author, one.on, one.private]),
    [[{ kind: 'contact', id: contact.id }, true, false]],
  )
  assert.equal(await snapshot(server), before)
})

test('a contact sends files', async (t) => {
  const server = await startServer(t)
  const { inside } = await makeVisitor(server)
  const form = new FormData()
  form.append('content', 'A picture')
  form.append('attachments[]', new Blob([Buffer.from('89504e470d0a1a0a', 'hex')], { type: 'image/png' }), 'a.png')
  const url = `${server.url}/chatwoot/public/api/v1/inboxes/${server.home.channel.identifier}${inside}/messages`
  const answer = await fetch(url, { method: 'POST', body: form })
  assert.equal(answer.status, 200)
  const message = (await answer.json()) as { attachments: { file_size: number }[] }
  assert.deepEqual(
    message.attachments.map((file) => file.file_size),
    [8],
  )
  assert.deepEqual((await clientOf(server).ok('GET', `${inside}/messages`))[0].attachments, message.attachments)
})

test('the contact answers a form once it is public, and a survey for 14 days', async (t) => {
  let clock = NOW
  const server = await startServer(t, { now: () => clock })
  const { ok, call } = clientOf(server)
  const { inside, conversation } = await makeVisitor(server)
  const agent = deskOf(server, CHATWOOT)
  const send = async (body: object) => (await agent.ok('POST', `/conversations/${conversation.id}/messages`, body)).id as number
  const items = [{ title: 'Yes', value: 'yes' }]
  const form = await send({ content: 'Sure?', content_type: 'input_select', content_attributes: { items } })
  const note = await send({ content: 'Note', private: true })
  const survey = await send({ content: 'How was it?', content_type: 'input_csat' })
  const submitted_values = [{ title: 'Yes', value: 'yes' }]
  const answered = await ok('PATCH', `${inside}/messages/${form}`, { submitted_values })
  assert.deepEqual(answered.content_attributes, { items, submitted_values })
  assert.deepEqual((await ok('GET', `${inside}/messages`))[0], answered)
  const rating = { csat_survey_response: { rating: 5, feedback_message: 'Good' } }
  assert.deepEqual(
    (await ok('PUT', `${inside}/messages/${survey}`, { submitted_values: rating })).content_attributes.submitted_values,
    rating,
  )
  clock += 15 * 24 * 3600 * 1e6
  const other = await makeVisitor(server, { name: 'Other' })
  const before = await snapshot(server)
  assert.equal((await call('PATCH', `${inside}/messages/${survey}`, { submitted_values: rating })).status, 422)
  assert.equal((await call('PATCH', `${inside}/messages/${form}`, { submitted_values: 'yes' })).status, 422)
  for (const id of [note, 999_999, 'x']) {
    const answer = await call('PATCH', `${inside}/messages/${id}`, { submitted_values })
    assert.deepEqual([answer.status, answer.body], NOT_FOUND)
  }
  assert.equal((await call('PATCH', `${other.inside}/messages/${form}`, { submitted_values })).status, 404)
  const events = await server.core.store.all<{ type: string }>("select type from events where type = 'message.updated'")
  assert.equal(events.length, 2)
  assert.equal(await snapshot(server), before)
})
