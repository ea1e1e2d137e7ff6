import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, ENGINE, startServer } from '../../../../test/harness.ts'
import { waitFor } from '../../../../test/wait-for.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { clientOf, makeVisitor } from '../client-api/client-test.ts'
import { deskOf } from '../desk-test.ts'
import { contactIdentifier, listen, memberIdentifier } from './cable-test.ts'

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
