import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { listMessages } from '../../../../core/messages/list-messages.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { addEmailConversation, assertShape, countWrites, messagesOf, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

/** A moment of 1712001000 whole seconds and a little more. */
const NOW = 1_712_001_000_123_456
const now = () => NOW

test('Ndoto answers a send with the message as its list shows it', async (t) => {
  const server = await startServer(t, { now })
  const { ann, conversation, channel } = server.home
  const messages = messagesOf(server, NDOTO)
  const content = 'Thanks for reaching out! We will look into this right away.'
  const sent = await messages.send({ content, message_type: 'outgoing', private: false })
  assert.equal(sent.status, 200)
  const expected = {
    id: sent.body.id,
    content,
    message_type: 'outgoing',
    status: 'sent',
    private: false,
    created_at: 1712001000,
    sender: { id: ann.id, name: ann.name, type: 'User' },
    attachments: [],
    conversation_id: conversation.number,
    inbox_id: channel.id,
    content_type: 'text',
    content_attributes: {},
    source_id: null,
  }
  assert.deepEqual(sent.body, expected)
  assert.deepEqual((await messages.list()).body, { payload: [expected] })
  const events = await server.core.store.all<{ type: string }>('select type from events where message_id = $1', [sent.body.id])
  assert.deepEqual(
    events.map((event) => event.type),
    ['message.created'],
  )
})

test("99digital answers a send with the seed's object", async (t) => {
  const server = await startServer(t, { now })
  const { ann, conversation, channel } = server.home
  const messages = messagesOf(server, DIGITAL99)
  const body = { content: 'string', message_type: 'outgoing', private: false, content_type: 'text', content_attributes: {} }
  const sent = await messages.send(body)
  assert.equal(sent.status, 200)
  assert.deepEqual(sent.body, {
    id: sent.body.id,
    content: 'string',
    inbox_id: channel.id,
    conversation_id: conversation.number,
    message_type: 2,
    content_type: 'text',
    status: 'sent',
    content_attributes: {},
    created_at: 1712001000,
    private: false,
    source_id: null,
    sender: {
      id: ann.id,
      name: ann.name,
      available_name: ann.name,
      email: ann.email,
      avatar_url: '',
      logo_user_url: '',
      type: 'user',
      availability_status: 'offline',
      thumbnail: '',
    },
    created_at_exact: '2024-04-01T19:50:00.123Z',
  })
})

test('a message in the name of the customer reopens a resolved conversation and is refused outside of API inboxes', async (t) => {
  const server = await startServer(t)
  const { account, conversation, tokens, jane } = server.home
  const ctx = systemCtx(server.core, account.id)
  await server.core.store.tx((tx) => updateConversation(ctx, tx, { id: conversation.id }, { status: 'resolved' }))
  const sent = await messagesOf(server, NDOTO).send({ content: 'Hi', message_type: 'incoming' })
  assert.deepEqual(sent.body.sender, { id: jane.id, name: 'Jane Doe', type: 'Contact' })
  assert.equal((await getConversation(ctx, { id: conversation.id })).status, 'open')
  const other = await addEmailConversation(server)
  const before = await countWrites(server)
  for (const { name, mount } of PROFILES) {
    const answer = await server.call('POST', `${mount}/api/v1/accounts/${account.id}/conversations/${other.number}/messages`, {
      token: tokens[name],
      body: { content: 'Hi', message_type: 'incoming' },
    })
    assert.equal(answer.status, 422)
    assert.deepEqual(answer.body, { error: 'Incoming messages are only allowed in Api inboxes' })
  }
  assert.deepEqual(await countWrites(server), before)
})

