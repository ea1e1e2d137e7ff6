import assert from 'node:assert/strict'
import type { DeliveryRow } from './place.ts'
import type { Received, Receiver } from './start-receiver.ts'

/**
 * What at least once and in order means: the receiver took all of `said`, by conversation; leaving out repetitions, which bear the id of the first, in the order in which it was said; and the ledger has
 * numbers without gaps, all delivered.
 */
export function checkTold(receiver: Receiver, said: ReadonlyMap<number, readonly string[]>, ledger: readonly DeliveryRow[]): void {
  const seen = new Set<string>()
  const taken = receiver.taken.filter(({ headers }) => !seen.has(headers['webhook-id'] ?? '') && seen.add(headers['webhook-id'] ?? ''))
  const byTalk = Map.groupBy(taken, ({ body }) => body.lane)
  for (const [talk, texts] of said)
    assert.deepEqual(
      byTalk.get(talk)?.map(({ body }) => body.text),
      texts,
      `conversation ${talk}`,
    )
  assert.deepEqual(
    ledger.map((row) => [row.number, row.state]),
    ledger.map((_, index) => [index + 1, 'delivered']),
  )
  assert.equal(ledger.length, [...said.values()].flat().length)
  // An id stands for one delivery, whatever the try.
  const numberOf = Map.groupBy(receiver.received, ({ headers }: Received) => headers['webhook-id'])
  for (const some of numberOf.values()) assert.equal(new Set(some.map(({ headers }) => headers['webhook-number'])).size, 1)
}
