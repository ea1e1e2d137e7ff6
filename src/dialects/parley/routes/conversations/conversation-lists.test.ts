import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE, startServer, type TestServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { changeMemberships } from '../../../../core/members/change-memberships.ts'
import { createTeam } from '../../../../core/teams/create-team.ts'

/** Chatwoot's API, as Ann. */
function chatwoot(server: TestServer, method: string, path: string, body?: unknown) {
  const { account, secrets } = server.home
  return server.call(method, `/chatwoot/api/v1/accounts/${account.id}${path}`, { token: secrets.ann, body })
}

test('an overview shows who and what a conversation is about, the newest word and what the team has not seen', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const client = parleyClient(server, home.secrets.bob)
  const { conversation, jane, channel, eve } = home
  const team = await core.store.tx((tx) => createTeam(systemCtx(core, home.account.id), tx, { name: 'Desk' }))
  const path = `/conversations/${conversation.id}`
  const say = async (body: object) => (await client.post(`${path}/messages`, body)).body
  for (const text of ['One', 'Two']) await say({ text, author: { contactId: jane.id } })
  const note = await say({ text: 'A regular', private: true })
  await client.patch(path, { assigneeId: eve.id, teamId: team.id }) // leaves activities, which nobody wrote
  const [listed] = (await client.get('/conversations?include=overview&limit=1')).body.conversations
  assert.deepEqual(listed.overview, {
    channel: { id: channel.id, name: 'Website', kind: 'api' },
    contact: { id: jane.id, name: 'Jane Doe', email: jane.email, phone: null },
    assignee: { id: eve.id, name: 'Eve Home' },
    team: { id: team.id, name: 'Desk' },
    lastMessage: note,
    unread: 2,
  })
  assert.deepEqual((await client.get(`${path}?include=overview`)).body, listed)
  assert.equal((await client.get(path)).body.overview, undefined)
  const empty = (await client.get(`/conversations/${home.ticket.id}?include=overview`)).body.overview
  assert.deepEqual([empty.assignee, empty.team, empty.lastMessage, empty.unread], [null, null, null, 0])
  // What was said last and deleted is still the last: as a tombstone.
  await client.delete(`${path}/messages/${note.id}`)
  const after = (await client.get(`${path}?include=overview`)).body.overview
  assert.deepEqual([after.lastMessage.id, after.lastMessage.text, typeof after.lastMessage.deletedAt], [note.id, null, 'string'])
  // To a customer it is the business's own.
  const own = await parleyClient(server, home.secrets.jane).get('/conversations?include=overview')
  assert.equal(own.status, 200)
  for (const one of own.body.conversations) assert.equal(one.overview, undefined)
})

test('a conversation is found by the number that people know, by those who may see it', {
  skip: ENGINE === 'postgres' && 'as any other filter',
}, async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const find = async (number: number | string, token = secrets.ann) => {
    const { status, body } = await parleyClient(server, token).get(`/conversations?number=${number}`)
    return status === 200 ? body.conversations.map(({ id }: { id: number }) => id) : body.error.code
  }
  assert.deepEqual(await find(conversation.number), [conversation.id])
  assert.deepEqual(await find(99), [])
  assert.deepEqual(await find(0), 'query_invalid')
  assert.deepEqual(await find(conversation.number, secrets.jane), [conversation.id])
  assert.deepEqual(await find(conversation.number, server.away.secrets.jane), [server.away.conversation.id])
})

