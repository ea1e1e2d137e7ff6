import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../../model/errors.ts'
import { parseUtc, readInterval } from './time-interval.ts'

const read = (StartUtc: string | null | undefined, EndUtc: string | null | undefined, months = 1) =>
  readInterval('CreatedUtc', { StartUtc, EndUtc }, months)
const us = (text: string) => Date.parse(text) * 1000

test('a time may have a fraction and an offset, and is UTC without one', () => {
  const whole = Date.parse('2026-01-05T10:00:00Z')
  assert.equal(parseUtc('2026-01-05T10:00:00Z'), whole)
  assert.equal(parseUtc('2026-01-05T10:00:00'), whole)
  assert.equal(parseUtc('2026-01-05T10:00:00.1234567Z'), whole + 123)
  assert.equal(parseUtc('2026-01-05T10:00:00.5Z'), whole + 500)
  assert.equal(parseUtc('2026-01-05T12:30:00+02:30'), whole)
  assert.equal(parseUtc('2026-01-05T08:00:00-02:00'), whole)
  assert.equal(parseUtc('2024-02-29T00:00:00Z'), Date.parse('2024-02-29T00:00:00Z'))
})

test('what is no time is none', () => {
  for (const text of [
    '',
    'now',
    '2026-01-05',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-05T24:00:00Z',
    '2026-01-05T10:61:00Z',
    '1767600000',
    null,
  ]) {
    assert.equal(parseUtc(text), undefined, String(text))
  }
})

test('the start is in the interval, the end is not, and equal bounds ask for that second', () => {
  assert.deepEqual(read('2026-01-05T10:00:00Z', '2026-01-05T10:00:02Z'), {
    from: us('2026-01-05T10:00:00Z'),
    before: us('2026-01-05T10:00:02Z'),
  })
  assert.deepEqual(read('2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z'), {
    from: us('2026-01-05T10:00:00Z'),
    before: us('2026-01-05T10:00:01Z'),
  })
  assert.deepEqual(read('2026-01-05T10:00:00.7Z', '2026-01-05T10:00:02.2Z'), {
    from: us('2026-01-05T10:00:00Z'),
    before: us('2026-01-05T10:00:02Z'),
  })
  assert.equal(readInterval('CreatedUtc', null, 1), undefined)
  assert.equal(readInterval('CreatedUtc', undefined, 1), undefined)
})

test('a month is a calendar month, and longer, reversed and half-given intervals are refused by name', () => {
  const refused = (error: unknown) => error instanceof AppError && error.field === 'CreatedUtc'
  assert.ok(read('2026-01-05T10:00:00Z', '2026-02-05T10:00:00Z'))
  assert.ok(read('2026-01-31T00:00:00Z', '2026-02-28T00:00:00Z'))
  assert.ok(read('2026-11-30T00:00:00Z', '2027-02-28T00:00:00Z', 3))
  assert.throws(() => read('2026-01-05T10:00:00Z', '2026-02-05T10:00:01Z'), refused)
  assert.throws(() => read('2026-01-31T00:00:00Z', '2026-03-01T00:00:00Z'), refused)
  assert.throws(() => read('2026-01-05T10:00:00Z', '2026-01-05T09:59:59Z'), refused)
  assert.throws(() => read('2026-01-05T10:00:00Z', null), refused)
  assert.throws(() => read(undefined, '2026-01-05T10:00:00Z'), refused)
  assert.throws(() => read(null, null), refused)
})
