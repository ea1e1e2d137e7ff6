import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Signal } from '../model/signal.ts'
import { createSignals } from './signals.ts'

test('what is said here is told here as one’s own and passed on; what others said is told and stays', () => {
  const passed: string[] = []
  const told: [Signal, boolean][] = []
  const signals = createSignals({ broadcast: (text) => void passed.push(text) })
  const hush = signals.listen((signal, own) => void told.push([signal, own]))
  const typing = {
    kind: 'typing',
    accountId: 1,
    conversationId: 2,
    author: { kind: 'member', id: 3 },
    on: true,
    private: false,
    at: 4,
  } as const
  signals.send(typing)
  assert.deepEqual([told, passed], [[[typing, true]], [JSON.stringify(typing)]])
  signals.tell(typing)
  assert.deepEqual([told.at(-1), told.length, passed.length], [[typing, false], 2, 1])
  hush()
  signals.send(typing)
  assert.equal(told.length, 2)
})