test('the four kinds of message have the words and numbers of each vendor', async (t) => {
  const server = await startServer(t)
  const words = ['incoming', 'outgoing', 'activity', 'template']
  for (const [profile, first] of [
    [CHATWOOT, 0],
    [DIGITAL99, 1],
  ] as const) {
    const messages = messagesOf(server, profile)
    for (const [index, word] of words.entries()) {
      const { status, body } = await messages.send({ content: word, message_type: word })
      assert.equal(status, 200)
      assert.equal(body.message_type, first + index)
      assertShape(profile.message.Wire, body)
      assert.equal('sender' in body, word !== 'activity')
    }
  }
  const { body } = await messagesOf(server, NDOTO).list()
  assert.deepEqual(
    body.payload.map((one: { message_type: string }) => one.message_type),
    [...words, ...words],
  )
  assert.equal(body.payload[2].sender, null)
})

test('each vendor takes its own content types only, and shows all of them', async (t) => {
  const server = await startServer(t)
  const taken = { ndoto: ['text', 'input_select', 'input_email'], '99digital': ['text', 'input_select', 'cards', 'form'] }
  for (const profile of [NDOTO, DIGITAL99] as const) {
    const messages = messagesOf(server, profile)
    for (const content_type of ['text', 'input_select', 'input_email', 'cards', 'form', 'article', 'nonsense', 0, null]) {
      const { status } = await messages.send({ content: 'x', message_type: 'outgoing', content_type })
      const allowed: readonly unknown[] = taken[profile.name as keyof typeof taken]
      assert.equal(status, allowed.includes(content_type) ? 200 : 422, `${profile.name} ${content_type}`)
    }
  }
  const seen = (await messagesOf(server, NDOTO).list()).body.payload.map((one: { content_type: string }) => one.content_type)
  assert.deepEqual(new Set(seen), new Set(['text', 'input_select', 'input_email', 'cards', 'form']))
})

test('refused input is answered in the words of the vendor and writes nothing', async (t) => {
  const server = await startServer(t)
  const long = 'x'.repeat(150_001)
  const wrong: unknown[] = [
    { content: 5, message_type: 'outgoing' },
    { content: 'x', message_type: 'nonsense' },
    { content: 'x', message_type: 1 },
    { content: 'x', message_type: '1' },
    { content: 'x', message_type: 'outgoing', content_type: 'nonsense' },
    { content: long, message_type: 'outgoing' },
    [],
    'text',
  ]
  const strict = [
    { message_type: 'outgoing' },
    { content: null, message_type: 'outgoing' },
    { content: '', message_type: 'outgoing' },
    { content: ' \n', message_type: 'outgoing' },
    { content: 'x', message_type: 'outgoing', private: 'true' },
    { content: 'x', message_type: 'outgoing', private: null },
    { content: 'x', message_type: 'outgoing', content_attributes: '{}' },
    { content: 'x', message_type: 'outgoing', content_attributes: [] },
  ]
  const before = await countWrites(server)
  for (const profile of PROFILES) {
    const { send, call } = messagesOf(server, profile)
    for (const body of profile === CHATWOOT ? wrong : [...wrong, ...strict]) {
      const answer = await send(body)
      assert.equal(answer.status, 422, `${profile.name} ${JSON.stringify(body).slice(0, 80)} ${answer.text}`)
      assertShape(profile.Refusal, answer.body)
      assert.deepEqual(Object.keys(answer.body), ['error'])
    }
    const malformed = await call('POST', '', { raw: '{"content":', headers: { 'content-type': 'application/json' } })
    assert.equal(malformed.status, 400)
    assert.deepEqual(malformed.body, { error: 'The body is not valid JSON.' })
    assert.equal((await call('POST', '', { raw: '<a/>', headers: { 'content-type': 'application/xml' } })).status, 415)
    const huge = await call('POST', '', { raw: `{"content":"${'x'.repeat(1_100_000)}"}`, headers: { 'content-type': 'application/json' } })
    assert.equal(huge.status, 413)
  }
  assert.equal((await messagesOf(server, NDOTO).send({ content: 'x' })).body.error, 'message_type is required')
  assert.equal((await messagesOf(server, NDOTO).send({ content: ' ', message_type: 'outgoing' })).body.error, 'content is required')
  const signed = await messagesOf(server, CHATWOOT).send({ content: 'x', attachments: ['a signed id'] })
  assert.deepEqual([signed.status, signed.body.error], [422, 'Validation failed: Attachments must be sent as files'])
  const tooLong = await messagesOf(server, CHATWOOT).send({ content: long })
  assert.deepEqual(tooLong.body, { error: 'Validation failed: Content is too long (maximum is 150000 characters)' })
  assert.deepEqual(await countWrites(server), before)
})

