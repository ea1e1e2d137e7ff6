import { type Static, Type } from 'typebox'
import { AppError } from '../../../model/errors.ts'
import type { Condition, FilterField, FilterOperator, FilterValue } from '../../../storage/queries/conversations/filter-text.ts'

/** The operators in the family's words (chatwoot sheet 6.2). */
const OPERATORS = {
  equal_to: 'equals',
  not_equal_to: 'differs',
  contains: 'contains',
  does_not_contain: 'lacks',
  is_present: 'present',
  is_not_present: 'absent',
  is_greater_than: 'above',
  is_less_than: 'below',
  days_before: 'below',
  starts_with: 'begins',
} as const satisfies Record<string, FilterOperator>
export type OperatorWord = keyof typeof OPERATORS

/** What may be asked of one key; `read` makes a given value comparable, or many of it, and gives nothing for one that cannot be. */
export type FilterKey = {
  field: FilterField
  operators: readonly OperatorWord[]
  read: (value: FilterValue) => FilterValue | readonly FilterValue[] | undefined
}
export type FilterKeys = Readonly<Record<string, FilterKey>>

export const EQUAL: readonly OperatorWord[] = ['equal_to', 'not_equal_to']
export const PRESENT: readonly OperatorWord[] = ['is_present', 'is_not_present']
export const CONTAINS: readonly OperatorWord[] = ['contains', 'does_not_contain']
export const DATES: readonly OperatorWord[] = ['is_greater_than', 'is_less_than', 'days_before']

const Value = Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean()])
const Row = Type.Object({
  attribute_key: Type.String(),
  filter_operator: Type.String({ description: Object.keys(OPERATORS).join(', ') }),
  values: Type.Optional(Type.Union([Type.Array(Type.Union([Value, Type.Null()]), { maxItems: 100 }), Value, Type.Null()])),
  query_operator: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: '`AND`, or `OR`; nothing in the last one' })),
})
type Row = Static<typeof Row>

/** All rows of one filter together: the embedded store compares every conversation with every value, on its only thread. */
const MAX_VALUES = 200

/** `{payload: [{attribute_key, filter_operator, values, query_operator}]}` (chatwoot sheet 6.2). */
export const FilterBody = Type.Object({ payload: Type.Array(Row, { maxItems: 50 }) })

/** The conditions that a body asks for. Refuses with `body_invalid` a key, an operator or a value that will not do, and says which would. `now` is in microseconds. */
export function readConditions(payload: readonly Row[], keys: FilterKeys, now: number): Condition[] {
  const count = payload.reduce((sum, { values }) => sum + (Array.isArray(values) ? values.length : 1), 0)
  if (count > MAX_VALUES) throw refuse(`A filter takes at most ${MAX_VALUES} values`)
  return payload.map((row) => {
    const key = Object.hasOwn(keys, row.attribute_key) ? keys[row.attribute_key] : undefined
    if (!key) throw refuse(`Unknown attribute_key ${row.attribute_key}: it must be one of ${Object.keys(keys).join(', ')}`)
    const word = key.operators.find((one) => one === row.filter_operator)
    if (!word) throw refuse(`The filter_operator for ${row.attribute_key} must be one of ${key.operators.join(', ')}`)
    const values = PRESENT.includes(word) ? [] : readValues(row, key, word, now)
    return { field: key.field, operator: OPERATORS[word], values, next: readNext(row) }
  })
}

function readValues(row: Row, key: FilterKey, word: OperatorWord, now: number): FilterValue[] {
  const given = Array.isArray(row.values) ? row.values : [row.values]
  const values = given.flatMap((value) => (value == null || value === '' ? [] : [value]))
  if (values.length === 0) throw refuse(`${row.attribute_key} needs values for ${word}`)
  return values.flatMap((value) => {
    const read = key.read(word === 'days_before' ? daysBefore(row, value, now) : value)
    if (read === undefined) throw refuse(`${value} is no value for ${row.attribute_key}`)
    // A day itself is neither before nor after it: what comes after it begins with the next.
    return word === 'is_greater_than' && key.read === readDay ? Number(read) + DAY_US - 1 : read
  })
}

function readNext({ query_operator: word }: Row): Condition['next'] {
  if (word == null || word === '') return 'and'
  const next = word.toLowerCase()
  if (next !== 'and' && next !== 'or') throw refuse('query_operator must be AND or OR')
  return next
}

function daysBefore(row: Row, value: FilterValue, now: number): string {
  if (!/^\d{1,6}$/.test(String(value))) throw refuse(`${row.attribute_key} needs a number of days for days_before`)
  return new Date(now / 1000 - Number(value) * (DAY_US / 1000)).toISOString()
}

const DAY_US = 86_400_000_000

export function readText(value: FilterValue): string {
  return String(value)
}

/** A number, also as its text. */
export function readNumber(value: FilterValue): number | undefined {
  return typeof value !== 'boolean' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(String(value)) ? Number(value) : undefined
}

/** A whole number, also as its text: PostgreSQL compares an id with nothing else. */
export function readId(value: FilterValue): number | undefined {
  const number = readNumber(value)
  return Number.isSafeInteger(number) ? number : undefined
}

/** A day as the microsecond it begins at, for columns that hold a time. */
export function readDay(value: FilterValue): number | undefined {
  const text = readDate(value)
  return text === undefined ? undefined : Date.parse(text) * 1000
}

/** A day as it is written in attributes. */
export function readDate(value: FilterValue): string | undefined {
  const text = /^\d{4}-\d{2}-\d{2}/.exec(String(value))?.[0]
  return text !== undefined && !Number.isNaN(Date.parse(text)) ? text : undefined
}

export function readFlag(value: FilterValue): boolean | undefined {
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : undefined
}

function refuse(message: string): AppError {
  return new AppError('body_invalid', { message })
}
