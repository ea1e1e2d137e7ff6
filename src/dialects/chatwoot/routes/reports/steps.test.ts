import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listSteps, STEPS, startOfStep } from './steps.ts'

const seconds = (time: string) => Date.parse(time) / 1000

test('a step begins where its hour, day, week, month or year does on the clock of the place', () => {
  const at = seconds('2026-03-01T01:30:00Z')
  const starts = (offset: number) => STEPS.map((step) => new Date(startOfStep(at, step, offset) * 1000).toISOString().slice(0, 16))
  assert.deepEqual(starts(0), ['2026-03-01T01:00', '2026-03-01T00:00', '2026-03-01T00:00', '2026-03-01T00:00', '2026-01-01T00:00'])
  const west = starts(-3.5 * 3600) // where it is still February
  assert.deepEqual(west, ['2026-03-01T01:30', '2026-02-28T03:30', '2026-02-22T03:30', '2026-02-01T03:30', '2026-01-01T03:30'])
})

test('the steps of a time cover it without a gap, whatever the lengths of its months', () => {
  const range = { since: seconds('2025-12-31T23:00:00Z'), until: seconds('2026-03-01T00:00:01Z') }
  const starts = listSteps(range, 'month', 0, 10)?.map((one) => new Date(one * 1000).toISOString().slice(0, 10))
  assert.deepEqual(starts, ['2025-12-01', '2026-01-01', '2026-02-01', '2026-03-01'])
  assert.equal(listSteps(range, 'day', 0, 61)?.length, 61)
  assert.equal(listSteps(range, 'day', 0, 60), undefined)
})