test('an unknown conversation, however it is written, is 404 and writes nothing', async (t) => {
  const server = await startServer(t)
  const { account, tokens } = server.home
  const before = await countWrites(server)
  for (const { name, mount } of PROFILES) {
    for (const number of ['999', '0', '-1', '1.0', 'abc', '9'.repeat(40), '%00']) {
      const answer = await server.call('POST', `${mount}/api/v1/accounts/${account.id}/conversations/${number}/messages`, {
        token: tokens[name],
        body: { content: 'x', message_type: 'outgoing' },
      })
      assert.equal(answer.status, 404, `${name} ${number}`)
      assert.deepEqual(answer.body, { error: 'Resource could not be found' })
    }
  }
  assert.deepEqual(await countWrites(server), before)
})

test('a send retried with the same Idempotency-Key is stored once and answered twice alike, also after a restart', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const messages = messagesOf(server, profile)
    const send = (content: string) =>
      messages.send({ content, message_type: 'outgoing' }, { headers: { 'idempotency-key': `key of ${profile.name}` } })
    const [first, twin] = await Promise.all([send(profile.name), send(profile.name)])
    assert.equal(first.status, 200)
    assert.equal(first.body.content, profile.name)
    assert.deepEqual(twin.body, first.body)
    await server.restart()
    assert.deepEqual((await send(profile.name)).body, first.body)
    const other = await send('Another')
    assert.equal(other.status, 422)
    assertShape(profile.Refusal, other.body)
  }
  const { body } = await messagesOf(server, NDOTO).list()
  assert.deepEqual(
    body.payload.map((one: { content: string }) => one.content),
    ['chatwoot', 'ndoto', '99digital'],
  )
})

test('a message of one profile is read in the others with equal text, kind and attributes', async (t) => {
  const server = await startServer(t)
  const items = [{ title: 'Yes', value: 'y' }]
  for (const writer of PROFILES) {
    const id = await messagesOf(server, writer).say(`from ${writer.name}`, { content_type: 'input_select', content_attributes: { items } })
    for (const reader of PROFILES) {
      const { body } = await messagesOf(server, reader).list()
      assertShape(reader.message.List, body)
      const found = body.payload.find((one: { id: number }) => one.id === id)
      assert.equal(found.content, `from ${writer.name}`)
      assert.equal(found.content_type, 'input_select')
      assert.deepEqual(found.content_attributes, { items })
      assert.equal(found.sender.id, server.home.ann.id)
    }
  }
})

test("Ndoto's private note is the seed's, and stays within the team", async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, NDOTO)
  const content = 'Internal note: customer is on the premium plan.'
  const note = await messages.send({ content, message_type: 'outgoing', private: true })
  assert.equal(note.status, 200)
  assert.equal(note.body.private, true)
  const inCustomersName = await messages.send({ content: 'Also a note', message_type: 'incoming', private: true })
  assert.equal(inCustomersName.status, 200)
  assert.deepEqual((await messages.list()).body.payload, [note.body, inCustomersName.body])
  const { conversation, account } = server.home
  const jane = { ...systemCtx(server.core, account.id), actor: server.home.jane, dialect: 'chatwoot' as const }
  const query = { order: 'newest', limit: 20, deleted: true, system: true } as const
  assert.deepEqual(await listMessages(jane, await getConversation(jane, { id: conversation.id }), query), [])
})
