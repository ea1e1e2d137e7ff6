import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Message, MessageStatus } from '../../model/message.ts'
import { moveStatus, type StatusMove, statusesBefore } from './move-status.ts'

const STATUSES: readonly MessageStatus[] = ['pending', 'sent', 'delivered', 'read', 'retrying', 'failed']
/** What nothing takes back, and whoever waits for it is told only forward. */
const REACHED: readonly MessageStatus[] = ['pending', 'sent', 'delivered', 'read']

const born = (status: MessageStatus, fields: Partial<Message> = {}) =>
  ({ id: 1, status, failure: null, sentAt: status === 'pending' ? null : 5, private: false, deletedAt: null, ...fields }) as Message

const moves = fc.array(
  fc.record({
    to: fc.constantFrom(...STATUSES),
    cause: fc.option(fc.constantFrom('No route', 'Refused')),
  }) satisfies fc.Arbitrary<StatusMove>,
  { maxLength: 12 },
)

test('whatever is said of a message, in whatever order, it goes forward only', () => {
  fc.assert(
    fc.property(fc.constantFrom(...STATUSES), moves, (first, said) => {
      let message = born(first)
      let farthest = Math.max(0, REACHED.indexOf(first))
      for (const move of said) {
        const next = moveStatus(message, move, 9)
        if (!next) continue
        const before = message
        message = next
        farthest = Math.max(farthest, REACHED.indexOf(before.status))
        assert.notEqual(next.status, 'pending')
        if (REACHED.includes(next.status)) assert.ok(REACHED.indexOf(next.status) >= farthest, `${before.status} → ${next.status}`)
        else assert.ok(farthest <= REACHED.indexOf('sent'), `${before.status} → ${next.status}`)
        if (next.status === 'retrying') assert.equal(farthest, 0, 'what has left waits no more')
        assert.equal(next.failure === null || next.status === 'failed' || next.status === 'retrying', true)
        assert.ok(before.sentAt === null || next.sentAt === before.sentAt, 'the time it left stays')
        assert.equal(moveStatus(next, move, 10), undefined, 'said twice, it changes nothing the second time')
      }
    }),
  )
})

test('two who say different things leave a message the same, whoever comes first, once it has arrived', () => {
  for (const to of STATUSES) {
    for (const arrived of ['delivered', 'read'] as const) {
      const one = moveStatus(born('sent'), { to }, 9) ?? born('sent')
      const other = moveStatus(born('sent'), { to: arrived }, 9) ?? born('sent')
      const last = (moveStatus(one, { to: arrived }, 9) ?? one).status
      assert.equal((moveStatus(other, { to }, 9) ?? other).status, last, `${to} and ${arrived}`)
    }
  }
})

test('a message fails with its cause, cut where it is long, and leaves it behind once it has left after all', () => {
  const failed = moveStatus(born('pending'), { to: 'failed', cause: 'x'.repeat(2000) }, 9)
  assert.deepEqual([failed?.status, failed?.failure?.length, failed?.sentAt], ['failed', 1000, null])
  const again = moveStatus(failed as Message, { to: 'failed', cause: 'No route' }, 9)
  assert.deepEqual([again?.status, again?.failure], ['failed', 'No route'])
  assert.equal(moveStatus(again as Message, { to: 'failed' }, 9), undefined, 'a cause is not forgotten by somebody who knows none')
  const sent = moveStatus(again as Message, { to: 'sent', cause: 'no success needs one' }, 9)
  assert.deepEqual([sent?.status, sent?.failure, sent?.sentAt], ['sent', null, 9])
})

test('a note goes nowhere, and neither does a tombstone', () => {
  for (const to of STATUSES) {
    assert.equal(moveStatus(born('sent', { private: true }), { to }, 9), undefined)
    assert.equal(moveStatus(born('sent', { deletedAt: 7 }), { to }, 9), undefined)
  }
})

test('what may become read is all that is not, and only what waits may become retrying', () => {
  assert.deepEqual(statusesBefore('read').toSorted(), ['delivered', 'failed', 'pending', 'retrying', 'sent'])
  assert.deepEqual(statusesBefore('retrying'), ['pending'])
  assert.deepEqual(statusesBefore('pending'), [])
})
