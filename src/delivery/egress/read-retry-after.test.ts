import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRetryAfter } from './read-retry-after.ts'

const NOW = Date.parse('2026-11-21T08:00:00Z') * 1000
const DAY = 24 * 3600

test('Retry-After is read as seconds or as an HTTP date, and for a day at most', () => {
  const cases: [string | undefined, number | null][] = [
    ['120', 120],
    [' 1 ', 1],
    ['Sat, 21 Nov 2026 08:01:00 GMT', 60],
    ['Saturday, 21-Nov-26 08:01:00 GMT', 60],
    ['999999999', DAY],
    ['Fri, 31 Dec 2099 23:59:59 GMT', DAY],
    ['0', null],
    ['Sat, 21 Nov 2026 07:59:59 GMT', null],
    [undefined, null],
    ['', null],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['2026-11-21T09:00:00Z', null],
    ['9999999999999999999', null],
    ['Sat, 99 Nov 2026 99:99:99 GMT', null],
  ]
  for (const [text, seconds] of cases) {
    assert.equal(readRetryAfter(text, NOW), seconds === null ? null : NOW + seconds * 1_000_000, String(text))
  }
})
