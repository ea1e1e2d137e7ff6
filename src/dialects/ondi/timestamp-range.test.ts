import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTimestampRange } from './timestamp-range.ts'

const SECOND = 1_000_000
const at = (text: string) => Date.parse(text) * 1000

test('both bounds are inclusive in the precision they are written in, and either may be open', () => {
  assert.equal(parseTimestampRange(undefined), undefined)
  assert.equal(parseTimestampRange(''), undefined)
  const day = at('2023-01-01T00:00:00Z')
  assert.deepEqual(parseTimestampRange('2023-01-01T00:00:00Z,2023-01-02T00:00:00Z'), {
    fromTime: day,
    untilTime: at('2023-01-02T00:00:00Z') + SECOND - 1,
  })
  assert.deepEqual(parseTimestampRange('2023-01-01T00:00:00Z,'), { fromTime: day })
  assert.deepEqual(parseTimestampRange(',2023-01-01T00:00:00Z'), { untilTime: day + SECOND - 1 })
  assert.deepEqual(parseTimestampRange(',2023-01-01T00:00:00.5Z'), { untilTime: day + SECOND / 2 + SECOND / 10 - 1 })
  assert.deepEqual(parseTimestampRange(',2023-01-01T00:00:00.123456Z'), { untilTime: day + 123456 })
  assert.deepEqual(parseTimestampRange(',2023-01-01T00:00:00.123456789Z'), { untilTime: day + 123456 })
  assert.deepEqual(parseTimestampRange('2023-01-01T02:00:00+02:00,2023-01-01T00:00:00Z'), { fromTime: day, untilTime: day + SECOND - 1 })
})

test('what is not two instants in order is refused', () => {
  const bad = [
    ',',
    '2023-01-01T00:00:00Z',
    '2023-01-01T00:00:00Z,2023-01-02T00:00:00Z,',
    '2023-01-02T00:00:00Z,2023-01-01T00:00:00Z',
    '2023-01-01,2023-01-02',
    '2023-01-01T00:00:00,2023-01-02T00:00:00',
    '2023-02-30T00:00:00Z,',
    '2023-01-01T25:00:00Z,',
    '2023-01-01T00:00:00 02:00,',
    '2023-01-01T00:00:00.Z,',
    ' ,',
    'yesterday,today',
    '0,1',
  ]
  for (const text of bad) assert.throws(() => parseTimestampRange(text), { kind: 'malformed', message: 'Invalid timestamp_range' }, text)
})
