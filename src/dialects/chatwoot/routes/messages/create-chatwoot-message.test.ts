import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { addEmailConversation, addMember, assertShape, countWrites, messagesOf } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

/** A moment of 1712001000 whole seconds and a little more. */
const NOW = 1_712_001_000_123_456
const now = () => NOW

test('Chatwoot answers a send with its message object', async (t) => {
  const server = await startServer(t, { now })
  const { ann, jane, conversation, channel } = server.home
  const messages = messagesOf(server, CHATWOOT)
  const sent = await messages.send({ content: 'Hello', echo_id: 'e1', source_id: 's1', external_created_at: 1700000000, unknown: [1] })
  assert.equal(sent.status, 200)
  const expected = {
    id: sent.body.id,
    content: 'Hello',
    inbox_id: channel.id,
    conversation_id: conversation.number,
    message_type: 1,
    content_type: 'text',
    status: 'sent',
    content_attributes: { external_created_at: 1700000000 },
    created_at: 1712001000,
    private: false,
    source_id: 's1',
    sender: {
      id: ann.id,
      name: ann.name,
      available_name: ann.name,
      avatar_url: '',
      type: 'user',
      availability_status: 'offline',
      thumbnail: '',
    },
  }
  assert.deepEqual(sent.body, { ...expected, echo_id: 'e1' })
  const incoming = await messages.send({ content: 'Hi', message_type: 'incoming' })
  assert.deepEqual(incoming.body.sender, {
    additional_attributes: {},
    custom_attributes: {},
    email: jane.email,
    id: jane.id,
    identifier: null,
    name: 'Jane Doe',
    phone_number: null,
    thumbnail: '',
    blocked: false,
    type: 'contact',
  })
  assert.equal(incoming.body.message_type, 0)
  assert.deepEqual((await messages.list()).body.payload, [expected, incoming.body])
})

test('Chatwoot checks the items of rich kinds', async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, CHATWOOT)
  const items = [{ title: 'Red', value: 'red' }]
  const good = await messages.send({ content: 'Which?', content_type: 'input_select', content_attributes: { items } })
  assert.equal(good.status, 200)
  assert.deepEqual(good.body.content_attributes, { items })
  const before = await countWrites(server)
  for (const [content_type, attributes] of [
    ['input_select', {}],
    ['input_select', { items: [] }],
    ['input_select', { items: ['Red'] }],
    ['input_select', { items: [{ title: 'Red', colour: 'red' }] }],
    ['cards', { items: [{ title: 'A card' }] }],
    ['cards', { items: [{ title: 'A card', actions: [{ text: 'Go', link: 'x' }] }] }],
    ['form', { items: [{ name: 'email', kind: 'email' }] }],
    ['article', { items: [{ url: 'x' }] }],
  ] as const) {
    const { status, body } = await messages.send({ content: 'x', content_type, content_attributes: attributes })
    assert.equal(status, 422, `${content_type} ${JSON.stringify(attributes)}`)
    assert.match(body.error, /^Validation failed: Content attributes /)
  }
  assert.deepEqual(await countWrites(server), before)
})

test('Chatwoot takes a message without text, and null for whatever is optional', async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, CHATWOOT)
  const sent = await messages.send({ content: null, message_type: null, private: null, content_type: null, content_attributes: null })
  assert.equal(sent.status, 200)
  assert.equal(sent.body.content, null)
  assert.equal(sent.body.message_type, 1)
  assert.deepEqual((await messages.send({})).body.content, null)
})

test('an answered message is named by id or source id, and only in the same conversation', async (t) => {
  const server = await startServer(t)
  const { account, tokens, ticket } = server.home
  const messages = messagesOf(server, CHATWOOT)
  const first = (await messages.send({ content: 'Question', source_id: 'wa-1' })).body
  const byId = await messages.send({ content: 'Answer', content_attributes: { in_reply_to: first.id, note: 'kept' } })
  assert.deepEqual(byId.body.content_attributes, { in_reply_to: first.id, in_reply_to_external_id: 'wa-1', note: 'kept' })
  const bySource = await messages.send({ content: 'Answer', content_attributes: { in_reply_to_external_id: 'wa-1' } })
  assert.deepEqual(bySource.body.content_attributes, { in_reply_to: first.id, in_reply_to_external_id: 'wa-1' })
  const elsewhere = `/chatwoot/api/v1/accounts/${account.id}/conversations/${ticket.number}/messages`
  const none = { in_reply_to: null, in_reply_to_external_id: null }
  for (const content_attributes of [
    { in_reply_to: first.id },
    { in_reply_to_external_id: 'wa-1' },
    { in_reply_to: {} },
    { in_reply_to: 'x' },
  ]) {
    const answer = await server.call('POST', elsewhere, { token: tokens.chatwoot, body: { content: 'x', content_attributes } })
    assert.equal(answer.status, 200)
    assert.deepEqual(answer.body.content_attributes, none)
  }
  const listed = (await messagesOf(server, NDOTO).list()).body.payload[1]
  assert.deepEqual(listed.content_attributes, byId.body.content_attributes)
})

