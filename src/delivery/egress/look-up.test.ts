import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createLookUp } from './look-up.ts'

const A = 1
const AAAA = 28
const NO_SUCH_NAME = 3
const REFUSED = 5

/** What a name server says of names: their addresses as bytes, an error, or nothing at all. */
const ZONE: Record<string, { [type: number]: number[][] } | number> = {
  'good.example': {
    [A]: [
      [192, 0, 2, 1],
      [192, 0, 2, 2],
    ],
    [AAAA]: [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
  },
  'half.example': { [A]: [[192, 0, 2, 3]] },
  'refused.example': REFUSED,
  localhost: NO_SUCH_NAME,
}

async function serveNames(t: TestContext): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const labels: string[] = []
    let at = 12
    for (; query[at]; at += 1 + query[at]!) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!))
    const type = query.readUInt16BE(at + 1)
    const zone = ZONE[labels.join('.').toLowerCase()]
    const found = typeof zone === 'object' ? zone[type] : []
    if (zone === undefined || found === undefined) return
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(0x8180 + (typeof zone === 'number' ? zone : 0), 2)
    head.writeUInt16BE(found.length, 6)
    head.fill(0, 8)
    const records = found.map((bytes) => Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]))
    socket.send(Buffer.concat([head, query.subarray(12, at + 5), ...records]), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  return `127.0.0.1:${socket.address().port}`
}

test('all addresses of both families are found, and name servers that keep silent hold up nobody else', async (t) => {
  const lookUp = createLookUp({ servers: [await serveNames(t)], hostsFile: '/nowhere' })
  const stop = new AbortController()
  const silent = Array.from({ length: 8 }, (_, index) => lookUp(`silent${index}.example`, stop.signal))
  assert.deepEqual(await lookUp('good.example', stop.signal), [
    { address: '192.0.2.1', family: 4 },
    { address: '192.0.2.2', family: 4 },
    { address: '2001:db8::1', family: 6 },
  ])
  assert.deepEqual(await lookUp('half.example', stop.signal), [{ address: '192.0.2.3', family: 4 }])
  await assert.rejects(lookUp('refused.example', stop.signal), { code: 'EREFUSED' })
  stop.abort()
  for (const one of silent) await assert.rejects(one, { code: 'ECANCELLED' })
})

test('what the name servers do not know, the system may', async (t) => {
  const lookUp = createLookUp({ servers: [await serveNames(t)], hostsFile: '/nowhere' })
  const { signal } = new AbortController()
  const [one, other] = await Promise.all([lookUp('localhost', signal), lookUp('localhost', signal)])
  assert.deepEqual(one, other)
  assert.ok(one.some(({ address }) => address === '127.0.0.1' || address === '::1'))
})

test('the hosts file comes first', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-hosts-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const hostsFile = join(folder, 'hosts')
  writeFileSync(
    hostsFile,
    '# good.example\n10.0.0.5\tgood.example Silent.Example # other.example\r\nfd00::5 silent.example\nnonsense good.example\n',
  )
  const lookUp = createLookUp({ servers: [await serveNames(t)], hostsFile })
  const { signal } = new AbortController()
  assert.deepEqual(await lookUp('good.example', signal), [{ address: '10.0.0.5', family: 4 }])
  const both = [
    { address: '10.0.0.5', family: 4 },
    { address: 'fd00::5', family: 6 },
  ]
  assert.deepEqual(await lookUp('silent.example', signal), both)
})
