import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../test/harness.ts'
import { insertIdempotencyRecords } from '../storage/queries/idempotency-keys.ts'
import { dropOldRecords } from './housekeeping.ts'

const HOUR = 3_600_000_000

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