test('Chatwoot speaks as a named bot of the account, and as nobody else', async (t) => {
  const server = await startServer(t)
  const { ann, bob } = server.home
  const { member: bot } = await addMember(server, 'Botty', 'bot')
  const messages = messagesOf(server, CHATWOOT)
  const sent = await messages.send({ content: 'Beep', sender_type: 'AgentBot', sender_id: bot.id })
  assert.deepEqual(sent.body.sender, { id: bot.id, name: 'Botty', avatar_url: '', type: 'agent_bot' })
  for (const sender_id of [bob.id, server.away.ann.id, 999_999]) {
    assert.equal((await messages.send({ content: 'Beep', sender_type: 'AgentBot', sender_id })).body.sender.id, ann.id)
  }
})

test('Chatwoot sends a client_message_id once in each conversation; another message under it is 409', async (t) => {
  const server = await startServer(t)
  const { account, ticket, tokens } = server.home
  const messages = messagesOf(server, CHATWOOT)
  const body = { content: 'Once', client_message_id: 'c1' }
  const [first, twin] = await Promise.all([messages.send(body), messages.send(body)])
  assert.equal(first.status, 200)
  assert.deepEqual(twin.body, first.body)
  assert.deepEqual((await messages.send(body)).body, first.body)
  const other = await messages.send({ ...body, content: 'Other' })
  assert.equal(other.status, 409)
  assertShape(CHATWOOT.Refusal, other.body)
  const elsewhere = `/chatwoot/api/v1/accounts/${account.id}/conversations/${ticket.number}/messages`
  assert.equal((await server.call('POST', elsewhere, { token: tokens.chatwoot, body })).status, 200)
  assert.equal((await countWrites(server)).messages, 2)
})

test('Chatwoot fills in the variables of what the team writes, also with a new conversation; Ndoto and customers are taken at their word', async (t) => {
  const server = await startServer(t)
  const { ann, account, channel, conversation, jane } = server.home
  const messages = messagesOf(server, CHATWOOT)
  await server.call('PATCH', `/chatwoot/api/v1/accounts/${account.id}/contacts/${jane.id}`, {
    token: server.home.tokens.chatwoot,
    body: { custom_attributes: { plan: 'gold' } },
  })
  const said = async (content: string, more: object = {}) => (await messages.send({ content, ...more })).body.content
  assert.equal(
    await said(
      '{{contact.first_name}} {{contact.last_name}}, {{agent.name}} of {{account.name}}, {{inbox.name}} {{conversation.id}} {{contact.custom_attribute.plan}}',
    ),
    `Jane Doe, ${ann.name} of ${account.name}, ${channel.name} ${conversation.number} gold`,
  )
  assert.equal(await said("Dear {{contact.phone_number | default: 'you'}}", { private: true }), 'Dear you')
  assert.equal(await said('{{contact.name}}', { message_type: 'incoming' }), '{{contact.name}}')
  const ndoto = await messagesOf(server, NDOTO).send({ content: '{{contact.name}}', message_type: 'outgoing' })
  assert.equal(ndoto.body.content, '{{contact.name}}')
  const begun = await server.call('POST', `/chatwoot/api/v1/accounts/${account.id}/conversations`, {
    token: server.home.tokens.chatwoot,
    body: { inbox_id: channel.id, contact_id: jane.id, message: { content: 'Hi {{contact.name}}, no. {{conversation.id}}' } },
  })
  assert.equal(begun.body.messages[0].content, `Hi Jane Doe, no. ${begun.body.id}`)
})

test('Chatwoot keeps e-mail addresses and HTML in e-mail inboxes, and nowhere else', async (t) => {
  const server = await startServer(t)
  const mail = await addEmailConversation(server)
  const { account, tokens } = server.home
  const send = (body: object, number = mail.number) =>
    server.call('POST', `/chatwoot/api/v1/accounts/${account.id}/conversations/${number}/messages`, { token: tokens.chatwoot, body })
  const fields = {
    cc_emails: 'a@b.example, ,c@d.example',
    bcc_emails: '',
    email_html_content: '<p>Hello <b>you</b><script>x()</script></p>',
  }
  const sent = await send({ content: 'Hello you', ...fields })
  assert.equal(sent.status, 200, sent.text)
  assert.deepEqual(sent.body.content_attributes, { cc_emails: ['a@b.example', 'c@d.example'], bcc_emails: [] })
  const inParley = await server.call('GET', `/parley/v1/conversations/${mail.id}/messages`, { token: tokens.parley })
  assert.equal(inParley.body.messages[0].html, '<p>Hello <b>you</b></p>')
  const before = await countWrites(server)
  const bad = await send({ content: 'Hello', to_emails: 'a@b.example,nobody' })
  assert.deepEqual([bad.status, bad.body], [422, { error: 'Validation failed: Invalid email address nobody' }])
  assert.deepEqual(await countWrites(server), before)
  const api = await send({ content: 'Hello', ...fields, to_emails: 'nobody' }, server.home.conversation.number)
  assert.deepEqual([api.status, api.body.content_attributes], [200, {}])
})
