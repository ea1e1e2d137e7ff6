import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anchorAt, offsetOf } from './scroll-anchor.ts'

test('what is looked at stays where it is when rows above it come and go, and is not followed when it moves itself', () => {
  const ids = Array.from({ length: 20 }, (_, index) => 100 + index)
  const anchor = anchorAt(ids, 10 * 84 + 20, 84)
  assert.deepEqual(anchor, { id: 110, index: 10, within: 20 })
  assert.equal(offsetOf(anchor, ids, 84), undefined)
  assert.equal(offsetOf(anchor, [99, ...ids], 84), 11 * 84 + 20)
  assert.equal(offsetOf(anchor, ids.slice(1), 84), 9 * 84 + 20)
  const moved = [110, ...ids.filter((id) => id !== 110)]
  assert.equal(offsetOf(anchor, moved, 84), undefined)
  assert.equal(offsetOf(anchor, [1, 2], 84), undefined)
  assert.equal(anchorAt(ids, 0, 84), undefined, 'at the top one sees what comes')
  assert.equal(anchorAt([], 500, 84), undefined)
})
