import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pauseWebhook } from '../../src/core/webhooks/sending/pause-webhook.ts'
import { resumeWebhook } from '../../src/core/webhooks/sending/resume-webhook.ts'
import { ENGINE, startServer } from '../harness.ts'
import { waitFor } from '../wait-for.ts'
import { checkTold } from './check-told.ts'
import { openPlace, TEST_OUTLET, TEST_OUTLETS } from './place.ts'
import { answer, type Behaviour, OK, startReceiver } from './start-receiver.ts'

const SECOND = 1_000_000
const HOUR = 3600 * SECOND
const T0 = 1_800_000_000 * SECOND
const delivery = { outlets: TEST_OUTLETS }

/** Sends a byte now and then, and never ends. */
function drip(socket: Parameters<Behaviour>[1], text: string): undefined {
  socket.write(text)
  const timer = setInterval(() => socket.write('x'), 50)
  socket.on('close', () => clearInterval(timer))
}

/** What a receiver may do instead of taking a delivery, and how the ledger tells of it. */
const FAULTS: [name: string, behaviour: Behaviour, status: number | null][] = [
  ['gives no answer', () => undefined, null],
  ['resets the connection', (_, socket) => void socket.resetAndDestroy(), null],
  ['closes the connection', (_, socket) => void socket.end(), null],
  ['answers 500', () => answer(500), 500],
  ['answers 404', () => answer(404), 404],
  ['leads elsewhere', () => answer(301, 'location: /elsewhere\r\n'), 301],
  ['speaks no HTTP', () => '220 mail.example ESMTP ready\r\n', null],
  ['drips a head that never ends', (_, socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx: '), null],
]

test('whatever a receiver does instead of taking a delivery, it is told again, under the same id and before all that comes later', async (t) => {
  let now = T0
  const outlet = { ...TEST_OUTLET }
  const server = await startServer(t, { delivery: { outlets: new Map([['parley', outlet]]) }, now: () => now })
  const place = openPlace(server)
  const receiver = await startReceiver(t)
  const webhook = await place.addWebhook(receiver.url)
  const [talk = 0] = await place.addTalks(1)
  const texts = FAULTS.map(([name]) => name)
  for (const [name, behaviour] of FAULTS) {
    await place.say(talk, [name])
    receiver.behave(behaviour)
    outlet.timeoutMs = 200
    await server.deliver()
    outlet.timeoutMs = TEST_OUTLET.timeoutMs
    const count = receiver.received.length
    now += 4 * SECOND
    await server.deliver()
    assert.equal(receiver.received.length, count, `${name}: it is tried again too early`)
    receiver.behave(OK)
    now += 2 * SECOND
    await server.deliver()
  }
  checkTold(receiver, new Map([[talk, texts]]), await place.ledger(webhook))
  // A kept connection that is closed as it is used again says nothing of the receiver; then one attempt is made of two requests.
  const attempts = new Set(
    receiver.received.map(({ path, headers, body }) => [path, headers['webhook-number'], headers['webhook-attempt'], body.text].join()),
  )
  assert.deepEqual(
    [...attempts],
    texts.flatMap((text, index) => [1, 2].map((attempt) => ['/', index + 1, attempt, text].join())),
  )
  const tries = await place.tries(webhook)
  assert.deepEqual(
    tries.map((one) => [one.attempt, one.status, one.error === null]),
    FAULTS.flatMap(([, , status]) => [
      [1, status, false],
      [2, 200, true],
    ]),
  )
})

test('an answer whose body never ends counts by its status', { skip: ENGINE === 'postgres' && 'no store takes part in it' }, async (t) => {
  const server = await startServer(t, { delivery: { outlets: new Map([['parley', { ...TEST_OUTLET, timeoutMs: 600 }]]) } })
  const place = openPlace(server)
  const receiver = await startReceiver(t, (_, socket) => drip(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\n'))
  const webhook = await place.addWebhook(receiver.url)
  const [talk = 0] = await place.addTalks(1)
  await place.say(talk, ['one', 'two'])
  await server.deliver()
  assert.deepEqual(
    (await place.ledger(webhook)).map((row) => [row.state, row.attempts]),
    [
      ['delivered', 1],
      ['delivered', 1],
    ],
  )
})

test('a receiver that asks for time is told nothing before it is over, in no conversation', async (t) => {
  let now = T0
  const server = await startServer(t, { delivery, now: () => now })
  const place = openPlace(server)
  const receiver = await startReceiver(t, () => answer(429, 'retry-after: 600\r\n'))
  const webhook = await place.addWebhook(receiver.url)
  const [talk = 0, other = 0] = await place.addTalks(2)
  await place.say(talk, ['one'])
  await server.deliver()
  receiver.behave(OK)
  now += 599 * SECOND
  await place.say(other, ['two'])
  await server.deliver()
  assert.equal(receiver.received.length, 1)
  now += 2 * SECOND
  await server.deliver()
  checkTold(
    receiver,
    new Map([
      [talk, ['one']],
      [other, ['two']],
    ]),
    await place.ledger(webhook),
  )
})

test('a receiver that is away for a day, and a server that restarts meanwhile, lose nothing: few requests, and then everything once and in order', async (t) => {
  let now = T0
  const server = await startServer(t, { delivery, now: () => now })
  const place = openPlace(server)
  const receiver = await startReceiver(t)
  const webhook = await place.addWebhook(receiver.url)
  const talks = await place.addTalks(10)
  const said = new Map(talks.map((talk): [number, string[]] => [talk, []]))
  const sayAll = async (text: string) => {
    for (const texts of said.values()) texts.push(text)
    await Promise.all(talks.map((talk) => place.say(talk, [text])))
  }
  await sayAll('before')
  await server.deliver()
  receiver.behave((_, socket) => void socket.resetAndDestroy())
  for (let hour = 0; hour < 24; hour++) {
    await sayAll(`hour ${hour}`)
    await server.deliver()
    if (hour % 8 === 3) await server.restart()
    now += HOUR
  }
  const away = receiver.received.length - 10
  assert.ok(away > 24 && away < 24 + 3 * 8, `${away} requests while it was away`)
  assert.equal((await place.look(webhook)).status, 'active')
  receiver.behave(OK)
  await server.deliver()
  checkTold(receiver, said, await place.ledger(webhook))
  assert.equal(receiver.taken.length, 250)
})

test('a receiver that takes nothing for three days is paused with the reason, which the log tells; resumed, it is told everything', async (t) => {
  let now = T0
  const server = await startServer(t, { delivery, now: () => now })
  const place = openPlace(server)
  const receiver = await startReceiver(t, () => answer(500))
  const webhook = await place.addWebhook(receiver.url)
  const [talk = 0] = await place.addTalks(1)
  await place.say(talk, ['one', 'two'])
  for (let hour = 0; hour < 75; hour += 3) {
    await server.deliver()
    now += 3 * HOUR
  }
  const paused = await place.look(webhook)
  assert.deepEqual([paused.status, paused.lastError], ['paused', 'it answered 500'])
  assert.match(paused.pausedReason ?? '', /nothing for 72 hours.*it answered 500/)
  const { store } = server.core
  const events = await store.all('select data from events where account_id = $1 and type = $2', [webhook.accountId, 'webhook.updated'])
  assert.equal(events.length, 1)
  await place.say(talk, ['three'])
  await server.deliver()
  assert.deepEqual(
    (await place.ledger(webhook)).map((row) => row.state),
    ['pending', 'pending'],
  )
  receiver.behave(OK)
  await store.tx((tx) => resumeWebhook(place.ctx(), tx, webhook.id))
  await server.deliver()
  checkTold(receiver, new Map([[talk, ['one', 'two', 'three']]]), await place.ledger(webhook))
})

test('a webhook that rested for days, because somebody paused it, has three days for what it was told in vain before', async (t) => {
  let now = T0
  const server = await startServer(t, { delivery, now: () => now })
  const { store } = server.core
  const place = openPlace(server)
  const receiver = await startReceiver(t, () => answer(500))
  const webhook = await place.addWebhook(receiver.url)
  const talks = await place.addTalks(2)
  for (const talk of talks) await place.say(talk, ['one'])
  await server.deliver()
  await store.tx((tx) => pauseWebhook(place.ctx(), tx, webhook.id))
  now += 80 * HOUR
  await store.tx((tx) => resumeWebhook(place.ctx(), tx, webhook.id))
  await server.deliver()
  assert.deepEqual(
    (await place.ledger(webhook)).map((row) => [row.state, row.attempts]),
    [
      ['pending', 2],
      ['pending', 2],
    ],
  )
  receiver.behave(OK)
  now += HOUR
  await server.deliver()
  checkTold(receiver, new Map(talks.map((talk) => [talk, ['one']])), await place.ledger(webhook))
})

test('what happens after the rest was skipped waits for the request of its conversation that is under way', async (t) => {
  const server = await startServer(t, { delivery })
  const { store } = server.core
  const place = openPlace(server)
  const answers: (() => void)[] = []
  const receiver = await startReceiver(t, (_, socket) => void answers.push(() => socket.write(answer(200))))
  const webhook = await place.addWebhook(receiver.url)
  const [talk = 0] = await place.addTalks(1)
  await place.say(talk, ['one'])
  await waitFor(() => answers.length === 1)
  await store.tx((tx) => resumeWebhook(place.ctx(), tx, webhook.id, { skip: true }))
  const lanes = await place.lanes(webhook)
  assert.deepEqual([lanes.length, lanes[0]?.leased_by === null], [1, false])
  await place.say(talk, ['after'])
  await waitFor(async () => (await place.ledger(webhook)).length === 2)
  assert.equal(receiver.received.length, 1)
  receiver.behave(OK)
  answers[0]?.()
  await server.deliver()
  assert.deepEqual(
    receiver.received.map(({ body }) => body.text),
    ['one', 'after'],
  )
  assert.deepEqual(await place.lanes(webhook), [])
})

test('one receiver that hangs holds up no other, and has eight requests at most', async (t) => {
  const server = await startServer(t, { delivery })
  const place = openPlace(server)
  const answers: (() => void)[] = []
  const dead = await startReceiver(t, (_, socket) => void answers.push(() => socket.write(answer(500))))
  const live = await startReceiver(t)
  await place.addWebhook(dead.url)
  const webhook = await place.addWebhook(live.url)
  const talks = await place.addTalks(20)
  for (const text of ['one', 'two', 'three']) await Promise.all(talks.map((talk) => place.say(talk, [text])))
  await waitFor(() => live.taken.length === 60 && answers.length > 0)
  await waitFor(async () => (await place.lanes(webhook)).length === 0)
  // Not one of the requests to the dead one has ended, and the live one was told everything.
  checkTold(live, new Map(talks.map((talk) => [talk, ['one', 'two', 'three']])), await place.ledger(webhook))
  assert.ok(answers.length <= 8, `${answers.length} requests hang`)
  for (const end of answers) end()
})

test('one conversation that a receiver cannot take holds up no other, however often it fails, and is given up after three days of its own', async (t) => {
  let now = T0
  const server = await startServer(t, { delivery, now: () => now })
  const place = openPlace(server)
  const [poison = 0, ...others] = await place.addTalks(4)
  const receiver = await startReceiver(t, ({ body }) => answer(body.lane === poison && body.text !== 'good' ? 500 : 200))
  const webhook = await place.addWebhook(receiver.url)
  await place.say(poison, ['bad', 'worse', 'good'])
  let said = 0
  for (let hour = 0; hour <= 72; hour += 4) {
    now = T0 + hour * HOUR
    await Promise.all(others.map((talk) => place.say(talk, [`hour ${hour}`])))
    await server.deliver()
    said += others.length
    // At once: the clock has not moved since it was said.
    assert.equal(receiver.taken.filter(({ body }) => body.lane !== poison).length, said)
  }
  const states = async () => (await place.ledger(webhook)).filter((row) => row.lane === poison).map((row) => row.state)
  assert.deepEqual(await states(), ['failed', 'pending', 'pending'])
  const tries = async () => (await place.tries(webhook)).filter((one) => one.number === 2).length
  assert.equal(await tries(), 1)
  // The next one's gaps begin anew.
  now += 6 * SECOND
  await server.deliver()
  assert.equal(await tries(), 2)
  receiver.behave(OK)
  now += HOUR
  await server.deliver()
  assert.deepEqual(await states(), ['failed', 'delivered', 'delivered'])
  assert.equal((await place.look(webhook)).status, 'active')
})
