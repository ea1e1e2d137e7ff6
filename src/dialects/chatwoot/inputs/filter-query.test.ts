import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributeKeys } from './filter-attributes.ts'
import { type FilterKeys, PRESENT, readConditions, readDay, readNumber } from './filter-query.ts'

const NOW = Date.UTC(2026, 2, 10, 15) * 1000
const KEYS: FilterKeys = {
  number: { field: { column: 'number', holds: 'number' }, operators: ['equal_to', ...PRESENT], read: readNumber },
  created_at: {
    field: { column: 'created_at', holds: 'number' },
    operators: ['is_greater_than', 'is_less_than', 'days_before'],
    read: readDay,
  },
  ...attributeKeys([
    { key: 'plan', kind: 'text' },
    { key: 'trial', kind: 'checkbox' },
    { key: 'since', kind: 'date' },
    { key: '$.x', kind: 'text' },
    { key: 'odd', kind: 'unheard of' },
  ]),
}

const read = (attribute_key: string, filter_operator: string, values?: unknown, query_operator?: string | null) =>
  readConditions([{ attribute_key, filter_operator, values: values as string[], query_operator }], KEYS, NOW)[0]

test('a row is read as what it asks for', () => {
  assert.deepEqual(read('number', 'equal_to', [1, '2', null, '']), {
    field: KEYS.number?.field,
    operator: 'equals',
    values: [1, 2],
    next: 'and',
  })
  assert.deepEqual(read('number', 'equal_to', 5, 'OR')?.next, 'or')
  assert.deepEqual(read('number', 'is_present', ['whatever'], null), {
    field: KEYS.number?.field,
    operator: 'present',
    values: [],
    next: 'and',
  })
  assert.deepEqual(read('trial', 'not_equal_to', ['true'])?.values, [true])
  assert.deepEqual(read('plan', 'does_not_contain', ['x', 'y'], 'or'), {
    field: { column: 'attributes', key: 'plan', holds: 'text' },
    operator: 'lacks',
    values: ['x', 'y'],
    next: 'or',
  })
})

test('a day is neither before nor after itself', () => {
  const day = Date.UTC(2026, 2, 1) * 1000
  assert.deepEqual(read('created_at', 'is_less_than', ['2026-03-01'])?.values, [day])
  assert.deepEqual(read('created_at', 'is_greater_than', ['2026-03-01T12:00:00Z'])?.values, [day + 86_400_000_000 - 1])
  assert.deepEqual(read('created_at', 'days_before', [9])?.values, [day])
  assert.deepEqual(read('since', 'days_before', ['9'])?.values, ['2026-03-01'])
  assert.deepEqual(read('since', 'is_greater_than', ['2026-03-01'])?.values, ['2026-03-01'])
})

test('what will not do is refused with what would', () => {
  const refused: [Parameters<typeof read>, RegExp][] = [
    [['colour', 'equal_to', ['x']], /must be one of number, created_at, plan, trial, since$/],
    [['$.x', 'equal_to', ['x']], /Unknown attribute_key/],
    [['constructor', 'equal_to', ['x']], /Unknown attribute_key/],
    [['number', 'contains', ['1']], /must be one of equal_to, is_present, is_not_present$/],
    [['number', 'equal_to', ['x']], /x is no value for number/],
    [['number', 'equal_to', []], /needs values/],
    [['number', 'equal_to'], /needs values/],
    [['number', 'equal_to', [1], 'XOR'], /AND or OR/],
    [['created_at', 'is_less_than', ['soon']], /soon is no value/],
    [['created_at', 'is_less_than', ['2026-13-01']], /no value/],
    [['created_at', 'days_before', ['-1']], /number of days/],
    [['trial', 'equal_to', ['perhaps']], /no value/],
  ]
  for (const [row, message] of refused) assert.throws(() => read(...row), { code: 'body_invalid', message }, JSON.stringify(row))
})

test('a filter takes 200 values, all rows together', () => {
  const row = (count: number) => ({
    attribute_key: 'number',
    filter_operator: 'equal_to',
    values: Array.from({ length: count }, (_, index) => index),
  })
  const readAll = (...counts: number[]) => readConditions(counts.map(row), KEYS, NOW)
  assert.equal(readAll(100, 100).length, 2)
  assert.throws(() => readAll(100, 100, 1), { code: 'body_invalid', message: 'A filter takes at most 200 values' })
})
