import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pino } from 'pino'
import { startDelivery } from '../../src/delivery/delivery.ts'
import type { Outcome, Sender } from '../../src/delivery/sender.ts'
import { openStore } from '../../src/storage/open.ts'
import { call, ENGINE, startServer } from '../harness.ts'
import { createSandbox } from '../process/parley-process.ts'
import { waitFor } from '../wait-for.ts'
import { checkTold } from './check-told.ts'
import { type DeliveryRow, openPlace, TEST_OUTLETS } from './place.ts'
import { OK, startReceiver } from './start-receiver.ts'

const TALKS = 6
const SECRET = 'delivery-secret'
const SEED = {
  accounts: [
    {
      name: 'Durable',
      members: [{ name: 'Ann', email: 'ann@durable.example', role: 'administrator' }],
      contacts: [{ name: 'Jane', identifier: 'jane' }],
      channels: [{ name: 'Website' }],
      conversations: Array.from({ length: TALKS }, (_, index) => ({ key: `c${index}`, contact: 'jane', channel: 'Website' })),
      tokens: [{ dialect: 'chatwoot', member: 'ann@durable.example', secret: SECRET }],
    },
  ],
}
const LEASE = 120_000_000
const T0 = 1_800_000_000_000_000

test('a process that is killed while deliveries are under way loses none of them, and repeats one only under its id', async (t) => {
  const sandbox = await createSandbox(t)
  const seed = join(sandbox.folder, 'seed.json')
  writeFileSync(seed, JSON.stringify(SEED))
  const env = { PARLEY_EGRESS_ALLOW: '127.0.0.0/8', PARLEY_LOG_LEVEL: 'info', PARLEY_DEMO: 'never' }
  assert.equal((await sandbox.run(['seed', seed], { env })).code, 0)
  let server = await sandbox.serve(env)
  const api = (path: string, body: unknown) =>
    call(`${server.url}/chatwoot/api/v1/accounts/1${path}`, 'POST', { headers: { api_access_token: SECRET }, body })
  const receiver = await startReceiver(t, OK, (body: { event: string; content: string; conversation: { id: number } }) => {
    return { name: body.event, position: 0, lane: body.conversation.id, text: body.content }
  })
  const made = await api('/webhooks', { webhook: { url: receiver.url, subscriptions: ['message_created'] } })
  assert.equal(made.status, 200, made.text)

  const said = new Map(Array.from({ length: TALKS }, (_, index): [number, string[]] => [index + 1, []]))
  const sayAll = async (text: string) => {
    for (const [talk, texts] of said) {
      texts.push(text)
      const sent = await api(`/conversations/${talk}/messages`, { content: text })
      assert.equal(sent.status, 200, sent.text)
    }
  }
  const store = await openStore(sandbox.target, { connections: 2 })
  t.after(() => store.close())
  // Some are taken and some are not, and of both the answers are lost with the process.
  receiver.behave((one, socket) => (receiver.received.length % 3 === 0 ? undefined : OK(one, socket)))
  for (const text of ['one', 'two', 'three']) await sayAll(text)
  await waitFor(() => receiver.received.length > receiver.taken.length)
  server.process.kill('SIGKILL')
  await once(server.process, 'close')
  // Another process might still be at it, until its time is over; on SQLite there is none.
  if (ENGINE === 'postgres') await store.tx((tx) => tx.run('update webhook_lanes set next_at = next_at - $1 where account_id > 0', [LEASE]))
  receiver.behave(OK)
  server = await sandbox.serve(env)
  const rows = () => store.all<DeliveryRow>('select number, state from webhook_deliveries where account_id > 0 order by number')
  await waitFor(async () => (await rows()).length === TALKS * 3 && (await rows()).every((row) => row.state === 'delivered'))
  checkTold(receiver, said, await rows())
  await server.end('SIGTERM')
})

test('two processes over one store make each delivery once; what one of them held as it died the other makes, and the dead one changes nothing any more', {
  skip: ENGINE === 'sqlite' && 'an embedded store has one process',
}, async (t) => {
  let now = T0
  const server = await startServer(t, { now: () => now, delivery: { outlets: TEST_OUTLETS } })
  const place = openPlace(server)
  const receiver = await startReceiver(t)
  const webhook = await place.addWebhook(receiver.url)
  const talks = await place.addTalks(12)
  const said = new Map(talks.map((talk): [number, string[]] => [talk, []]))
  const sayAll = async (text: string) => {
    for (const texts of said.values()) texts.push(text)
    await Promise.all(talks.map((talk) => place.say(talk, [text])))
  }
  const fallen = openFrozenSender()
  const other = startDelivery({
    core: { ...server.core, now: () => T0 },
    outlets: TEST_OUTLETS,
    sender: fallen.sender,
    log: pino({ level: 'silent' }),
    origin: '',
    version: 'other',
    retryHours: 72,
  })
  const quiet = () => server.deliver()
  await sayAll('one')
  await waitFor(() => fallen.held() > 0)
  await quiet()
  await sayAll('two')
  await quiet()
  const before = receiver.received.length
  assert.ok(before < 24, 'the other one holds some')
  now += LEASE
  await quiet()
  checkTold(receiver, said, await place.ledger(webhook))
  assert.equal(receiver.received.length, 24, 'none was made twice')

  const ledger = await place.ledger(webhook)
  fallen.wake()
  await other.stop()
  assert.deepEqual(await place.ledger(webhook), ledger)
  assert.equal((await place.look(webhook)).failures, 0)
  await sayAll('three')
  await quiet()
  checkTold(receiver, said, await place.ledger(webhook))
})

/** Takes requests and never makes them, as a process that was stopped with its hand on them. */
function openFrozenSender(): { sender: Sender; held(): number; wake(): void } {
  const held: ((outcome: Outcome) => void)[] = []
  return {
    sender: { send: () => new Promise((resolve) => held.push(resolve)), close: async () => {} },
    held: () => held.length,
    wake() {
      for (const resolve of held) resolve({ status: null, latencyMs: 1, error: 'it came too late', answer: null, retryAfter: null })
    },
  }
}
