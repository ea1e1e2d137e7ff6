import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, ENGINE, startServer } from '../../../../test/harness.ts'
import { waitFor } from '../../../../test/wait-for.ts'
import type { Core } from '../../../core/context.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { clientOf, makeVisitor } from '../client-api/client-test.ts'
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

test('what is the team’s own stays with the team, and a conversation with those who reach it', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const desk = deskOf(server, CHATWOOT)
  const { ok } = clientOf(server)
  const { contact, conversation, inside, path } = await makeVisitor(server)
  const other = await makeVisitor(server, { name: 'Yan' })
  const team = await ok('GET', path).then(() => desk.ok('POST', '/teams', { name: 'kitchen' }))
  const [ann, bob, eve, zed, yan, stranger] = await Promise.all([
    listen(t, server, memberIdentifier(server, home.ann.id)),
    listen(t, server, memberIdentifier(server, home.bob.id)),
    listen(t, server, memberIdentifier(server, home.eve.id)),
    listen(t, server, contactIdentifier(contact)),
    listen(t, server, contactIdentifier(other.contact)),
    listen(t, server, memberIdentifier(server, away.ann.id, away)),
  ])
  const at = `/conversations/${conversation.id}`
  await desk.ok('POST', `${at}/messages`, { content: `[@Eve](mention://user/${home.eve.id}/Eve) see`, private: true })
  await desk.ok('POST', `${at}/labels`, { labels: ['vip'] })
  await desk.ok('POST', `${at}/assignments`, { team_id: team.id })
  await desk.ok('POST', `${at}/assignments`, { assignee_id: home.bob.id })
  await desk.ok('POST', `${at}/toggle_status`, { status: 'resolved' })
  await ok('POST', `${inside}/messages`, { content: 'Once more' })
  await ok('POST', `${inside}/update_last_seen`)
  await desk.ok('PUT', `/contacts/${contact.id}`, { name: 'Zed Z' })
  await ann.data('contact.updated')

  // The customer's word opens it again: two changes of the status.
  const status = ['conversation.status_changed', 'conversation.updated']
  assert.deepEqual(zed.events(), [...status, 'message.created', ...status])
  assert.deepEqual(yan.events(), [])
  assert.deepEqual(stranger.events(), [])
  const resolved = (await zed.data('conversation.status_changed')) as Record<string, unknown>
  const { labels, meta, status: word } = resolved as { labels: unknown; meta: Record<string, unknown>; status: string }
  assert.deepEqual([word, labels, meta.assignee, meta.team], ['resolved', [], null, null])
  const shown = await ann.data('conversation.status_changed')
  assert.deepEqual(
    [shown.status, shown.labels, shown.meta.assignee.id, shown.performer.id],
    ['resolved', ['vip'], home.bob.id, home.ann.id],
  )
  assert.deepEqual(
    new Set(ann.events()),
    new Set([...status, 'message.created', 'team.changed', 'assignee.changed', 'conversation.read', 'contact.updated']),
  )
  assert.deepEqual(ann.events(), bob.events())
  assert.equal(eve.events().filter((name) => name === 'conversation.mentioned').length, 1)
  assert.ok(!ann.events().includes('conversation.mentioned'))

  // From now on the inbox is Bob's and the administrators'; Eve is the first to be told nothing.
  const before = eve.events().length
  await desk.ok('POST', '/inbox_members', { inbox_id: home.channel.id, user_ids: [home.bob.id] })
  await desk.ok('POST', `${at}/messages`, { content: 'For the kitchen' })
  await desk.ok('POST', '/contacts', { name: 'Somebody' })
  await eve.data('contact.created')
  assert.deepEqual(eve.events().slice(before), ['contact.created'])
  assert.ok(bob.frames.some(({ message }) => message?.data.content === 'For the kitchen'))
})

test('typing is told to everybody there but the typist, and of a note to the team', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const { contact, conversation } = await makeVisitor(server)
  const ann = await listen(t, server, memberIdentifier(server, home.ann.id))
  const bob = await listen(t, server, memberIdentifier(server, home.bob.id))
  const zed = await listen(t, server, contactIdentifier(contact))
  const { id } = (await core.store.one<{ id: number }>('select id from conversations where account_id = $1 and number = $2', [
    home.account.id,
    conversation.id,
  ])) as { id: number }
  const type = (author: { kind: 'member' | 'contact'; id: number }, on: boolean, isPrivate = false) =>
    core.signals.send({ kind: 'typing', accountId: home.account.id, conversationId: id, author, on, private: isPrivate, at: core.now() })
  type({ kind: 'member', id: home.ann.id }, true, true)
  type({ kind: 'member', id: home.ann.id }, false)
  type({ kind: 'contact', id: contact.id }, true)
  const on = await ann.data('conversation.typing_on')
  assert.deepEqual(
    [on.conversation.id, on.user.name, on.user.type, on.is_private, on.account_id],
    [conversation.id, 'Zed', 'contact', false, home.account.id],
  )
  await waitFor(() => bob.events().length === 3)
  assert.deepEqual(zed.events(), ['conversation.typing_off'])
  assert.deepEqual(ann.events(), ['conversation.typing_on'])
  assert.equal((await bob.data('conversation.typing_on')).performer.id, home.ann.id)
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

test('what another process does is told here', { skip: ENGINE === 'sqlite' && 'one process alone has the store' }, async (t) => {
  const server = await startServer(t)
  const { home } = server
  const twin = await server.startTwin()
  const ann = await listen(t, server, memberIdentifier(server, home.ann.id))
  const eve = await listen(t, server, memberIdentifier(server, home.eve.id))
  const base = `${twin}/chatwoot/api/v1/accounts/${home.account.id}`
  const at = `${base}/conversations/${home.conversation.number}`
  const token = home.tokens.chatwoot
  await call(`${at}/messages`, 'POST', { token, body: { content: 'From afar' } })
  assert.equal((await ann.data('message.created')).content, 'From afar')
  await call(`${at}/toggle_typing_status`, 'POST', { token: home.tokens.chatwoot, body: { typing_status: 'on' } })
  assert.equal((await eve.data('conversation.typing_on')).user.id, home.ann.id)
  assert.ok(!ann.events().includes('conversation.typing_on'))
  await call(`${base}/inbox_members`, 'POST', { token, body: { inbox_id: home.channel.id, user_ids: [home.bob.id] } })
  await call(`${at}/messages`, 'POST', { token, body: { content: 'Not for Eve' } })
  await call(`${base}/contacts`, 'POST', { token, body: { name: 'Somebody' } })
  await eve.data('contact.created')
  assert.ok(!JSON.stringify(eve.frames).includes('Not for Eve'))
})
