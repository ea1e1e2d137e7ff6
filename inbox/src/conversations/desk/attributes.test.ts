import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributeChanges, attributesOf } from './attributes.ts'

test('attributes are written only where they are another text, and taken away by having no value', () => {
  const before = { room: 101, vip: true, note: 'late', tags: ['a'], gone: null }
  const rows = attributesOf(before)
  assert.deepEqual(rows, [
    ['room', '101'],
    ['vip', 'true'],
    ['note', 'late'],
    ['tags', '["a"]'],
  ])
  assert.deepEqual(attributeChanges(before, rows), {})
  const changed = [
    ['room', '102'],
    ['vip', 'true'],
    ['tags', '["a"]'],
    [' floor ', '3'],
    ['  ', 'nothing'],
  ] as const
  assert.deepEqual(attributeChanges(before, changed), { room: '102', floor: '3', note: null })
})
