import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Author } from '../../model/author.ts'
import { splitName, toWireSender } from './user.ts'

test('the first word of a name is the first name', () => {
  assert.deepEqual(splitName('Jane Doe'), { first_name: 'Jane', last_name: 'Doe' })
  assert.deepEqual(splitName('  Jane  van  Doe '), { first_name: 'Jane', last_name: 'van Doe' })
  assert.deepEqual(splitName('Jane'), { first_name: 'Jane', last_name: '' })
  assert.deepEqual(splitName(''), { first_name: '', last_name: '' })
  assert.deepEqual(splitName(null), { first_name: '', last_name: '' })
})

test('a member is shown under the name customers see, an application under its own, and Parley itself as nobody', () => {
  const member = { kind: 'member', id: 1, name: 'Ann Smith', displayName: 'Ann from Support', email: 'ann@example.com' } as Author
  assert.deepEqual(toWireSender('u', member), { id: 'u', first_name: 'Ann', last_name: 'from Support', email: 'ann@example.com' })
  const contact = { kind: 'contact', id: 2, name: null, email: null } as Author
  assert.deepEqual(toWireSender('u', contact), { id: 'u', first_name: '', last_name: '', email: null })
  const application = { kind: 'application', id: 3, name: 'Booking Bot', createdAt: 0 } as Author
  assert.deepEqual(toWireSender('u', application), { id: 'u', first_name: 'Booking', last_name: 'Bot', email: null })
  assert.equal(toWireSender('u', { kind: 'system', id: 0, name: 'Parley' }), null)
  assert.equal(toWireSender('u', undefined), null)
})
