import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitFor } from '../../../test/wait-for.ts'
import { Refusal } from './api.ts'
import { createKeep } from './keep.ts'
import { createOutbox } from './outbox.ts'
import type { Outgoing } from './state.ts'
import type { Sent } from './wire.ts'

function start(answer: (entry: Outgoing, times: number) => Promise<Sent>) {
  let entries: readonly Outgoing[] = []
  const sent: string[] = []
  const tried: string[] = []
  let renewals = 0
  const storage = new Map<string, string>()
  const store = {
    getItem: (name: string) => storage.get(name) ?? null,
    setItem: (name: string, text: string) => void storage.set(name, text),
    removeItem: (name: string) => void storage.delete(name),
  }
  const outbox = createOutbox({
    get: () => entries,
    set: (to) => {
      entries = to
    },
    keep: createKeep('c', () => store),
    isReady: () => true,
    send(entry) {
      tried.push(`${entry.key.length} ${entry.text}`)
      return answer(entry, tried.length)
    },
    sent: () => sent.push('sent'),
    async refused() {
      renewals += 1
    },
    offline: () => {},
  })
  return { outbox, tried, sent, storage, entries: () => entries, renewals: () => renewals }
}

const taken = async () => ({}) as Sent

test('what is said is sent in its order, one after the other, and forgotten once it is taken', async () => {
  const { outbox, tried, sent, storage, entries } = start(taken)
  for (const text of ['One', 'Two', 'Three']) outbox.add(text, [])
  assert.match(storage.values().next().value ?? '', /One.*Two.*Three/)
  await waitFor(() => sent.length === 3)
  assert.deepEqual(tried, ['32 One', '32 Two', '32 Three'])
  assert.deepEqual([entries(), storage.size], [[], 0])
})

test('a lost connection leaves it waiting under its key; back again it is sent', async () => {
  const { outbox, entries, sent } = start(async (_entry, times) => {
    if (times === 1) throw new Refusal(0, 'offline', '')
    return taken()
  })
  outbox.add('Hello', [])
  await waitFor(() => entries()[0]?.state === 'waiting')
  const key = entries()[0]?.key
  outbox.flush()
  await waitFor(() => sent.length === 1)
  assert.equal(key?.length, 32)
})

test('a token that is good no more is renewed once; what is refused for good says so and can be tried again', async () => {
  const { outbox, entries, renewals, sent } = start(async (_entry, times) => {
    if (times <= 2) throw new Refusal(401, 'token_invalid', 'The token is not valid.')
    return taken()
  })
  outbox.add('Hello', [])
  await waitFor(() => entries()[0]?.state === 'failed')
  assert.deepEqual([renewals(), entries()[0]?.problem], [1, 'The token is not valid.'])
  outbox.retry(entries()[0]?.key ?? '')
  await waitFor(() => sent.length === 1)
})
