import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TProperties, Type } from 'typebox'
import { ValidationFailure } from './to-app-error.ts'
import { validatorCompiler } from './validator.ts'

type Result = { value?: unknown; error?: Error }

function check(httpPart: string, properties: TProperties, input: unknown): Result {
  const schema = Type.Object(properties, { additionalProperties: false })
  const validate = validatorCompiler({ schema, httpPart, method: 'GET', url: '/' }) as (value: unknown) => Result
  return validate(input)
}

test('parameters are read as the integers, numbers, booleans and lists a schema asks for', () => {
  const properties = { i: Type.Integer(), n: Type.Number(), b: Type.Boolean(), l: Type.Array(Type.Integer()), s: Type.String() }
  const query = Object.assign(Object.create(null), { i: '-12', n: '1.5', b: 'false', l: '7', s: '8' })
  assert.deepEqual(check('querystring', properties, query).value, { i: -12, n: 1.5, b: false, l: [7], s: '8' })
  assert.deepEqual(query.i, '-12', 'the input itself is left as it is')
  assert.deepEqual(check('querystring', { l: Type.Array(Type.Integer()) }, { l: ['1', '2'] }).value, { l: [1, 2] })
})

test('text that is not exactly such a value is refused, not rounded or guessed', () => {
  const refused: [TProperties, unknown[]][] = [
    [
      { p: Type.Integer() },
      ['1.5', '1.0', '', ' 1', '1 ', '0x10', '1e2', 'true', 'null', 'NaN', '+1', '9007199254740993', '99999999999999999999', ['1', '2']],
    ],
    [{ p: Type.Number() }, ['', '.', '1.', '0x10', '1e400', 'Infinity', 'true', '9007199254740993', ['1']]],
    [{ p: Type.Boolean() }, ['', '0', '1', 'TRUE', 'yes', ['true']]],
    [{ p: Type.Array(Type.Integer()) }, ['1.5', ['1', 'x']]],
    [{ p: Type.String() }, [['1', '2']]],
  ]
  for (const [properties, values] of refused) {
    for (const p of values) {
      const { error } = check('querystring', properties, { p })
      assert.ok(error instanceof ValidationFailure, `${JSON.stringify(p)} for ${JSON.stringify(properties.p)}`)
      assert.equal(error.part, 'querystring')
    }
  }
})

test('a parameter named like a part of every object is one more unknown parameter', () => {
  for (const name of ['__proto__', 'constructor', 'hasOwnProperty']) {
    const query = Object.create(null) as Record<string, unknown>
    query[name] = '1'
    assert.ok(check('querystring', { p: Type.Optional(Type.Integer()) }, query).error, name)
  }
})

test('bodies are taken as they are', () => {
  assert.ok(check('body', { p: Type.Integer() }, { p: '1' }).error)
  assert.ok(check('body', { p: Type.String() }, { p: 1 }).error)
  assert.deepEqual(check('body', { p: Type.Integer() }, { p: 1 }).value, { p: 1 })
})

test('a schema is compiled when it is first needed', () => {
  let reads = 0
  const schema = new Proxy(Type.Object({ p: Type.String() }), {
    get(target, key) {
      reads += 1
      return Reflect.get(target, key)
    },
  })
  const validate = validatorCompiler({ schema, httpPart: 'body', method: 'POST', url: '/' }) as (value: unknown) => Result
  assert.equal(reads, 0)
  assert.ok(validate({ p: 1 }).error)
  assert.ok(reads > 0)
})
