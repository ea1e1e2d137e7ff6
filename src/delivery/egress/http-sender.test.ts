import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createRawServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { waitFor } from '../../../test/wait-for.ts'
import type { Outbound } from '../sender.ts'
import { createHttpSender, type SenderParts } from './http-sender.ts'

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string }

/** A receiver on this machine, and a sender that may reach it. */
async function open(
  t: TestContext,
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  parts: Partial<SenderParts> = {},
) {
  const seen: Seen[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>)
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
    answer(response, request)
  }).listen(0, '127.0.0.1')
  server.on('connection', (socket) => {
    connections++
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await once(server, 'listening')
  const sender = createHttpSender({ allow: ['127.0.0.0/8'], now: () => 0, ...parts })
  t.after(async () => {
    await sender.close()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as { port: number }
  const origin = `http://127.0.0.1:${port}`
  const send = (outbound: Partial<Outbound> = {}) =>
    sender.send({ url: `${origin}/hook`, headers: {}, body: '{}', timeoutMs: 10_000, allow: [], ...outbound })
  return { port, origin, send, sender, seen, sockets, connections: () => connections }
}

test('a request goes out as it was given, with the credentials of its address, on a socket that is kept', async (t) => {
  const { port, origin, send, seen, connections } = await open(t, (response) => response.end('taken\u0000\u001b[1m\n😀'))
  const outcome = await send({
    url: `${origin}/a%20b/ü?c=d#e`,
    headers: { 'content-type': 'application/json', 'x-name': 'n' },
    body: '{"ü":1}',
  })
  assert.equal(typeof outcome.latencyMs, 'number')
  const good = { status: 200, error: null, answer: 'taken\ufffd\ufffd[1m\n😀', retryAfter: null }
  assert.deepEqual(outcome, { ...good, latencyMs: outcome.latencyMs })
  assert.deepEqual(seen[0], {
    method: 'POST',
    url: '/a%20b/%C3%BC?c=d',
    headers: {
      'content-type': 'application/json',
      'x-name': 'n',
      host: `127.0.0.1:${port}`,
      'content-length': '8',
      connection: 'keep-alive',
    },
    body: '{"ü":1}',
  })
  await send({ url: `http://ann:p%zz@127.0.0.1:${port}` })
  assert.equal(seen[1]?.headers.authorization, `Basic ${Buffer.from('ann:p%zz').toString('base64')}`)
  await send({ url: `http://ann:p%40ss@127.0.0.1:${port}` })
  assert.equal(seen[2]?.headers.authorization, `Basic ${Buffer.from('ann:p@ss').toString('base64')}`)
  assert.equal(connections(), 1)
})

test('a kept socket is used again only for the addresses that were just checked', async (t) => {
  const answers = ['127.0.0.1', '127.0.0.1', '127.0.0.2', '127.0.0.1']
  const lookUp = async () => [{ address: answers.shift() ?? '', family: 4 }]
  const { port, send, seen, connections } = await open(t, (response) => response.end(), { lookUp })
  const url = `http://receiver.example.:${port}/`
  await send({ url })
  await send({ url })
  assert.equal(connections(), 1)
  // Nobody listens there: a request on the kept socket would have been answered.
  assert.equal((await send({ url })).error, 'the connection was refused')
  await send({ url })
  assert.deepEqual([connections(), seen.length], [1, 3])
  assert.equal(seen[0]?.headers.host, `receiver.example.:${port}`)
})

test('of a name with many addresses a few are tried', async (t) => {
  const tried: string[] = []
  const addresses = Array.from({ length: 20 }, (_, index) => ({ address: `127.0.0.${index + 2}`, family: 4 }))
  const { port, send } = await open(t, (response) => response.end(), { lookUp: async () => addresses })
  const watch = (message: unknown) => void (message as { socket: Socket }).socket.on('connectionAttempt', (ip) => tried.push(ip))
  subscribe('net.client.socket', watch)
  t.after(() => unsubscribe('net.client.socket', watch))
  assert.equal((await send({ url: `http://many.example:${port}/` })).error, 'the connection was refused')
  assert.deepEqual(
    tried,
    addresses.slice(0, 8).map(({ address }) => address),
  )
})

test('a range that one endpoint alone may reach is closed to all others, also on a kept socket', async (t) => {
  const refused: unknown[] = []
  const { send, seen } = await open(t, (response) => response.end(), { allow: [], onRefused: (one) => refused.push(one) })
  assert.equal((await send({ allow: ['10.0.0.0/8', '127.0.0.1'] })).status, 200)
  assert.match((await send()).error ?? '', /^its address 127\.0\.0\.1 is not a public one/)
  assert.equal(seen.length, 1)
  assert.deepEqual(refused, [{ host: '127.0.0.1', address: '127.0.0.1' }])
})

test('a redirect is a failure, and nobody goes where it leads', async (t) => {
  const { send, seen } = await open(t, (response) =>
    response.writeHead(Number(seen.length) + 300, { location: '/inside', 'retry-after': '7' }).end('moved'),
  )
  for (const status of [301, 302, 303, 304, 305, 306, 307, 308]) {
    const outcome = await send()
    assert.equal(outcome.error, `it answered ${status}, a redirect, and those are not followed; enter the address it leads to`)
  }
  assert.equal(seen.length, 8)
  assert.ok(seen.every(({ url }) => url === '/hook'))
})

test('what an answer says decides: 2xx is taken, all else is not, and Retry-After is passed on', async (t) => {
  const statuses = [204, 299, 400, 410, 429, 500, 503]
  const { send } = await open(t, (response) => response.writeHead(statuses.shift() ?? 0, { 'retry-after': '120' }).end())
  for (const status of [204, 299]) {
    const { latencyMs: _, ...outcome } = await send()
    assert.deepEqual(outcome, { status, error: null, answer: '', retryAfter: null })
  }
  for (const status of [400, 410, 429, 500, 503]) {
    const { latencyMs: _, ...outcome } = await send()
    assert.deepEqual(outcome, { status, error: `it answered ${status}`, answer: '', retryAfter: 120_000_000 })
  }
})

test('an answer without an end is cut, and its socket closed', async (t) => {
  const { send, sockets } = await open(t, (response) => {
    const more = () => {
      while (response.write('x'.repeat(1000))) {}
    }
    response.on('drain', more)
    more()
  })
  const outcome = await send()
  assert.deepEqual([outcome.status, outcome.error, outcome.answer], [200, null, 'x'.repeat(1000)])
  await waitFor(() => sockets.size === 0)
})

test('the time an attempt may take covers the lookup, the connection, and the answer', async (t) => {
  const { port, send, sockets } = await open(
    t,
    (response, { url }) => {
      if (url === '/trickle') response.write('a')
    },
    { lookUp: async (host) => (host === 'slow.example' ? new Promise(() => {}) : [{ address: '127.0.0.1', family: 4 }]) },
  )
  const silent = await send({ timeoutMs: 50 })
  assert.deepEqual([silent.status, silent.error], [null, 'no answer within 0.05 seconds'])
  assert.ok(silent.latencyMs >= 45)
  assert.equal((await send({ url: 'http://slow.example/', timeoutMs: 50 })).error, 'no answer within 0.05 seconds')
  // Once the head of an answer is here the receiver has spoken, however slowly it goes on.
  const trickle = await send({ url: `http://receiver.example:${port}/trickle`, timeoutMs: 50 })
  assert.deepEqual([trickle.status, trickle.error, trickle.answer], [200, null, 'a'])
  await waitFor(() => sockets.size === 0)
})

test('what is no HTTP, and what closes early, is said in a few words', async (t) => {
  const answers = [
    '',
    'garbage\r\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`,
  ]
  answers.push('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n\r\nwhole')
  const server = createRawServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(answers.shift() ?? ''))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sender = createHttpSender({ allow: ['127.0.0.1'], now: () => 0 })
  t.after(() => Promise.all([sender.close(), server.close()]))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`
  const outcomes = []
  while (answers.length > 0) {
    const { status, error, answer } = await sender.send({ url, headers: {}, body: '{}', timeoutMs: 10_000, allow: [] })
    outcomes.push([status, error, answer])
  }
  assert.deepEqual(outcomes, [
    [null, 'the connection was closed before an answer came', null],
    [null, 'its answer is not HTTP', null],
    [null, 'it gave no answer that is HTTP', null],
    [null, 'its answer is not HTTP', null],
    [200, null, 'half'],
    [201, null, 'whole'],
  ])
})

test('a kept socket that is closed as it is used again costs no attempt; a new one that is closed does', async (t) => {
  const { send, seen, connections } = await open(t, (response, { socket }) =>
    seen.length === 1 || seen.length === 3 ? response.end() : socket.resetAndDestroy(),
  )
  await send()
  assert.equal((await send()).error, null)
  assert.deepEqual([seen.length, connections()], [3, 2])
  assert.equal((await send()).error, 'the connection was closed before an answer came')
  assert.deepEqual([seen.length, connections()], [5, 3])
})

test('a header that cannot be sent fails its own request, and a sender that is closed ends and takes none', async (t) => {
  const { send, sender, seen, sockets } = await open(t, () => {})
  assert.equal((await send({ headers: { 'x-name': 'a\r\nx-other: b' } })).error, 'a header holds a sign that headers cannot hold')
  assert.equal((await send({ allow: ['nonsense'] })).error, 'the request could not be made')
  const waiting = send()
  await waitFor(() => seen.length === 1)
  await sender.close()
  assert.equal((await waiting).error, 'Parley is stopping')
  assert.equal((await send()).error, 'Parley is stopping')
  await waitFor(() => sockets.size === 0)
  assert.equal(seen.length, 1)
})
