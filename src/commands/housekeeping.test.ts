import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { startServer } from '../../test/harness.ts'
import { openSession } from '../core/sessions/open-session.ts'
import { addressDoor, reserveAttempt } from '../core/sessions/reserve-attempt.ts'
import { createSignInLink } from '../core/sessions/sign-in-links.ts'
import { insertIdempotencyRecords } from '../storage/queries/idempotency-keys.ts'
import { listUnindexedAccounts, searchMessageIds } from '../storage/queries/messages/search.ts'
import { dropOldRecords, startHousekeeping } from './housekeeping.ts'

const HOUR = 3_600_000_000
const FOREVER = { messageDays: null, eventDays: null, deliveryDays: null }

test('idempotency records go once they are older than the setting, however many there are, and no sooner', async (t) => {
  const now = 1_800_000_000_000_000
  const server = await startServer(t, { now: () => now })
  const { core, home } = server
  const record = (index: number, createdAt: number) => ({
    scope: 'test',
    key: `k${index}`,
    fingerprint: 'f',
    status: 200,
    answer: '{}',
    messageIds: [],
    createdAt,
  })
  const old = Array.from({ length: 1203 }, (_, index) => record(index, now - 72 * HOUR - 1))
  await core.store.tx((tx) => insertIdempotencyRecords(tx, home.account.id, [...old, record(9999, now - 72 * HOUR)]))
  const keys = async () =>
    (await core.store.all<{ idempotency_key: string }>('select idempotency_key from idempotency_keys')).map((row) => row.idempotency_key)

  assert.equal(await dropOldRecords(core, 72, () => true), 0, 'a server that stops does not begin')
  assert.equal(await dropOldRecords(core, 72, () => false), 1203)
  assert.deepEqual(await keys(), ['k9999'])
})

test('tokens of sessions and sign-in links that have ended and counts of old attempts go; what is still good stays', async (t) => {
  const clock = { time: 1_800_000_000_000_000 }
  const { core, home } = await startServer(t, { now: () => clock.time })
  const counts = async () => {
    const [tokens] = await core.store.all<{ count: number }>('select count(*) as count from tokens where family_id is not null')
    const [attempts] = await core.store.all<{ count: number }>('select count(*) as count from sign_in_attempts')
    return [tokens?.count, attempts?.count]
  }
  const open = () =>
    core.store.tx((tx) => openSession(core, tx, home.ann, { dialect: 'ondi', accessSeconds: 3600, refreshSeconds: 48 * 3600 }))
  await open()
  await core.store.tx((tx) => createSignInLink(core, tx, home.ann, 3600))
  await reserveAttempt(core, [addressDoor('nobody@home.example')])
  assert.equal(await dropOldRecords(core, 72, () => false), 0)
  clock.time += 3600 * 1_000_000 + 1
  assert.equal(await dropOldRecords(core, 72, () => false), 2)
  assert.deepEqual(await counts(), [1, 1])
  clock.time += 48 * HOUR
  assert.equal(await dropOldRecords(core, 72, () => false), 2)
  assert.deepEqual(await counts(), [0, 0])
  assert.ok((await core.store.all('select id from tokens')).length > 0, 'tokens made by hand stay')
})

test('while nobody sends, the full-text index is brought up to the log', async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const path = `/parley/v1/conversations/${home.conversation.id}/messages`
  await server.call('POST', path, { token: home.tokens.parley, body: { text: 'A rhinoceros in the lobby' } })
  assert.deepEqual(await listUnindexedAccounts(core.store), [home.account.id, server.away.account.id])
  const housekeeping = startHousekeeping(core, { hours: 72, retention: FOREVER }, pino({ level: 'silent' }))
  t.after(() => housekeeping.stop())
  for (const end = Date.now() + 20_000; (await listUnindexedAccounts(core.store)).length > 0; ) {
    assert.ok(Date.now() < end, 'the index did not follow')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const words = await searchMessageIds(core.store, home.account.id, ['rhinoceros'], { beforeId: Number.MAX_SAFE_INTEGER, limit: 5 })
  assert.equal(words.length, 1)
})
