import assert from 'node:assert/strict'
import { test } from 'node:test'
import { locate, resolvePointer } from './json-pointer.ts'

const body = { thread: { items: [{ id: 'a' }, { id: 'b', text: null }], toString: undefined } }

test('a pointer leads to own values only, nulls included', () => {
  assert.equal(resolvePointer(body, ''), body)
  assert.equal(resolvePointer(body, '/thread/items/1/text'), null)
  assert.equal(resolvePointer(body, '/thread/items/1/text/length'), undefined)
  assert.equal(resolvePointer(body, '/thread/hasOwnProperty'), undefined)
  assert.equal(resolvePointer(body, '/thread/items/9'), undefined)
})

test('a part is found by where it stands, or as the item of a list with a field of some value', () => {
  assert.equal(locate(body, { at: '' }), '')
  assert.equal(locate(body, { at: '/thread' }), '/thread')
  assert.equal(locate(body, { at: '/none' }), null)
  assert.equal(locate(body, { at: '/thread/items', where: ['id', 'b'] }), '/thread/items/1')
  assert.equal(locate(body, { at: '/thread/items', where: ['id', 'c'] }), null)
  assert.equal(locate(body, { at: '/thread', where: ['id', 'b'] }), null)
})
