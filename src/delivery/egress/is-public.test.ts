import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseIp } from '../../model/ip-range.ts'
import { isPublic } from './is-public.ts'

test('addresses beside the ranges that are not public are public', () => {
  const given = [
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '168.63.129.15',
    '169.253.255.255',
  ]
  given.push(
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
  )
  given.push('2600::1', '2a00:1450:4001::200e', '2001:200::1', '2001:4860:4860::8888', '2003::1', '3ffd::1', '::ffff:8.8.8.8')
  // Where IPv4 is reached through NAT64, every receiver has such an address.
  given.push('64:ff9b::8.8.8.8')
  for (const text of given) assert.equal(isPublic(parseIp(text)!), true, text)
})
