import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { deleteMessage } from '../../src/core/messages/delete-message.ts'
import { replayDelivery, replayFrom } from '../../src/core/webhooks/sending/replay-deliveries.ts'
import { resumeWebhook } from '../../src/core/webhooks/sending/resume-webhook.ts'
import { updateWebhook } from '../../src/core/webhooks/update-webhook.ts'
import { startDelivery } from '../../src/delivery/delivery.ts'
import type { DeliveryParts } from '../../src/delivery/delivery-parts.ts'
import { startServer } from '../harness.ts'
import { waitFor } from '../wait-for.ts'
import { checkTold } from './check-told.ts'
import { openPlace, TEST_OUTLET, TEST_OUTLETS } from './place.ts'
import { answer, OK, type Receiver, startReceiver } from './start-receiver.ts'

const delivery = { outlets: TEST_OUTLETS }
const texts = ({ taken }: Receiver) => taken.map(({ body }) => body.text)
const ids = ({ taken }: Receiver) => taken.map(({ headers }) => headers['webhook-id'])

test('each message of many conversations reaches each receiver once, in order in its conversation, numbered without gaps', async (t) => {
  const server = await startServer(t, { delivery })
  const place = openPlace(server)
  const one = await startReceiver(t)
  const two = await startReceiver(t)
  const first = await place.addWebhook(one.url)
  const second = await place.addWebhook(two.url)
  const talks = await place.addTalks(25)
  await Promise.all(talks.map((talk) => place.say(talk, ['one', 'two'])))
  // Nobody tells the delivery to look: the hint after the commit does.
  await waitFor(() => one.taken.length >= 50 && two.taken.length >= 50)
  await Promise.all(talks.map((talk) => place.say(talk, ['three'])))
  await server.deliver()
  const said = new Map(talks.map((talk) => [talk, ['one', 'two', 'three']]))
  checkTold(one, said, await place.ledger(first))
  checkTold(two, said, await place.ledger(second))
  assert.deepEqual([one.received.length, two.received.length], [75, 75])
  assert.deepEqual([...(await place.lanes(first)), ...(await place.lanes(second))], [])
  const headers = one.received.find((each) => each.headers['webhook-number'] === '1')?.headers
  assert.deepEqual(
    [headers?.['user-agent'], headers?.['content-type'], headers?.['webhook-attempt']],
    ['Parley/test', 'application/json', '1'],
  )
  assert.match(headers?.['webhook-id'] ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('an event is told under each of its names, a note only where one can be marked, and nothing of what was deleted before it left', async (t) => {
  const server = await startServer(t, { delivery })
  const place = openPlace(server)
  const receiver = await startReceiver(t)
  const blind = await startReceiver(t)
  const webhook = await place.addWebhook(receiver.url, { events: ['a', 'b'] })
  const other = await place.addWebhook(blind.url, { dialect: 'mews' })
  const [talk = 0] = await place.addTalks(1)
  receiver.behave(() => answer(500))
  await place.say(talk, ['said'])
  await place.say(talk, ['noted'], true)
  const [messageId = 0] = await place.say(talk, ['regretted'])
  await waitFor(() => receiver.received.length > 0)
  await server.core.store.tx((tx) => deleteMessage(place.ctx(), tx, { conversation: { id: talk }, messageId }))
  await server.deliver()
  receiver.behave(OK)
  await server.core.store.tx((tx) => resumeWebhook(place.ctx(), tx, webhook.id))
  await server.deliver()
  assert.deepEqual(
    (await place.ledger(webhook)).map((row) => [row.event, row.state]),
    [
      ['a', 'delivered'],
      ['b', 'delivered'],
      ['a', 'delivered'],
      ['b', 'delivered'],
      ['a', 'dropped'],
      ['b', 'dropped'],
    ],
  )
  assert.deepEqual(texts(receiver), ['said', 'said', 'noted', 'noted'])
  assert.equal(new Set(ids(receiver)).size, 4)
  assert.ok(!texts(blind).includes('noted'))
  assert.equal((await place.ledger(other)).length, 2)
})

test('a webhook that is paused is told nothing and goes on from where it stood; what was told can be told again under the same ids', async (t) => {
  const server = await startServer(t, { delivery })
  const place = openPlace(server)
  const { store } = server.core
  const receiver = await startReceiver(t)
  const webhook = await place.addWebhook(receiver.url)
  const [talk = 0] = await place.addTalks(1)
  const status = (to: 'active' | 'paused') => store.tx((tx) => updateWebhook(place.ctx(), tx, webhook.id, { status: to }, ['message']))
  await place.say(talk, ['one'])
  await server.deliver()
  await status('paused')
  await place.say(talk, ['two', 'three'])
  await server.deliver()
  assert.deepEqual(texts(receiver), ['one'])
  assert.equal((await place.ledger(webhook)).length, 1)
  await status('active')
  await server.deliver()
  assert.deepEqual(texts(receiver), ['one', 'two', 'three'])

  const [first] = await place.ledger(webhook)
  await store.tx((tx) => replayDelivery(place.ctx(), tx, { webhookId: webhook.id, number: 2 }))
  await waitFor(() => receiver.taken.length === 4)
  await server.deliver()
  await store.tx((tx) => replayFrom(place.ctx(), tx, webhook.id, first?.position ?? 0))
  await server.deliver()
  assert.deepEqual(texts(receiver), ['one', 'two', 'three', 'two', 'one', 'two', 'three'])
  assert.deepEqual(ids(receiver).slice(0, 3), ids(receiver).slice(4))
  assert.equal(ids(receiver)[1], ids(receiver)[3])
  assert.deepEqual(
    receiver.taken.map(({ headers }) => [headers['webhook-number'], headers['webhook-attempt']]),
    [
      ['1', '1'],
      ['2', '1'],
      ['3', '1'],
      ['2', '2'],
      ['4', '1'],
      ['5', '1'],
      ['6', '1'],
    ],
  )

  receiver.behave(() => answer(500))
  await place.say(talk, ['skipped'])
  await server.deliver()
  await store.tx((tx) => resumeWebhook(place.ctx(), tx, webhook.id, { skip: true }))
  receiver.behave(OK)
  await place.say(talk, ['after'])
  await server.deliver()
  assert.equal(texts(receiver).at(-1), 'after')
  assert.deepEqual(
    (await place.ledger(webhook)).slice(-2).map((row) => row.state),
    ['failed', 'delivered'],
  )
})

test('an outlet that fails on something neither spins nor holds up the others; the log is read on once it does not', async (t) => {
  let broken = true
  const namesOf: typeof TEST_OUTLET.namesOf = (noticed, webhook) => {
    if (broken) throw new Error('cannot name it')
    return TEST_OUTLET.namesOf(noticed, webhook)
  }
  const outlets = new Map([...TEST_OUTLETS, ['mews' as const, { ...TEST_OUTLET, namesOf }]])
  const server = await startServer(t, { delivery: { outlets } })
  const place = openPlace(server)
  const well = await startReceiver(t)
  const behind = await startReceiver(t)
  await place.addWebhook(well.url)
  await place.addWebhook(behind.url, { dialect: 'mews' })
  const [talk = 0] = await place.addTalks(1)
  const said = Array.from({ length: 250 }, (_, index) => `message ${index}`)
  await place.say(talk, said)
  await server.deliver()
  assert.deepEqual([texts(well), texts(behind)], [said, []])
  broken = false
  await server.deliver()
  assert.deepEqual(texts(behind), said)
})

test('a store that is away for a while has nothing told twice, and keeps nobody from stopping', async (t) => {
  const server = await startServer(t)
  const place = openPlace(server)
  const { core } = server
  let away = false
  let refused = 0
  const tx: typeof core.store.tx = async (work) => {
    if (!away) return core.store.tx(work)
    refused += 1
    throw new Error('the store is away')
  }
  const sent: string[] = []
  const sender: DeliveryParts['sender'] = {
    async send({ headers }) {
      sent.push(headers['webhook-number'] ?? '')
      away = sent.length === 1
      return { status: 200, latencyMs: 1, error: null, answer: 'ok', retryAfter: null }
    },
    close: async () => {},
  }
  const log = pino({ level: 'silent' })
  const parts = { outlets: TEST_OUTLETS, sender, log, origin: server.url, version: 'test', retryHours: 72 }
  const running = startDelivery({ ...parts, core: { ...core, store: { ...core.store, tx } } })
  const webhook = await place.addWebhook('https://receiver.example')
  const [talk = 0] = await place.addTalks(1)
  await place.say(talk, ['one'])
  await waitFor(() => refused > 1)
  away = false
  await place.say(talk, ['two'])
  await waitFor(async () => (await place.ledger(webhook)).filter((row) => row.state === 'delivered').length === 2)
  assert.deepEqual(sent, ['1', '2'])
  away = true
  await running.stop()
})
