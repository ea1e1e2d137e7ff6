import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { AppError } from '../../../model/errors.ts'
import { nestFields, toTyped } from './form-values.ts'

const nest = (query: string) => nestFields(new URLSearchParams(query))

test('brackets in field names make objects and lists', () => {
  assert.deepEqual(nest('a=1&b[c]=2&b[d][e]=3'), { a: '1', b: { c: '2', d: { e: '3' } } })
  assert.deepEqual(nest('a[]=1&a[]=2'), { a: ['1', '2'] })
  assert.deepEqual(nest('i[][t]=a&i[][v]=b&i[][t]=c'), { i: [{ t: 'a', v: 'b' }, { t: 'c' }] })
  assert.deepEqual(nest('a=1&a=2'), { a: '2' })
  assert.deepEqual(nest('a=1&a[b]=2'), { a: { b: '2' } })
  assert.deepEqual(nest('[a]=1&b[=2&c]=3'), { '[a]': '1', 'b[': '2', 'c]': '3' })
})

test('names that would reach a prototype are left out', () => {
  const nested = nest('__proto__[polluted]=1&a[__proto__][polluted]=1&constructor[prototype][polluted]=1&b=2')
  assert.deepEqual(Object.keys(nested), ['b'])
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
})

test('too many fields, too deep names and NUL characters are refused', () => {
  const refuses = (fields: [string, string][]) =>
    assert.throws(
      () => nestFields(fields),
      (error) => error instanceof AppError && error.code === 'request_malformed',
    )
  refuses(Array.from({ length: 1001 }, (_, index) => [`f${index}`, 'x']))
  refuses([[`a${'[b]'.repeat(16)}`, 'x']])
  refuses([['a', 'x\0']])
  refuses([['a\0', 'x']])
})

test('text becomes what the schema asks for, and stays text where it cannot', () => {
  const schema = Type.Object({
    flag: Type.Optional(Type.Boolean()),
    count: Type.Union([Type.Integer(), Type.Null()]),
    either: Type.Union([Type.Integer(), Type.String()]),
    list: Type.Array(Type.String()),
    object: Type.Record(Type.String(), Type.Unknown()),
    inner: Type.Object({ flag: Type.Boolean() }),
  })
  const given = { flag: 'off', count: '12', either: '12', list: 'a', object: '{"a":1}', inner: { flag: 'true' }, more: 'x' }
  assert.deepEqual(toTyped(schema, given, false), {
    flag: false,
    count: 12,
    either: '12',
    list: ['a'],
    object: { a: 1 },
    inner: { flag: true },
    more: 'x',
  })
  assert.deepEqual(toTyped(schema, { flag: '', count: 'x', object: '[1]' }, false), { count: 'x', object: '[1]' })
  assert.deepEqual(toTyped(schema, { flag: 'yes', count: null, object: 'x' }, true), { flag: true, count: null, object: {} })
  assert.deepEqual(toTyped(schema, { flag: 'yes' }, false), { flag: 'yes' })
})

test('JSON text in a field is held to the limits of a JSON body', () => {
  const schema = Type.Object({ object: Type.Record(Type.String(), Type.Unknown()) })
  const deep = `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`
  assert.deepEqual(toTyped(schema, { object: deep }, true), { object: {} })
  assert.deepEqual(toTyped(schema, { object: '['.repeat(200_000) }, true), { object: {} })
  assert.deepEqual(toTyped(schema, { object: '{"a":"\\u0000"}' }, false), { object: '{"a":"\\u0000"}' })
  assert.deepEqual(toTyped(schema, { object: '{"__proto__":{"x":1},"b":2}' }, false), { object: { b: 2 } })
})
