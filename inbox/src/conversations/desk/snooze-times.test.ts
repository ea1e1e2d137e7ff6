import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listSnoozeTimes, toFieldTime } from './snooze-times.ts'

const offered = (...at: [number, number, number, number, number]) =>
  listSnoozeTimes(new Date(...at)).map((one) => `${one.name} ${toFieldTime(one.at)}`)

test('snoozing offers later today while there is a day left, tomorrow morning, and Monday', () => {
  // 18 November 2026 is a Wednesday.
  assert.deepEqual(offered(2026, 10, 18, 10, 40), ['laterToday 2026-11-18T13:00', 'tomorrow 2026-11-19T09:00', 'nextWeek 2026-11-23T09:00'])
  assert.deepEqual(offered(2026, 10, 18, 17, 5), ['tomorrow 2026-11-19T09:00', 'nextWeek 2026-11-23T09:00'])
  assert.deepEqual(offered(2026, 10, 22, 23, 0), ['tomorrow 2026-11-23T09:00'], 'on a Sunday tomorrow is Monday')
  assert.deepEqual(offered(2026, 10, 23, 8, 0).at(-1), 'nextWeek 2026-11-30T09:00')
  assert.deepEqual(offered(2026, 11, 31, 22, 0)[0], 'tomorrow 2027-01-01T09:00')
})
