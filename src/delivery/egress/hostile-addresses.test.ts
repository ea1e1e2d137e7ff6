import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { test } from 'node:test'
import { createHttpSender } from './http-sender.ts'
import type { HostAddress } from './look-up.ts'

const NOT_PUBLIC = /is not a public one; the operator may allow it with PARLEY_EGRESS_ALLOW$|leads to an address that is not a public one/

/** Hosts inside, in every spelling that a URL parser or a resolver takes for one of them. */
const REFUSED = {
  'loopback in decimal, octal, hexadecimal, short and mixed': `127.0.0.1 127.0.0.2 127.255.255.255 127.1 127.0.1 2130706433 017700000001 0x7f000001 0x7f.0.0.1
    0177.0.0.1 0x7f.1 0177.0x0.1 00000177.0.0.01 127.0.0.1. 127.1.`,
  'loopback beyond ASCII, and escaped': '１２７.０.０.１ 127。0。0。1 127．0．0．1 ①②⑦.⓪.⓪.① %31%32%37.0.0.1 127%2e0%2e0%2e1',
  'this network': '0.0.0.0 0 0x0 00 0.1.2.3',
  'private and shared': '10.0.0.1 167772161 172.16.0.1 172.31.255.255 192.168.1.1 3232235777 100.64.0.1 100.127.255.255',
  'link-local, and metadata of clouds': `169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.43518 169.254.170.2 100.100.100.200 168.63.129.16
    192.0.0.192 [fe80::1] [feb0::1] [fd00:ec2::254] [fd20:ce::254]`,
  'documentation, benchmarks, multicast, reserved': `192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.255 192.88.99.1 224.0.0.1 239.255.255.255 240.0.0.1
    255.255.255.255 [ff02::1] [2001:db8::1] [3fff::1] [3ffe::1] [2001:2::1] [2001:10::1] [100::1] [5f00::1] [4000::1]`,
  'IPv6 loopback, unique-local, site-local': '[::1] [0:0:0:0:0:0:0:1] [::] [fc00::1] [fec0::1]',
  'IPv4 in IPv6: mapped, translated, compatible': `[::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:10.0.0.1] [::ffff:169.254.169.254] [::ffff:0:127.0.0.1] [::127.0.0.1]
    [::7f00:1] [::8.8.8.8]`,
  'IPv4 in IPv6: NAT64, 6to4, Teredo': `[64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b::10.0.0.1] [64:ff9b:1::8.8.8.8] [2002:7f00:1::] [2002:808:808::1]
    [2001:0:4136:e378:8000:63bf:3fff:fdd2]`,
  'a public name that is only a user':
    '8.8.8.8@127.0.0.1 good.example:443@127.0.0.1 good.example%40127.0.0.1@127.0.0.1 good.example%2f@[::1]',
  'names of one inside address': `localhost LOCALHOST localhost. inside.example INSIDE.example. ｉｎｓｉｄｅ.example inside。example 127.0.0.1.inside.example
    bücher.example xn--bcher-kva.example loopback6.example metadata6.example mapped.example nat64.example zone.example`,
  'names of several addresses, and of none': 'mixed.example mixed6.example garbage.example',
}

