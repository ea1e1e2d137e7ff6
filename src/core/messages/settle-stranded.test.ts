import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whyStranded } from './settle-stranded.ts'

const MINUTE = 60_000_000
const createdAt = 100 * MINUTE
const active = { status: 'active', pausedReason: null, readUntil: createdAt, isPending: false } as const

test('a message waits as long as its address may yet be told of it, and no longer', () => {
  const rows = [
    [null, 'The channel has no address any more.'],
    [active, undefined],
    // Read on, and it is still to be told; or read on without it, by more than two transactions may overtake each other.
    [{ ...active, readUntil: createdAt + 5 * MINUTE, isPending: true }, undefined],
    [{ ...active, readUntil: createdAt + MINUTE }, undefined],
    [{ ...active, readUntil: createdAt + 5 * MINUTE }, 'The channel’s address was let go on without it.'],
    [{ ...active, readUntil: null }, undefined],
    [{ ...active, status: 'paused' }, undefined],
    [{ ...active, status: 'paused', isPending: true, pausedReason: 'Gone.' }, 'Gone.'],
  ] as const
  for (const [endpoint, cause] of rows) assert.equal(whyStranded({ createdAt, endpoint }), cause, JSON.stringify(endpoint))
})
