import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { message, messageEvent, pageOf } from './fake-messages.ts'
import { afterEvent, hasNewer, hasOlder, type MessageWindow, pruned, windowOf, withNewer, withOlder } from './message-window.ts'

const all = Array.from({ length: 10 }, (_, index) => message(index + 1))
const seqs = (window: MessageWindow) => window.messages.map(({ seq }) => seq)

test('older pages go before and newer ones behind, until there are none', () => {
  const newest = windowOf(pageOf(all, { limit: 3 }))
  assert.deepEqual(seqs(newest), [8, 9, 10])
  assert.ok(hasOlder(newest) && !hasNewer(newest))
  let window = newest
  while (hasOlder(window)) window = withOlder(window, pageOf(all, { before: window.from, limit: 3 }))
  assert.deepEqual(seqs(window), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])

  const back = pruned(window, 'older', 4)
  assert.deepEqual([seqs(back), back.to, back.lastSeq], [[1, 2, 3, 4], 4, 10])
  assert.deepEqual(seqs(withNewer(back, pageOf(all, { after: back.to, order: 'oldest', limit: 3 }))), [1, 2, 3, 4, 5, 6, 7])
  assert.deepEqual(seqs(pruned(window, 'newer', 4)), [7, 8, 9, 10])
})

test('what is not the reader’s to see leaves no gap that would be asked for again', () => {
  const visible = all.filter(({ seq }) => seq !== 1 && seq !== 10)
  const window = windowOf({ ...pageOf(visible, { limit: 20 }), nextAfter: 10 })
  assert.ok(!hasOlder(window) && !hasNewer(window))
})

test('a new message is the next one, or tells that there is more; an edited or deleted one stands in its place', () => {
  const window = windowOf(pageOf(all, { limit: 3 }))
  const next = afterEvent(window, messageEvent('message.created', message(11)))
  assert.deepEqual(seqs(next), [8, 9, 10, 11])
  assert.deepEqual(seqs(afterEvent(next, messageEvent('message.created', message(11)))), [8, 9, 10, 11])

  const ahead = afterEvent(window, messageEvent('message.created', message(13)))
  assert.deepEqual([seqs(ahead), hasNewer(ahead)], [[8, 9, 10], true])

  const edited = afterEvent(window, messageEvent('message.updated', message(9, { text: 'Edited' })))
  assert.equal(edited.messages[1]?.text, 'Edited')
  const gone = afterEvent(window, messageEvent('message.deleted', message(9, { text: null, deletedAt: '2026-03-01T12:00:00Z' })))
  assert.deepEqual([seqs(gone), gone.messages[1]?.text], [[8, 9, 10], null])
  assert.equal(afterEvent(window, messageEvent('message.updated', message(2))), window)
  assert.equal(afterEvent(window, messageEvent('conversation.updated', null)), window)
})

test('whatever pages, events and prunings come in whatever order, a window holds each of its seqs once and in order', () => {
  const step = fc.record({
    what: fc.constantFrom('older', 'newer', 'event', 'pruneOlder', 'pruneNewer'),
    seq: fc.integer({ min: 1, max: 40 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const log = Array.from({ length: 20 }, (_, index) => message(index + 1))
      let window = windowOf(pageOf(log, { limit: 5 }))
      for (const { what, seq } of steps) {
        if (what === 'older' && hasOlder(window)) window = withOlder(window, pageOf(log, { before: window.from, limit: 4 }))
        else if (what === 'newer' && hasNewer(window))
          window = withNewer(window, pageOf(log, { after: window.to, order: 'oldest', limit: 4 }))
        else if (what === 'event') {
          if (seq > log.length) log.push(message(log.length + 1))
          const told = log[Math.min(seq, log.length) - 1]
          if (told) window = afterEvent(window, messageEvent('message.updated', told))
        } else if (what.startsWith('prune')) window = pruned(window, what === 'pruneOlder' ? 'older' : 'newer', 6)
        const expected = log.filter((one) => one.seq >= window.from && one.seq <= window.to)
        assert.deepEqual(
          seqs(window),
          expected.map((one) => one.seq),
        )
      }
    }),
    { numRuns: 300 },
  )
})
