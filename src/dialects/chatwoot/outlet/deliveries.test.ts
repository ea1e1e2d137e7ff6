import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { type Received, startReceiver } from '../../../../test/delivery/start-receiver.ts'
import { startServer, type TestServer } from '../../../../test/harness.ts'
import { DIGITAL99 } from '../99digital.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { deskOf, sourceIdOf } from '../desk-test.ts'
import { messagesOf, PROFILES } from '../family-test.ts'
import { NDOTO } from '../ndoto.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came in and asserts on it.
const bodyOf = (one: Received): any => one.body

/** As a bridge checks it: over the bytes that came, with the time that stands in the headers. */
function isSigned({ headers, raw }: Received, secret: string): boolean {
  const signature = createHmac('sha256', secret).update(`${headers['x-chatwoot-timestamp']}.${raw}`).digest('hex')
  return headers['x-chatwoot-signature'] === `sha256=${signature}` && headers['x-chatwoot-delivery'] === headers['webhook-id']
}

async function setUp(server: TestServer, url: string) {
  const { home, away } = server
  const { ok } = deskOf(server, CHATWOOT)
  const secrets = new Map<string, string>()
  for (const profile of PROFILES) {
    const input = { url: `${url}/${profile.name}`, subscriptions: profile.desk.webhook.events }
    const { webhook } = (await deskOf(server, profile).ok('POST', '/webhooks', input)).payload
    secrets.set(profile.name, webhook.secret)
  }
  await deskOf(server, CHATWOOT, away).ok('POST', '/webhooks', { url: `${url}/away` })
  const inbox = await ok('PATCH', `/inboxes/${home.channel.id}`, { channel: { webhook_url: `${url}/inbox` } })
  secrets.set('inbox', inbox.secret)
  await ok('POST', '/inboxes', { name: 'Other', channel: { type: 'api', webhook_url: `${url}/other` } })
  const bot = await deskOf(server, NDOTO).ok('POST', '/agent_bots', { name: 'Helper', outgoing_url: `${url}/bot` })
  await ok('POST', `/inboxes/${home.channel.id}/set_agent_bot`, { agent_bot: bot.id })
  await ok('POST', '/agent_bots', { name: 'Idle', outgoing_url: `${url}/idle` })
  await server.deliver()
  return secrets
}

test('receivers get what each of the three promises, signed where it signs; inboxes and bots theirs, and nobody anything of others', async (t) => {
  const server = await startServer(t, { delivery: true })
  const receiver = await startReceiver(t)
  const secrets = await setUp(server, receiver.url)
  receiver.received.length = 0
  const { home } = server
  const { ok } = deskOf(server, CHATWOOT)
  const said = messagesOf(server, DIGITAL99)
  const path = `/conversations/${home.conversation.number}`
  await said.say('Where is it?', { message_type: 'incoming' })
  await said.say('Ask the kitchen', { private: true })
  await ok('POST', `${path}/toggle_status`, { status: 'resolved' })
  await ok('POST', '/contacts', { name: 'Gus' })
  await server.deliver()

  const at = (name: string) => receiver.received.filter((one) => one.path === `/${name}`)
  const heard = (name: string) => at(name).map((one) => bodyOf(one).event)
  const talk = ['message_created', 'conversation_updated', 'message_created', 'conversation_status_changed', 'conversation_updated']
  for (const name of ['chatwoot', 'ndoto', '99digital']) {
    // What happens in a conversation keeps its order; a contact is nobody's turn to wait for.
    assert.deepEqual(
      heard(name).filter((event) => event !== 'contact_created'),
      talk,
    )
    assert.ok(heard(name).includes('contact_created'))
  }
  for (const name of ['inbox', 'bot']) assert.deepEqual(heard(name), talk)
  for (const name of ['away', 'other', 'idle']) assert.deepEqual(heard(name), [])

  const [asked, , note] = at('chatwoot').filter((one) => bodyOf(one).event !== 'contact_created') as [Received, Received, Received]
  assert.equal(asked.headers['content-type'], 'application/json')
  assert.deepEqual([bodyOf(asked).content, bodyOf(asked).message_type, bodyOf(asked).private], ['Where is it?', 'incoming', false])
  assert.deepEqual([bodyOf(note).content, bodyOf(note).private], ['Ask the kitchen', true])
  assert.equal(bodyOf(asked).conversation.contact_inbox.source_id, await sourceIdOf(server))
  for (const name of ['chatwoot', 'inbox']) for (const one of at(name)) assert.ok(isSigned(one, secrets.get(name) ?? ''), name)
  const [plain] = at('ndoto').filter((one) => bodyOf(one).content === 'Where is it?') as [Received]
  assert.deepEqual([typeof bodyOf(plain).id, bodyOf(plain).contact.name], ['string', 'Jane Doe'])
  for (const name of ['ndoto', '99digital', 'bot']) for (const one of at(name)) assert.equal(one.headers['x-chatwoot-signature'], undefined)
})

test('who types is told at once to those who asked and to the inbox itself, without a number, and is in no ledger', async (t) => {
  const server = await startServer(t, { delivery: true })
  const receiver = await startReceiver(t)
  const secrets = await setUp(server, receiver.url)
  receiver.received.length = 0
  const { home } = server
  const { ok, call } = deskOf(server, CHATWOOT)
  const ledger = () => server.core.store.all('select * from webhook_deliveries')
  const before = (await ledger()).length
  const path = `/conversations/${home.conversation.number}/toggle_typing_status`
  await ok('POST', path, { typing_status: 'on', is_private: true })
  await ok('POST', path, { typing_status: 'perhaps' })
  assert.equal((await call('POST', '/conversations/999/toggle_typing_status', { typing_status: 'on' })).status, 404)
  await server.deliver()
  const client = `/public/api/v1/inboxes/${home.channel.identifier}/contacts/${await sourceIdOf(server)}`
  await ok('POST', `${client}/conversations/${home.conversation.number}/toggle_typing`, { typing_status: 'off' })
  await server.deliver()

  const account = { id: home.account.id, name: 'Home' }
  for (const name of ['chatwoot', 'inbox']) {
    const heard = receiver.received.filter((one) => one.path === `/${name}`)
    const told = heard.map((one) => {
      const { event, user, conversation, is_private } = bodyOf(one)
      assert.deepEqual([conversation.id, conversation.messages], [home.conversation.number, []])
      assert.ok('webhook-number' in one.headers === false && one.headers['x-chatwoot-signature'])
      assert.ok(secrets.get(name) !== undefined)
      return [event, user.name, user.account ?? null, is_private]
    })
    assert.deepEqual(told, [
      ['conversation_typing_on', 'Ann Home', null, true],
      ['conversation_typing_off', 'Jane Doe', account, false],
    ])
  }
  assert.equal(receiver.received.length, 4)
  assert.equal((await ledger()).length, before)
})
