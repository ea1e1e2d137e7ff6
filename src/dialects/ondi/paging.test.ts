import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePaging } from './paging.ts'

test('page and limit have defaults, an empty value is none, and a limit above 100 is taken as 100', () => {
  assert.deepEqual(parsePaging({}), { page: 1, limit: 20, offset: 0 })
  assert.deepEqual(parsePaging({ page: '', limit: '' }), { page: 1, limit: 20, offset: 0 })
  assert.deepEqual(parsePaging({ page: '3', limit: '7' }), { page: 3, limit: 7, offset: 14 })
  assert.deepEqual(parsePaging({ page: '2', limit: '101' }), { page: 2, limit: 100, offset: 100 })
  assert.equal(parsePaging({ limit: '100' }).limit, 100)
})

test('anything but a whole number from 1 is refused', () => {
  for (const text of ['0', '-1', '1.5', ' 1', '+1', '1e3', 'x', '0x1', '9007199254740993', '99999999999999999999', '١']) {
    for (const name of ['page', 'limit']) {
      assert.throws(() => parsePaging({ [name]: text }), { kind: 'malformed', message: 'Invalid pagination parameters' }, `${name}=${text}`)
    }
  }
})