const NAMES: Record<string, string[]> = {
  localhost: ['127.0.0.1'],
  'loopback6.example': ['::1'],
  'inside.example': ['10.0.0.5'],
  '127.0.0.1.inside.example': ['127.0.0.1'],
  'xn--bcher-kva.example': ['192.168.0.9'],
  'metadata6.example': ['fd00:ec2::254'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'zone.example': ['fe80::1%eth0'],
  'mixed.example': ['8.8.8.8', '127.0.0.1'],
  'mixed6.example': ['2600::1', '::1'],
  'garbage.example': ['not an address'],
}

async function lend(host: string): Promise<HostAddress[]> {
  const addresses = NAMES[host]
  if (!addresses) throw Object.assign(new Error('not lent'), { code: 'ENOTFOUND' })
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}

/** One server on every address of the machine, which counts who connects. */
async function listen(): Promise<{ server: Server; port: number; connections: () => number }> {
  let count = 0
  const server = createServer((socket) => {
    count++
    socket.destroy()
  }).listen(0)
  await once(server, 'listening')
  return { server, port: (server.address() as { port: number }).port, connections: () => count }
}

test('no spelling of an inside address is connected to', async (t) => {
  const { server, port, connections } = await listen()
  const sender = createHttpSender({ allow: [], now: () => 0, lookUp: lend })
  t.after(() => Promise.all([sender.close(), server.close()]))
  const hosts = Object.values(REFUSED).flatMap((list) => list.split(/\s+/))
  const urls = hosts.flatMap((host) => [`http://${host}:${port}/`, `https://${host}:${port}/x?y#z`])
  urls.push(
    `http:\\\\127.0.0.1:${port}\\`,
    `http://127.0.0.1:${port}\\@good.example/`,
    `http://good.example\\@127.0.0.1:${port}/`,
    'http://127.0.0.1/',
    'http://[::1]:22/',
  )
  for (const url of urls) {
    const { error, status, answer } = await sender.send({ url, headers: {}, body: '{}', timeoutMs: 5000, allow: [] })
    // A name nobody lent, as a backslash makes of one URL, leads nowhere.
    const expected = url.includes('good.example\\') ? /^its host name could not be found$/ : NOT_PUBLIC
    assert.match(error ?? 'it went out', expected, url)
    assert.deepEqual([status, answer], [null, null], url)
  }
  assert.equal(connections(), 0)
  // The counter counts: the same server is reached where it is allowed.
  await sender.send({ url: `http://127.1:${port}/`, headers: {}, body: '', timeoutMs: 5000, allow: ['127.0.0.1'] })
  assert.equal(connections(), 1)
})

test('what is no address of the web, or of no host, goes nowhere', async () => {
  const sender = createHttpSender({ allow: ['0.0.0.0/0', '::/0'], now: () => 0, lookUp: lend })
  const cases: [string, RegExp][] = [
    ['ftp://127.0.0.1/', /http/],
    ['file:///etc/passwd', /http/],
    ['gopher://127.0.0.1:70/_x', /http/],
    ['javascript:alert(1)', /http/],
    ['unix:/var/run/docker.sock', /http/],
    ['', /understood/],
    ['127.0.0.1', /understood/],
    ['//127.0.0.1', /understood/],
    ['http://', /understood/],
    ['http://./', /no host/],
    ['http://256.0.0.1/', /understood/],
    ['http://1.2.3.4.5/', /understood/],
    ['http://127.0.0.1:65536/', /understood/],
    ['http://[::1%25eth0]/', /understood/],
    ['http://[fe80::1%eth0]/', /understood/],
    ['http://[::1', /understood/],
    ['http://a b/', /understood/],
    ['http://127.0.0.1%00.example/', /understood/],
    ['http://xn--a/', /could not be found/],
    ['http://nobody.example/', /could not be found/],
  ]
  for (const [url, expected] of cases) {
    const { error } = await sender.send({ url, headers: {}, body: '{}', timeoutMs: 5000, allow: [] })
    assert.match(error ?? 'it went out', expected, url)
  }
  await sender.close()
})

test('a name that answers with a public address first and an inside one later is looked at anew for every attempt', async (t) => {
  const { server, port, connections } = await listen()
  const answers = [['::ffff:127.0.0.1'], ['127.0.0.1', '10.0.0.1'], ['10.0.0.1'], ['127.0.0.1']]
  let lookups = 0
  const sender = createHttpSender({
    allow: ['127.0.0.1'],
    now: () => 0,
    lookUp: async () => (answers[lookups++] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  })
  t.after(() => Promise.all([sender.close(), server.close()]))
  const send = () => sender.send({ url: `http://rebinding.example:${port}/`, headers: {}, body: '{}', timeoutMs: 5000, allow: [] })
  const errors = [(await send()).error, (await send()).error, (await send()).error, (await send()).error]
  const closed = 'the connection was closed before an answer came'
  const refused = 'its host name leads to an address that is not a public one; the operator may allow it with PARLEY_EGRESS_ALLOW'
  assert.deepEqual(errors, [closed, refused, refused, closed])
  // One lookup for each attempt, so what was checked is what was connected to.
  assert.deepEqual([lookups, connections()], [4, 2])
})
