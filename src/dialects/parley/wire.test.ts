import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AppError } from '../../model/errors.ts'
import { fromCursor, SORTS, toCursor } from './cursor.ts'
import { fromWireTime, parseId, toWireTime } from './wire.ts'

const times = fc.maxSafeNat()

test('every time comes back from its text, and texts sort as times do', () => {
  assert.equal(toWireTime(1_767_323_045_000_007), '2026-01-02T03:04:05.000007Z')
  fc.assert(
    fc.property(times, times, (a, b) => {
      assert.equal(fromWireTime(toWireTime(a), 'at'), a)
      assert.equal(toWireTime(a) < toWireTime(b), a < b)
    }),
  )
})

test('times of any zone and precision are read, and nothing else', () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5) * 1000
  const good: [text: string, time: number][] = [
    ['2026-01-02T03:04:05Z', at],
    ['2026-01-02T04:04:05+01:00', at],
    ['2026-01-02T03:04:05.5Z', at + 500_000],
    ['2026-01-02T03:04:05.123456789Z', at + 123_456],
  ]
  for (const [text, time] of good) assert.equal(fromWireTime(text, 'at'), time, text)
  for (const text of [
    '',
    'now',
    '2026-01-02',
    '2026-01-02T03:04:05',
    '2026-01-02 03:04:05Z',
    '2026-02-30T25:00:00Z',
    '1767323045',
    '2026-01-02T03:04:05.Z',
    '2300-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
  ]) {
    assert.throws(
      () => fromWireTime(text, 'at'),
      (error: unknown) => error instanceof AppError && error.field === 'at',
      text,
    )
  }
})

test('a cursor comes back as the place it was made of, for its own order only', () => {
  const sorts = Object.keys(SORTS) as (keyof typeof SORTS)[]
  fc.assert(
    fc.property(fc.constantFrom(...sorts), fc.constantFrom('asc', 'desc'), fc.maxSafeNat(), fc.maxSafeNat(), (sort, order, value, id) => {
      const mark = { id, number: value, createdAt: value, updatedAt: value, lastActivityAt: value }
      const cursor = toCursor(sort, order, mark)
      assert.deepEqual(fromCursor(cursor, sort, order), mark)
      assert.throws(() => fromCursor(cursor, sort, order === 'asc' ? 'desc' : 'asc'), AppError)
      for (const other of sorts) if (other !== sort) assert.throws(() => fromCursor(cursor, other, order), AppError)
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => assert.throws(() => fromCursor(text, 'number', 'asc'), AppError)))
})

test('an id is a plain positive whole number below 2^53', () => {
  assert.equal(parseId('9007199254740991', 'message_not_found'), Number.MAX_SAFE_INTEGER)
  for (const text of ['', '0', '01', '-1', '1.0', '1e3', ' 1', '9007199254740992', 'x', '１']) {
    assert.throws(
      () => parseId(text, 'message_not_found'),
      (error: unknown) => error instanceof AppError && error.code === 'message_not_found',
      text,
    )
  }
})
