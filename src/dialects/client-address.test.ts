import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientAddress } from './client-address.ts'

function addressOf(remoteAddress: string, forwarded?: string): string {
  return clientAddress({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as never)
}

test('a proxy near by is believed, and whatever it was told itself is not', () => {
  const guest = addressOf('198.51.100.7')
  assert.equal(addressOf('127.0.0.1', '198.51.100.7'), guest)
  assert.equal(addressOf('::ffff:10.0.0.3', '203.0.113.1, 198.51.100.7, 192.168.0.4'), guest)
  assert.notEqual(addressOf('127.0.0.1', '198.51.100.8'), guest)
})

test('whoever calls from the open internet is who they are, whatever they write', () => {
  assert.equal(addressOf('198.51.100.7', '203.0.113.1'), addressOf('198.51.100.7'))
  assert.equal(addressOf('127.0.0.1', 'nonsense'), addressOf('127.0.0.1'))
})

test('one line of IPv6 is one caller', () => {
  assert.equal(addressOf('2001:db8:1:2::1'), addressOf('2001:db8:1:2:ffff::9'))
  assert.notEqual(addressOf('2001:db8:1:2::1'), addressOf('2001:db8:1:3::1'))
})
