import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInRange, parseIp, parseIpRange } from './ip-range.ts'

test('an address is one number, whichever way it is written, and a mapped one is the IPv4 address', () => {
  assert.equal(parseIp('127.0.0.1'), 0xffff_7f00_0001n)
  for (const same of ['::ffff:127.0.0.1', '::FFFF:7f00:1', '0:0:0:0:0:ffff:7f00:1', '::ffff:7f00:1%lo']) {
    assert.equal(parseIp(same), parseIp('127.0.0.1'), same)
  }
  assert.equal(parseIp('::'), 0n)
  assert.equal(parseIp('fe80::1%eth0'), 0xfe80n * 2n ** 112n + 1n)
  assert.equal(parseIp('1:2:3:4:5:6:7:8'), 0x0001_0002_0003_0004_0005_0006_0007_0008n)
  for (const text of [
    '',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '010.0.0.1',
    '1.2.3.4.5',
    '1.2.3.256',
    '[::1]',
    ':::',
    '1::2::3',
    '::1/128',
    '12345::',
  ]) {
    assert.equal(parseIp(text), undefined, text)
  }
})

test('a range holds the addresses that begin as it does, and none of the other family', () => {
  const cases: [string, string[], string[]][] = [
    ['10.0.0.0/8', ['10.0.0.0', '10.255.255.255', '::ffff:10.1.2.3'], ['9.255.255.255', '11.0.0.0', '::a00:1']],
    ['10.1.2.3/8', ['10.9.9.9'], ['11.1.2.3']],
    ['192.168.1.7', ['192.168.1.7'], ['192.168.1.6', '192.168.1.8']],
    ['0.0.0.0/0', ['255.255.255.255', '0.0.0.0'], ['::1', '2600::1']],
    ['::/0', ['::1', 'ffff::'], ['127.0.0.1', '::ffff:127.0.0.1']],
    ['fc00::/7', ['fd00:ec2::254', 'fcff::'], ['fe00::', 'fbff::']],
    ['::ffff:10.0.0.0/104', ['10.1.1.1'], ['11.1.1.1']],
  ]
  for (const [text, inside, outside] of cases) {
    const range = parseIpRange(text)
    assert.ok(range, text)
    for (const ip of inside) assert.equal(isInRange(parseIp(ip)!, range), true, `${ip} is in ${text}`)
    for (const ip of outside) assert.equal(isInRange(parseIp(ip)!, range), false, `${ip} is not in ${text}`)
  }
  for (const text of ['', '10.0.0.0/33', '::/129', '10.0.0.0/', '10/8', 'fe80::%eth0/10', '10.0.0.0/-1', '10.0.0.0/8/8', 'localhost']) {
    assert.equal(parseIpRange(text), undefined, text)
  }
})