test('what somebody of the team has seen here is seen in Chatwoot, and the other way round', async (t) => {
  let now = Date.UTC(2026, 0, 2) * 1000
  // Chatwoot takes a look back to a second before the message.
  const server = await startServer(t, { now: () => (now += 1_100_000) })
  const { home } = server
  const { conversation, jane, secrets } = home
  const eve = parleyClient(server, secrets.eve) // she is not in the conversation
  const path = `/conversations/${conversation.id}`
  for (const text of ['One', 'Two', 'Three']) await eve.post(`${path}/messages`, { text, author: { contactId: jane.id } })
  const unread = async () => [
    (await chatwoot(server, 'GET', `/conversations/${conversation.number}`)).body.unread_count,
    (await eve.get(`${path}?include=overview`)).body.overview.unread,
  ]
  const read = async (seq: number) => (await eve.post(`${path}/read`, { seq })).body
  assert.deepEqual(await unread(), [3, 3])
  assert.deepEqual(await read(2), {
    author: { kind: 'member', id: home.eve.id, name: 'Eve Home' },
    role: null,
    joinedAt: null,
    leftAt: null,
    lastReadSeq: 2,
  })
  assert.deepEqual(await unread(), [1, 1])
  await read(1)
  assert.deepEqual(await unread(), [1, 1], 'a look never moves back')
  assert.equal((await read(99)).lastReadSeq, 3)
  assert.deepEqual(await unread(), [0, 0])
  await chatwoot(server, 'POST', `/conversations/${conversation.number}/unread`)
  assert.deepEqual(await unread(), [1, 1])
  await read(3)
  assert.deepEqual(await unread(), [0, 0])
  assert.equal((await eve.post(`${path}/unread`)).body.id, conversation.id)
  assert.deepEqual(await unread(), [1, 1])
  assert.equal((await parleyClient(server, secrets.jane).post(`${path}/unread`)).status, 403)
  await eve.post(`${path}/messages`, { text: 'Four', author: { contactId: jane.id } })
  await chatwoot(server, 'POST', `/conversations/${conversation.number}/update_last_seen`)
  assert.deepEqual(await unread(), [0, 0])
  const events = (await eve.get('/events?types=conversation.read')).body.events
  assert.deepEqual(
    events.map((one: { actor: { id: number }; data: object }) => [one.actor.id, one.data]),
    [
      [home.eve.id, { authorId: home.eve.id, lastReadSeq: 2 }],
      [home.eve.id, { authorId: home.eve.id, lastReadSeq: 3 }],
      [home.eve.id, { authorId: home.eve.id, lastReadSeq: 3 }],
      [home.ann.id, { authorId: home.ann.id, lastReadSeq: 4 }],
    ],
  )
})

test('conversations are counted as mine, unassigned and all, as far as the filter and the caller’s reach go', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const bob = parleyClient(server, home.secrets.bob)
  const open = async (body: object) => (await bob.post('/conversations', { kind: 'k', ...body })).body.id
  const mine = await open({ assigneeId: home.bob.id, labels: ['vip'] })
  await open({ assigneeId: home.eve.id, labels: ['vip'] })
  await open({})
  await open({ status: 'resolved' })
  const counts = async (client: typeof bob, query: string) => (await client.get(`/conversations/counts?${query}`)).body
  assert.deepEqual(await counts(bob, 'kind=k'), { mine: 1, unassigned: 2, all: 4 })
  assert.deepEqual(await counts(bob, 'kind=k&status=open'), { mine: 1, unassigned: 1, all: 3 })
  assert.deepEqual(await counts(bob, 'label=vip&status=open&status=pending'), { mine: 1, unassigned: 0, all: 2 })
  assert.deepEqual(await counts(bob, `channelId=${home.channel.id}`), { mine: 1, unassigned: 4, all: 6 })
  const listed = await bob.get('/conversations?assignee=me')
  assert.deepEqual(
    listed.body.conversations.map((one: { id: number }) => one.id),
    [mine],
  )
  const jane = parleyClient(server, home.secrets.jane)
  assert.deepEqual(await counts(jane, ''), { mine: 0, unassigned: 0, all: 2 })
  assert.deepEqual(await counts(jane, 'label=vip'), { mine: 0, unassigned: 0, all: 0 })
  for (const bad of ['assignee=me', 'status=shut', 'limit=1'])
    assert.equal((await bob.get(`/conversations/counts?${bad}`)).status, 400, bad)
  // Once the inbox has members, others reach in it what they take part in alone.
  const ctx = systemCtx(core, home.account.id)
  const members = { kind: 'channel', id: home.channel.id, action: 'add', memberIds: [home.bob.id] } as const
  await core.store.tx((tx) => changeMemberships(ctx, tx, members))
  const eve = parleyClient(server, home.secrets.eve)
  assert.deepEqual(await counts(eve, ''), { mine: 0, unassigned: 0, all: 0 })
})
