import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHistogram, observe, percentile } from './percentile.ts'

test('a percentile is as near as the bounds are, null of nothing, and the last bound for what lies above', () => {
  const histogram = createHistogram([10, 20, 40, 80])
  assert.equal(percentile(histogram, 0.5), null)
  for (const value of [5, 10, 15, 18, 30, 35, 60, 79]) observe(histogram, value)
  assert.deepEqual([...histogram.counts], [2, 2, 2, 2, 0])
  assert.deepEqual(
    [0.25, 0.5, 0.75, 1].map((share) => percentile(histogram, share)),
    [10, 20, 40, 80],
  )
  assert.equal(percentile(histogram, 0.875), 60)
  observe(histogram, 1000)
  assert.equal(percentile(histogram, 1), 80)
})
