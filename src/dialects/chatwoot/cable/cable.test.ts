import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { waitFor } from '../../../../test/wait-for.ts'
import type { Core } from '../../../core/context.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { makeVisitor } from '../client-api/client-test.ts'
import { deskOf } from '../desk-test.ts'
import { toIso } from '../faces/times.ts'
import { contactIdentifier, dialCable, listen, memberIdentifier } from './cable-test.ts'

const NOW = 1_767_323_045_123_456
const SECONDS = 1_767_323_045

async function suspend(core: Core, accountId: number): Promise<void> {
  await core.store.tx((tx) => tx.run("update accounts set status = 'suspended' where account_id = $1", [accountId]))
  core.accounts.clear()
}

test('a socket speaks the protocol its clients ask for, and knows nobody by a wrong token', async (t) => {
  const server = await startServer(t)
  const { home, away, core } = server
  const { contact } = await makeVisitor(server)
  for (const path of ['/cable', '/chatwoot/cable', '/cable/?x=1']) {
    const client = await dialCable(t, server, path)
    assert.equal(client.socket.protocol, 'actioncable-v1-json')
    assert.deepEqual(client.frames, [{ type: 'welcome' }])
  }
  const client = await dialCable(t, server)
  const right = JSON.parse(memberIdentifier(server, home.ann.id))
  const spaced = JSON.stringify(right, null, 1)
  assert.deepEqual(await client.subscribe(spaced), { identifier: spaced, type: 'confirm_subscription' })
  assert.equal((await client.subscribe(contactIdentifier(contact))).type, 'confirm_subscription')
  assert.equal((await client.subscribe(JSON.stringify({ ...right, user_id: String(home.ann.id) }))).type, 'confirm_subscription')

  await deskOf(server, CHATWOOT).ok('DELETE', `/agents/${home.eve.id}`)
  await suspend(core, away.account.id)
  const flipped = right.pubsub_token.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A'))
  const wrong = [
    { ...right, pubsub_token: flipped },
    { ...right, pubsub_token: `0${right.pubsub_token}` },
    { ...right, pubsub_token: right.pubsub_token.replace(/^\w+/, away.account.id.toString(36)) },
    { ...right, pubsub_token: contact.pubsub_token.replace(/.$/, '_') },
    { ...right, account_id: away.account.id },
    { ...right, user_id: home.bob.id },
    { ...right, channel: 'OtherChannel' },
    { ...right, pubsub_token: home.tokens.chatwoot },
    { channel: 'RoomChannel' },
    JSON.parse(memberIdentifier(server, home.eve.id)),
    JSON.parse(memberIdentifier(server, home.jane.id)),
    JSON.parse(memberIdentifier(server, away.ann.id, away)),
  ]
  // A new socket for each: who is refused often is sent away.
  for (const one of [...wrong.map((said) => JSON.stringify(said)), 'no json', '']) {
    const stranger = await dialCable(t, server)
    assert.deepEqual(await stranger.subscribe(one), { identifier: one, type: 'reject_subscription' }, one)
  }
  for (const frame of ['no json', new Uint8Array([1, 2, 3]), ' '.repeat(20_000)]) {
    const garbled = await dialCable(t, server)
    garbled.socket.send(frame)
    await garbled.until((said) => said.type === 'disconnect' && said.reason === 'invalid_request' && said.reconnect === false)
    await waitFor(() => garbled.socket.readyState === WebSocket.CLOSED)
  }
  const flood = await dialCable(t, server)
  flood.socket.send('x'.repeat(100_000))
  await waitFor(() => flood.socket.readyState === WebSocket.CLOSED)
  for (const path of ['/ndoto/cable', '/99digital/cable']) {
    const nowhere = new WebSocket(server.url.replace('http', 'ws') + path, ['actioncable-v1-json'])
    await new Promise((resolve) => nowhere.addEventListener('error', resolve))
  }
})

