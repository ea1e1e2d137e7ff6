import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatJson } from './format-json.ts'

test('short JSON stays on one line, long members stand alone, short ones share lines', () => {
  assert.equal(formatJson({ a: [1, null, 'x\n y'], b: {} }), '{ "a": [ 1, null, "x\\n y" ], "b": {} }')
  const long = 'x'.repeat(100)
  const value = { a: 1, b: true, c: long, d: { e: long, f: [long] }, g: 2 }
  const text = formatJson(value)
  assert.equal(text, `{\n  "a": 1, "b": true,\n  "c": "${long}",\n  "d": {\n    "e": "${long}",\n    "f": [ "${long}" ]\n  },\n  "g": 2\n}`)
  assert.deepEqual(JSON.parse(text), value)
})
