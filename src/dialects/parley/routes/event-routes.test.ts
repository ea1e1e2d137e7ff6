import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CallAnswer, startServer } from '../../../../test/harness.ts'
import { type ParleyClient, parleyClient } from '../../../../test/parley-client.ts'

type Events = CallAnswer['body'][]

/** The whole log as a client reads it, page by page. */
async function readAll(client: ParleyClient, limit: number, after = 0): Promise<{ events: Events; nextAfter: number }> {
  const events: Events = []
  for (let page = 0; page < 500; page++) {
    const { body } = await client.get(`/events?after=${after}&limit=${limit}`)
    assert.ok(body.events.length <= limit)
    events.push(...body.events)
    assert.ok(body.nextAfter > after || !body.more, 'every page with more behind it moves on')
    after = body.nextAfter
    if (!body.more) return { events, nextAfter: after }
  }
  throw new Error('the log does not end')
}

test('an event names what happened and shows what it is about as that is now', async (t) => {
  const now = Date.UTC(2026, 0, 2) * 1000
  const server = await startServer(t, { now: () => now })
  const { conversation, ann, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const { nextAfter } = await readAll(client, 100)
  const path = `/conversations/${conversation.id}`
  const sent = (await client.post(`${path}/messages`, { text: 'one' })).body
  await client.patch(`${path}/messages/${sent.id}`, { text: 'two' })
  const { body } = await client.get(`/events?after=${nextAfter}`)
  const shown = (await client.get(`${path}/messages/${sent.id}`)).body
  const event = {
    position: nextAfter + 1,
    type: 'message.created',
    at: '2026-01-02T00:00:00.000000Z',
    actor: { kind: 'member', id: ann.id },
    conversationId: conversation.id,
    messageId: sent.id,
    subjectId: null,
    data: { firstReplyAt: [null, now] },
    conversation: (await client.get(path)).body,
    message: shown,
  }
  assert.equal(shown.text, 'two')
  assert.deepEqual(body, {
    events: [event, { ...event, position: nextAfter + 2, type: 'message.updated', data: { body: true } }],
    nextAfter: nextAfter + 2,
    more: false,
  })
})

test('pages of any size tell the same log, without gaps, from any position', async (t) => {
  const server = await startServer(t)
  const client = parleyClient(server, server.home.secrets.ann)
  const { events, nextAfter } = await readAll(client, 500)
  assert.deepEqual(
    events.map((event) => event.position),
    events.map((_, index) => index + 1),
  )
  for (const limit of [1, 2, 7]) assert.deepEqual(await readAll(client, limit), { events, nextAfter })
  assert.deepEqual((await readAll(client, 3, 5)).events, events.slice(5))
  const end = await client.get(`/events?after=${nextAfter + 10}`)
  assert.deepEqual(end.body, { events: [], nextAfter: nextAfter + 10, more: false })
  for (const query of ['after=-1', 'after=x', 'limit=501', 'limit=0', 'since=1']) {
    assert.equal((await client.get(`/events?${query}`)).status, 400, query)
  }
})

test('others than the team are told only what happened in their conversations, nothing about notes, and no business of the team', async (t) => {
  const server = await startServer(t)
  const { conversation, ticket, eve, secrets } = server.home
  const team = parleyClient(server, secrets.ann)
  const contact = parleyClient(server, secrets.jane)
  const { nextAfter } = await readAll(team, 500)
  const other = (await team.post('/conversations', { subject: 'Not hers' })).body
  await team.post(`/conversations/${other.id}/messages`, { text: 'elsewhere' })
  await team.post(`/conversations/${conversation.id}/messages`, { text: 'a note', private: true })
  await team.post(`/conversations/${conversation.id}/messages`, { text: 'for Jane' })
  await team.patch(`/conversations/${conversation.id}`, { labels: ['difficult'], assigneeId: eve.id })
  await team.patch(`/conversations/${ticket.id}`, { status: 'resolved', priority: 'urgent' })
  const unread = `/chatwoot/api/v1/accounts/${server.home.account.id}/conversations/${conversation.number}/unread`
  assert.equal((await server.call('POST', unread, { token: secrets.ann })).status, 200)
  await team.post('/contacts', { name: 'Somebody else' })
  const all = await readAll(team, 500, nextAfter)
  assert.deepEqual(
    all.events.map((event) => event.position),
    all.events.map((_, index) => nextAfter + 1 + index),
  )
  for (const limit of [1, 2, 100]) {
    const { events, nextAfter: end } = await readAll(contact, limit, nextAfter)
    assert.deepEqual(
      events.map((event) => [event.type, event.conversationId, event.data, event.message?.text]),
      [
        ['message.created', conversation.id, {}, 'for Jane'],
        ['conversation.updated', ticket.id, { status: ['open', 'resolved'] }, undefined],
      ],
    )
    assert.equal(end, all.nextAfter)
  }
  const whole = JSON.stringify(await readAll(contact, 100))
  for (const secret of ['a note', 'difficult', 'Not hers', 'elsewhere', 'urgent', 'Somebody', 'labels', 'member.created']) {
    assert.ok(!whole.includes(secret), secret)
  }
})

test('a reader of little gets through a long log that is not theirs', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const team = parleyClient(server, secrets.ann)
  const { nextAfter } = await readAll(team, 500)
  const other = (await team.post('/conversations', { subject: 'Busy' })).body
  const messages = Array.from({ length: 1000 }, () => ({ conversationId: other.id, text: 'x' }))
  for (let round = 0; round < 3; round++) await team.post('/messages/batch', { messages })
  await team.post(`/conversations/${conversation.id}/messages`, { text: 'at last' })
  const contact = parleyClient(server, secrets.jane)
  const first = await contact.get(`/events?after=${nextAfter}&limit=10`)
  assert.deepEqual([first.body.events, first.body.more], [[], true])
  const { events } = await readAll(contact, 10, nextAfter)
  assert.deepEqual(
    events.map((event) => event.message.text),
    ['at last'],
  )
})
