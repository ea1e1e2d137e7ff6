import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { parleyClient } from '../../../test/parley-client.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { getOldestPosition } from '../../storage/queries/events.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { replayEvents } from '../events/replay-events.ts'
import { tallyLog } from '../reports/tally-log.ts'
import { searchMessages } from '../search/search-messages.ts'
import { keepRetention } from './keep-retention.ts'
import { LONGEST_HOLD_DAYS, trimEvents } from './trim-events.ts'

const DAY = 86_400_000_000
const going = () => false

async function start(t: TestContext) {
  const clock = { now: 1_800_000_000_000_000 }
  const server = await startServer(t, { now: () => clock.now })
  const { account, conversation, secrets } = server.home
  const ann = parleyClient(server, secrets.ann)
  const { store } = server.core
  return {
    server,
    clock,
    ann,
    ctx: systemCtx(server.core, account.id),
    say: (text: string) => ann.post(`/conversations/${conversation.id}/messages`, { text }),
    trim: () => trimEvents(server.core, account.id, clock.now - DAY, going),
    oldest: () => getOldestPosition(store, account.id),
    newest: () => getPosition(store, account.id),
  }
}

test('the log loses its beginning; a replay from there is refused, everything else goes on', async (t) => {
  const { server, clock, ann, ctx, say, trim, oldest, newest } = await start(t)
  const { id, role } = { id: server.home.ann.id, role: 'administrator' as const }
  await say('planted')
  const cut = await newest()
  clock.now += 3 * DAY
  await say('kept')
  assert.equal(await trim(), cut)
  assert.deepEqual([await oldest(), await trim()], [cut + 1, 0])

  for (const after of [0, 1, cut - 1]) {
    const refused = await ann.get(`/events?after=${after}`)
    assert.deepEqual([refused.status, refused.body.error.code], [410, 'position_gone'])
    assert.match(refused.body.error.message, new RegExp(`goes on behind ${cut}\\.`))
  }
  const whole = (await ann.get('/events')).body
  assert.deepEqual((await ann.get(`/events?after=${cut}`)).body, whole)
  assert.equal(whole.events[0].position, cut + 1)
  assert.equal((await searchMessages(ctx, 'planted', { limit: 1 })).messages.length, 1, 'it was indexed before its event went')
  const range = { since: clock.now - 10 * DAY, until: clock.now + 1 }
  assert.equal((await tallyLog(ctx, { kind: 'account' }, range, () => 0)).get(0)?.outgoing.count, 1)

  clock.now += 3 * DAY
  await trim()
  assert.deepEqual(
    [await oldest(), (await replayEvents(ctx, { id, role }, { limit: 5 })).nextAfter],
    [(await newest()) + 1, await newest()],
  )
  assert.equal((await ann.get(`/events?after=${await newest()}`)).status, 200)
  await assert.rejects(replayEvents(ctx, { id, role }, { after: cut, limit: 5 }), { code: 'position_gone' })
  await say('again')
  assert.equal((await ann.get('/events')).body.events.at(-1).position, await newest())
})

test('what a webhook has not read or not handed over is kept for it, for thirty days more; one that somebody paused waits for nothing', async (t) => {
  const { server, clock, say, trim, oldest, newest } = await start(t)
  const { store } = server.core
  const accountId = server.home.account.id
  const hook = (id: number, position: number) =>
    store.tx(async (tx) => {
      await tx.run(
        `insert into webhooks (account_id, id, dialect, url, events, status, secret, created_at, updated_at, position)
         values ($1, $2, 'parley', $3, '[]', 'active', 's', 0, 0, $4)`,
        [accountId, id, `https://receiver.example/${id}`, position],
      )
    })
  const pending = (webhookId: number, number: number, position: number) =>
    store.tx(async (tx) => {
      await tx.run(
        `insert into webhook_deliveries (account_id, webhook_id, number, position, event, lane, state, attempts, created_at)
         values ($1, $2, $3, $4, 'e', $5, 'pending', 0, $6)`,
        [accountId, webhookId, number, position, number % 3, clock.now],
      )
    })
  const run = (sql: string) => store.tx((tx) => tx.run(sql))
  for (let count = 0; count < 8; count += 1) await say(`word ${count}`)
  const cut = await newest()
  await hook(1, 4)
  await hook(2, cut)
  await pending(2, 1, 7)
  await pending(2, 2, 6)
  clock.now += 2 * DAY
  await trim()
  assert.equal(await oldest(), 5, 'the first has read four')
  await run("update webhooks set status = 'paused' where id = 1")
  await trim()
  assert.equal(await oldest(), 6, 'the second has not handed over the sixth')
  await run("update webhook_deliveries set state = 'failed' where number = 2")
  await trim()
  assert.equal(await oldest(), 7)
  await run("update webhooks set status = 'paused', paused_reason = 'it was away' where id = 2")
  await trim()
  assert.equal(await oldest(), 7)
  clock.now += (LONGEST_HOLD_DAYS - 1) * DAY + 1
  await trim()
  assert.equal(await oldest(), cut + 1)
})

test('settled webhook deliveries go after their days with their attempts, pending ones never', async (t) => {
  const { server, clock } = await start(t)
  const { store } = server.core
  const accountId = server.home.account.id
  await store.tx(async (tx) => {
    const states = ['delivered', 'pending', 'failed', 'dropped']
    for (let number = 1; number <= 1300; number += 1) {
      const at = clock.now + (number > 1296 ? 5 * DAY : 0)
      await tx.run(
        `insert into webhook_deliveries (account_id, webhook_id, number, position, event, lane, state, attempts, created_at) values ($1, 9, $2, 1, 'e', 0, $3, 1, $4)`,
        [accountId, number, states[number % 4] as string, at],
      )
      await tx.run(
        `insert into webhook_attempts (account_id, webhook_id, number, attempt, at, latency_ms, answer) values ($1, 9, $2, 1, $3, 1, 'answer')`,
        [accountId, number, at],
      )
    }
  })
  clock.now += 6 * DAY
  const keep = { messageDays: null, eventDays: null, deliveryDays: 3 }
  assert.equal((await keepRetention(server.core, keep, going)).deliveries, 972)
  const left = (table: string) => store.rows<[number]>(`select number from ${table} order by number`)
  const numbers = (await left('webhook_deliveries')).map(([number]) => number)
  assert.deepEqual(numbers.slice(-5), [1293, 1297, 1298, 1299, 1300])
  assert.equal(numbers.length, 328)
  assert.deepEqual(
    (await left('webhook_attempts')).map(([number]) => number),
    numbers,
  )
})