test('a message is told whole to the team and to its contact, in the shape of the socket', async (t) => {
  const server = await startServer(t, { now: () => NOW })
  const { home } = server
  const { contact, conversation } = await makeVisitor(server)
  const ann = await listen(t, server, memberIdentifier(server, home.ann.id))
  const zed = await listen(t, server, contactIdentifier(contact))
  const desk = deskOf(server, CHATWOOT)
  const sent = await desk.ok('POST', `/conversations/${conversation.id}/messages`, { content: 'Hello Zed' })
  const told = await zed.data('message.created')
  const { performer, ...message } = told
  assert.deepEqual(message, {
    ...sent,
    account_id: home.account.id,
    updated_at: toIso(NOW),
    sender_type: 'User',
    sender_id: home.ann.id,
    processed_message_content: 'Hello Zed',
    additional_attributes: {},
    external_source_ids: {},
    sentiment: {},
    conversation: { assignee_id: null, unread_count: 0, last_activity_at: SECONDS, contact_inbox: { source_id: contact.source_id } },
  })
  assert.deepEqual(performer, sent.sender)
  assert.deepEqual(await ann.data('message.created'), told)
  assert.deepEqual((await ann.data('first.reply.created')).id, sent.id)

  await desk.ok('PATCH', `/conversations/${conversation.id}/messages/${sent.id}`, { status: 'delivered' })
  assert.deepEqual((await zed.data('message.updated')).previous_changes, { status: ['sent', 'delivered'] })
  assert.equal((await ann.data('message.updated')).status, 'delivered')
  assert.deepEqual(zed.events(), ['message.created', 'message.updated'])
})

test('who is there is told to whoever says that they are, and those who say nothing have gone', async (t) => {
  let now = NOW
  const server = await startServer(t, { now: () => now })
  const { home } = server
  t.mock.timers.enable({ apis: ['setInterval'] })
  const desk = deskOf(server, CHATWOOT)
  const { contact } = await makeVisitor(server)
  await desk.ok('POST', '/api/v1/profile/availability', { account_id: home.account.id, availability: 'busy' })
  const mine = memberIdentifier(server, home.ann.id)
  const ann = await listen(t, server, mine)
  const zed = await listen(t, server, contactIdentifier(contact))
  const presence = async (client: typeof ann, identifier: string) => {
    client.frames.length = 0
    client.send({ command: 'message', identifier, data: JSON.stringify({ action: 'update_presence' }) })
    return client.data('presence.update')
  }
  const account_id = home.account.id
  assert.deepEqual(await presence(ann, mine), { account_id, users: { [home.ann.id]: 'busy' }, contacts: { [contact.id]: 'online' } })
  assert.deepEqual(await presence(zed, contactIdentifier(contact)), { account_id, users: { [home.ann.id]: 'busy' } })
  const online = { message: 'The contact is online; try again later.' }
  const refused = await desk.call('DELETE', `/contacts/${contact.id}`)
  assert.deepEqual([refused.status, refused.body], [422, online])
  const shown = async () => (await desk.ok('GET', `/contacts/${contact.id}`)).payload.availability_status
  assert.equal(await shown(), 'online')
  now += 15_000_000
  await presence(ann, mine)
  now += 6_000_000
  t.mock.timers.tick(3000)
  assert.deepEqual(await presence(ann, mine), { account_id, users: { [home.ann.id]: 'busy' }, contacts: {} })
  assert.equal(await shown(), 'offline')
  assert.deepEqual(Object.keys((await presence(zed, contactIdentifier(contact))).users), [`${home.ann.id}`])
})

test('a token is good for as long as its owner is there', async (t) => {
  let now = NOW
  const server = await startServer(t, { now: () => now })
  const { home, core } = server
  t.mock.timers.enable({ apis: ['setInterval'] })
  const desk = deskOf(server, CHATWOOT)
  const [zed, yan] = [await makeVisitor(server), await makeVisitor(server, { name: 'Yan' })]
  const eve = await listen(t, server, memberIdentifier(server, home.eve.id))
  const asZed = await listen(t, server, contactIdentifier(zed.contact))
  await asZed.subscribe(contactIdentifier(yan.contact))
  const gone = { type: 'disconnect', reason: 'unauthorized', reconnect: false }
  await desk.ok('DELETE', `/agents/${home.eve.id}`)
  await eve.until(({ type }) => type === 'reject_subscription')
  assert.deepEqual(await eve.until(({ type }) => type === 'disconnect'), gone)

  await desk.ok('POST', '/actions/contact_merge', { base_contact_id: home.jane.id, mergee_contact_id: zed.contact.id })
  assert.equal((await asZed.until(({ type }) => type === 'reject_subscription')).identifier, contactIdentifier(zed.contact))
  assert.equal(asZed.socket.readyState, WebSocket.OPEN)
  // No event says that the account was suspended: it is looked again now and then.
  await suspend(core, home.account.id)
  now += 16_000_000
  t.mock.timers.tick(3000)
  assert.deepEqual(await asZed.until(({ type }) => type === 'disconnect'), gone)
})
