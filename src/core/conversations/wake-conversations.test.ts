import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { parleyClient } from '../../../test/parley-client.ts'
import { wakeConversations } from './wake-conversations.ts'

const MINUTE = 60_000_000

test('a snoozed conversation opens by itself once its time has come, once, and in every API', async (t) => {
  const clock = { now: Date.UTC(2026, 0, 2) * 1000 }
  const server = await startServer(t, { now: () => clock.now })
  const { core, home, away } = server
  const wake = () => wakeConversations(core, () => false)
  const ann = parleyClient(server, home.secrets.ann)
  const until = (minutes: number) => new Date((clock.now + minutes * MINUTE) / 1000).toISOString()
  const open = async (body: object) => (await ann.post('/conversations', body)).body.id as number
  const chatwoot = (method: string, path: string, body?: unknown) =>
    server.call(method, `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}${path}`, {
      token: home.secrets.ann,
      body,
    })
  await chatwoot('POST', '/toggle_status', { status: 'snoozed', snoozed_until: clock.now / 1_000_000 + 600 })
  const others = {
    later: await open({ status: 'snoozed', snoozedUntil: until(11) }),
    untilReply: await open({ status: 'snoozed' }),
    pending: await open({ status: 'pending', snoozedUntil: until(1) }),
    resolved: await open({ status: 'snoozed', snoozedUntil: until(5) }),
  }
  await ann.patch(`/conversations/${others.resolved}`, { status: 'resolved' })
  await parleyClient(server, away.secrets.ann).patch(`/conversations/${away.conversation.id}`, {
    status: 'snoozed',
    snoozedUntil: until(10),
  })
  clock.now += 10 * MINUTE - 1
  assert.equal(await wake(), 0, 'not a moment before')
  clock.now += 1
  assert.equal(await wakeConversations(core, () => true), 0, 'a server that stops does not begin')
  const counts = await Promise.all([wake(), wake(), wake()])
  assert.deepEqual(
    counts.reduce((sum, count) => sum + count),
    2,
    'this one and the other account’s, whoever comes first',
  )
  assert.equal(await wake(), 0)

  const path = `/conversations/${home.conversation.id}`
  const { status, snoozedUntil, lastActivityAt } = (await ann.get(path)).body
  assert.deepEqual([status, snoozedUntil, lastActivityAt], ['open', null, '2026-01-02T00:10:00.000000Z'])
  const shown = (await chatwoot('GET', '')).body
  assert.deepEqual([shown.status, shown.snoozed_until], ['open', null])
  const { events } = (await ann.get(`/events?conversationId=${home.conversation.id}&limit=500`)).body
  const told = events
    .slice(-2)
    .map((one: { type: string; actor: object; data: object; message: { text: string } | null }) => [one.type, one.actor, one.message?.text])
  assert.deepEqual(told, [
    ['conversation.updated', { kind: 'system', id: 0 }, undefined],
    ['message.created', { kind: 'system', id: 0 }, 'Parley reopened the conversation'],
  ])
  const statuses = Object.entries(others).map(async ([name, id]) => [name, (await ann.get(`/conversations/${id}`)).body.status])
  assert.deepEqual(Object.fromEntries(await Promise.all(statuses)), {
    later: 'snoozed',
    untilReply: 'snoozed',
    pending: 'pending',
    resolved: 'resolved',
  })
})

test('a customer’s word opens what is snoozed before its time', async (t) => {
  const server = await startServer(t)
  const ann = parleyClient(server, server.home.secrets.ann)
  const path = `/conversations/${server.home.conversation.id}`
  const snoozedUntil = new Date(Date.now() + 3_600_000).toISOString()
  assert.equal((await ann.patch(path, { status: 'snoozed', snoozedUntil })).body.status, 'snoozed')
  await parleyClient(server, server.home.secrets.jane).post(`${path}/messages`, { text: 'Are you there?' })
  const { status, snoozedUntil: until } = (await ann.get(path)).body
  assert.deepEqual([status, until], ['open', null])
})
