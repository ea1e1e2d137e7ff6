import assert from 'node:assert/strict'
import { test } from 'node:test'
import { voicesOf } from '../clients/voices.ts'
import { startServer, type TestServer } from '../harness.ts'

async function openTicket(server: TestServer) {
  const body = { subject: 'Wrong order', message: 'This is not mine', priority: 'high' }
  const { ids } = server.core
  const made = await server.call('POST', '/ondi/customer/support/tickets', { token: server.home.secrets.jane, body })
  assert.equal(made.status, 201, made.text)
  const path = `/ondi/messaging/support/tickets/${made.body.data.id}`
  return {
    id: ids.fromUuid('conversation', made.body.data.conversation_id) ?? 0,
    show: async () => (await server.call('GET', path, { token: server.home.secrets.ann })).body.data,
    change: (status: string) => server.call('PATCH', path, { token: server.home.secrets.ann, body: { status } }),
  }
}

/** Those who do not know the ticket: Mews sees what its applications began, the Client API one visitor's own conversations. */
const STRANGERS = ['mews', 'client']

test('a ticket opened in OnDi is a conversation everywhere; whoever resolves it closes the ticket, and the other way round', async (t) => {
  const server = await startServer(t)
  const voices = Object.values(await voicesOf(server)).filter((one) => !STRANGERS.includes(one.name))
  for (const resolver of voices.filter((one) => one.resolve && one.name !== 'ondi')) {
    const ticket = await openTicket(server)
    for (const reader of voices) assert.equal(await reader.status(ticket.id), reader.words.open, reader.name)
    await resolver.resolve?.(ticket.id)
    assert.equal((await ticket.show()).status, 'closed', `resolved in ${resolver.name}`)
    assert.equal((await ticket.change('open')).status, 200)
    for (const reader of voices) assert.equal(await reader.status(ticket.id), reader.words.open, `opened in OnDi, seen in ${reader.name}`)
    assert.equal((await ticket.change('closed')).status, 200)
    for (const reader of voices)
      assert.equal(await reader.status(ticket.id), reader.words.resolved, `closed in OnDi, seen in ${reader.name}`)
  }
})

test('whoever is assigned in Chatwoot has claimed the ticket, and the other way round', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const ticket = await openTicket(server)
  const { body } = await server.call('GET', `/parley/v1/conversations/${ticket.id}`, { token: home.tokens.parley })
  const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${body.number}`
  const assign = (assignee_id: number | null) =>
    server.call('POST', `${path}/assignments`, { token: home.tokens.chatwoot, body: { assignee_id } })
  assert.equal((await assign(home.bob.id)).status, 200)
  assert.equal((await ticket.show()).assigned_to_user.first_name, 'Bob')
  assert.equal((await assign(null)).status, 200)
  const { id } = await ticket.show()
  const claim = await server.call('POST', `/ondi/messaging/support/tickets/${id}/assign-to-me`, { token: home.secrets.ann })
  assert.equal(claim.status, 200, claim.text)
  const shown = await server.call('GET', path, { token: home.tokens.chatwoot })
  assert.equal(shown.body.meta.assignee.id, home.ann.id)
  assert.equal(shown.body.priority, 'high')
})

test('a message written in any dialect notifies, in OnDi, whoever else is in the conversation; a note notifies nobody', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const voices = await voicesOf(server)
  const notified = async () =>
    (await server.call('GET', '/ondi/messaging/notifications?limit=100', { token: home.secrets.bob })).body as {
      notifications: { body: string }[]
      unread_count: number
    }
  for (const writer of Object.values(voices)) {
    await writer.send(home.conversation.id, `said in ${writer.name}`)
    assert.equal((await notified()).notifications[0]?.body, `said in ${writer.name}`)
  }
  assert.equal((await notified()).unread_count, Object.keys(voices).length)
  await voices.chatwoot.send(home.conversation.id, 'between us', { private: true })
  assert.ok(!JSON.stringify(await notified()).includes('between us'))
})
