import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { call, startServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'
import { recordEvents } from '../../../core/events/record-events.ts'
import { toWireTime } from '../wire.ts'

const MINUTE = 60_000_000
const START = Date.UTC(2026, 2, 1, 12) * 1000

async function startClock(t: TestContext) {
  const clock = { now: START + MINUTE / 2 }
  const server = await startServer(t, { now: () => clock.now })
  const { home } = server
  const talk = `/conversations/${home.conversation.id}/messages`
  return { clock, server, home, talk, ann: parleyClient(server, home.secrets.ann) }
}

test('messages are counted minute by minute by who wrote them, in whichever API, and still known after a restart', async (t) => {
  const { clock, server, home, talk, ann } = await startClock(t)
  await parleyClient(server, home.secrets.jane).post(talk, { text: 'Is there a room?' })
  const path = `/ndoto/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
  await server.call('POST', path, { token: home.tokens.ndoto, body: { content: 'There is', message_type: 'outgoing' } })
  await server.call('POST', path, {
    token: home.tokens.ndoto,
    body: { content: 'It is the last one', message_type: 'outgoing', private: true },
  })
  await parleyClient(server, server.away.secrets.ann).post(`/conversations/${server.away.conversation.id}/messages`, { text: 'elsewhere' })
  const first = (await ann.get('/activity?minutes=1')).body
  const { events, ...messages } = first.minutes[0].messages
  assert.deepEqual(messages, { inbound: 1, outbound: 1, notes: 1 })
  assert.equal(events, first.position, 'the account is not older than that')

  clock.now += 2 * MINUTE
  await ann.post(talk, { text: 'Shall I keep it?' })
  await ann.patch(`/conversations/${home.conversation.id}`, { status: 'resolved' })
  const counted = async () => {
    const { minutes } = (await ann.get('/activity?minutes=3')).body
    return minutes.map((one: { at: string; messages: { inbound: number; outbound: number } }) => [
      one.at,
      one.messages.inbound,
      one.messages.outbound,
    ])
  }
  const expected = [
    [toWireTime(START), 1, 1],
    [toWireTime(START + MINUTE), 0, 0],
    [toWireTime(START + 2 * MINUTE), 0, 1],
  ]
  assert.deepEqual(await counted(), expected)
  // What another process writes counts as well.
  const answer = await call(`${await server.startTwin()}/parley/v1${talk}`, 'POST', { token: home.secrets.jane, body: { text: 'Please' } })
  assert.equal(answer.status, 201)
  expected[2] = [toWireTime(START + 2 * MINUTE), 1, 1]
  assert.deepEqual(await counted(), expected)
  await server.restart()
  assert.deepEqual(await counted(), expected)
  const whole = (await ann.get('/activity')).body
  assert.deepEqual([whole.minutes.length, whole.messagesSince], [60, toWireTime(START - 57 * MINUTE)])
  assert.equal(whole.minutes.at(-1).at, toWireTime(START + 2 * MINUTE))

  clock.now += 60 * MINUTE
  await ann.post(talk, { text: 'Are you there?' })
  const later = (await ann.get('/activity')).body.minutes.map((one: { messages: { outbound: number } }) => one.messages.outbound)
  assert.deepEqual([later.length, later.reduce((sum: number, one: number) => sum + one, 0)], [60, 1])
})

test('of an hour with more events than are counted at once the newest are, and it is said from when on', async (t) => {
  const { clock, server, home, ann } = await startClock(t)
  const event = {
    type: 'message.created' as const,
    conversationId: home.conversation.id,
    messageId: 1,
    private: false,
    subjectId: null,
    actor: { kind: 'contact' as const, id: home.jane.id },
    data: {},
  }
  const happen = (count: number) =>
    server.core.store.tx((tx) =>
      recordEvents(
        tx,
        home.account.id,
        clock.now,
        Array.from({ length: count }, () => event),
      ),
    )
  await happen(10)
  clock.now += MINUTE
  const since = clock.now
  await happen(100_000)
  const busy = (await ann.get('/activity?minutes=2')).body
  assert.deepEqual([busy.minutes[0].messages, busy.minutes[1].messages.inbound], [null, 100_000])
  assert.equal(busy.messagesSince, toWireTime(since))
  await happen(6000)
  assert.equal((await ann.get('/activity?minutes=1')).body.minutes[0].messages.inbound, 106_000)
})

test('attempts of an account’s webhooks are known with how long they took since the process began, and nobody else’s', async (t) => {
  const { clock, server, home, ann } = await startClock(t)
  const { tries } = server.core.activity
  clock.now += MINUTE
  for (let ms = 1; ms <= 100; ms++) tries.tried(home.account.id, { taken: true, latencyMs: ms })
  tries.tried(home.account.id, { taken: false, latencyMs: 10_000 })
  tries.tried(server.away.account.id, { taken: false, latencyMs: 1 })
  const { minutes, webhooksSince } = (await ann.get('/activity?minutes=3')).body
  assert.equal(webhooksSince, toWireTime(START + MINUTE / 2))
  const [before, quiet, busy] = minutes.map((one: { webhooks: object | null }) => one.webhooks)
  assert.deepEqual([before, quiet], [null, { taken: 0, failed: 0, p50Ms: null, p95Ms: null }])
  assert.deepEqual([busy.taken, busy.failed], [100, 1])
  assert.ok(busy.p50Ms > 42 && busy.p50Ms < 60, `${busy.p50Ms}`)
  assert.ok(busy.p95Ms > 80 && busy.p95Ms < 115, `${busy.p95Ms}`)
})

test('figures of the installation are told to the only account there is, and to none of several', async (t) => {
  const { server, home, ann } = await startClock(t)
  assert.equal((await ann.get('/activity')).body.installation, null)
  await server.core.store.tx((tx) => tx.run('delete from accounts where account_id = $1', [server.away.account.id]))
  const { installation } = (await ann.get('/activity?minutes=1')).body
  assert.ok(installation.minutes[0].storeBytes > 100_000)
  assert.deepEqual([installation.streams, installation.minutes[0].requests], [0, []], 'nothing counts requests here')
  const bob = await parleyClient(server, home.secrets.bob).get('/activity')
  assert.deepEqual([bob.status, bob.body.error.code], [403, 'not_allowed'])
})
