import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { startServer, type TestServer } from '../harness.ts'
import { assertRefusal } from './envelopes.ts'
import { dial, exchange, parseAnswers, type RawAnswer, readAll, toBytes } from './raw-http.ts'

/** Short ones; what is tested is that there is an end at all. */
const IMPATIENT = { headers: 150, request: 400, keepAlive: 72_000, check: 25 }

function pathOf({ home }: TestServer): string {
  return `/ndoto/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
}

function head(server: TestServer, method: string, ...more: string[]): string {
  const lines = [`${method} ${pathOf(server)} HTTP/1.1`, 'host: parley.test', `api_access_token: ${server.home.tokens.ndoto}`, ...more]
  return `${lines.join('\r\n')}\r\n\r\n`
}

function post(server: TestServer, content: string, ...more: string[]): string {
  const body = JSON.stringify({ content, message_type: 'outgoing' })
  return head(server, 'POST', 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, ...more) + body
}

async function talk(server: TestServer, said: string | Buffer, methods: string[] = []): Promise<RawAnswer[]> {
  const socket = dial(server.url)
  socket.write(said)
  return parseAnswers(await readAll(socket), methods)
}

async function contents(server: TestServer): Promise<string[]> {
  const rows = await server.core.store.all<{ body: string }>('select body from messages order by seq')
  return rows.map((row) => row.body)
}

const assertOne = (answers: RawAnswer[]): RawAnswer => {
  assert.equal(answers.length, 1)
  return answers[0] as RawAnswer
}

test('a client that never finishes its headers or its body is cut off', async (t) => {
  const server = await startServer(t, { parts: { timeouts: IMPATIENT } })
  const halves = {
    'nothing at all': '',
    'half a line': 'GET /nd',
    'endless headers': 'GET / HTTP/1.1\r\nhost: a\r\nx-a: 1\r\n',
    'half a body': `${head(server, 'POST', 'content-type: application/json', 'content-length: 50')}{"content":`,
    'half a chunk': `${head(server, 'POST', 'content-type: application/json', 'transfer-encoding: chunked')}40\r\n{"content":`,
  }
  const found = Object.entries(halves).map(async ([name, said]) => ({ name, answers: await talk(server, said) }))
  for (const { name, answers } of await Promise.all(found)) {
    await t.test(name, () => {
      const answer = assertOne(answers)
      assert.equal(answer.status, 408)
      assertRefusal(answer, 'server')
      assert.equal(JSON.parse(answer.text).error.code, 'request_timeout')
    })
  }
  assert.deepEqual(await contents(server), [])
})

test('a client that drips its request byte by byte is cut off all the same', async (t) => {
  const server = await startServer(t, { parts: { timeouts: IMPATIENT } })
  const socket = dial(server.url)
  const drip = setInterval(() => socket.write('x'), 20)
  socket.write('GET / HTTP/1.1\r\nhost: a\r\nx-drip: ')
  const bytes = await readAll(socket).finally(() => clearInterval(drip))
  // What is still dripping in may reset the connection before the answer is read.
  for (const answer of parseAnswers(bytes)) assert.equal(answer.status, 408)
})

test('requests sent in one go are answered in their order', async (t) => {
  const server = await startServer(t)
  const writes = Array.from({ length: 20 }, (_, index) => post(server, `m${index}`))
  const answers = await talk(server, writes.join('') + head(server, 'GET', 'connection: close'))
  assert.deepEqual(
    answers.map((answer) => answer.status),
    Array(21).fill(200),
  )
  assert.deepEqual(
    answers.slice(0, 20).map((answer) => JSON.parse(answer.text).content),
    Array.from({ length: 20 }, (_, index) => `m${index}`),
  )
  assert.equal((await contents(server)).length, 20)
})

test('what follows a request and is none does not take the place of its answer', async (t) => {
  const server = await startServer(t)
  const answer = assertOne(await talk(server, `${post(server, 'kept')}GARBAGE\r\n\r\n`))
  assert.equal(answer.status, 200)
  assert.equal(JSON.parse(answer.text).content, 'kept')
  assert.deepEqual(await contents(server), ['kept'])
})

test('HEAD answers like GET without a body, and other methods are unknown addresses', async (t) => {
  const server = await startServer(t)
  const headers: [string, string][] = [['api_access_token', server.home.tokens.ndoto]]
  const path = pathOf(server)
  const get = await exchange(server.url, { method: 'GET', path, headers })
  const answer = await exchange(server.url, { method: 'HEAD', path, headers })
  assert.equal(answer.status, 200)
  assert.equal(answer.text, '')
  assert.equal(answer.headers['content-length'], get.headers['content-length'])
  for (const method of ['OPTIONS', 'TRACE', 'PUT', 'PATCH', 'SEARCH', 'LINK']) {
    const refused = await exchange(server.url, { method, path, headers })
    assertRefusal(refused, 'ndoto', method)
    assert.equal(refused.status, 404, method)
  }
})

test('a request whose length can be read in two ways is refused', async (t) => {
  const server = await startServer(t)
  const json = 'content-type: application/json'
  const inner = post(server, 'smuggled')
  const shapes = {
    'length and chunks': `${head(server, 'POST', json, 'content-length: 6', 'transfer-encoding: chunked')}0\r\n\r\n${inner}`,
    'chunks and length': `${head(server, 'POST', json, 'transfer-encoding: chunked', 'content-length: 6')}0\r\n\r\n${inner}`,
    'two lengths': `${head(server, 'POST', json, 'content-length: 0', `content-length: ${inner.length}`)}${inner}`,
    'a list of lengths': `${head(server, 'POST', json, `content-length: 0, ${inner.length}`)}${inner}`,
    'a signed length': `${head(server, 'POST', json, 'content-length: +0')}${inner}`,
    'chunks that are not last': `${head(server, 'POST', json, 'transfer-encoding: chunked, identity')}0\r\n\r\n${inner}`,
    'chunks twice': `${head(server, 'POST', json, 'transfer-encoding: chunked', 'transfer-encoding: identity')}0\r\n\r\n${inner}`,
    'a folded header': `${head(server, 'POST', json, 'transfer-encoding:\r\n chunked', 'content-length: 5')}0\r\n\r\n${inner}`,
    'a blank before the colon': `${head(server, 'POST', json, 'transfer-encoding : chunked', 'content-length: 5')}0\r\n\r\n${inner}`,
    'an odd chunk size': `${head(server, 'POST', json, 'transfer-encoding: chunked')}0x0\r\n\r\n${inner}`,
    'lines ended by a bare LF': `${head(server, 'POST', json, 'transfer-encoding: chunked').replaceAll('\r\n', '\n')}0\n\n${inner}`,
  }
  for (const [name, said] of Object.entries(shapes)) {
    await t.test(name, async () => {
      const answer = assertOne(await talk(server, said))
      assert.equal(answer.status, 400)
      assert.deepEqual(await contents(server), [])
    })
  }
  assert.deepEqual(await contents(server), [])
})

test('a request without Host is refused, unless it is of the version that had none', async (t) => {
  const server = await startServer(t)
  const answer = assertOne(await talk(server, 'GET /healthz HTTP/1.1\r\n\r\n'))
  assert.equal(answer.status, 400)
  assertRefusal(answer, 'server')
  assert.equal(assertOne(await talk(server, 'GET /healthz HTTP/1.0\r\n\r\n')).status, 200)
})

test('Expect: 100-continue is answered before the body is sent, and any other expectation passed over', async (t) => {
  const server = await startServer(t)
  const [headers = '', body = ''] = post(server, 'patient', 'expect: 100-continue', 'connection: close').split('\r\n\r\n')
  const socket = dial(server.url)
  socket.write(`${headers}\r\n\r\n`)
  const interim = await firstBytes(socket)
  assert.match(interim, /^HTTP\/1\.1 100 Continue\r\n\r\n$/)
  socket.write(body)
  assert.equal(assertOne(parseAnswers(await readAll(socket))).status, 200)
  assert.equal(assertOne(await talk(server, post(server, 'odd', 'expect: 200-ok', 'connection: close'))).status, 200)
  assert.deepEqual(await contents(server), ['patient', 'odd'])
})

test('a connection stays open for the next request unless it is asked to close, also after a refusal', async (t) => {
  const server = await startServer(t)
  const refused = post(server, 'x'.repeat(200_000))
  const answers = await talk(server, refused + head(server, 'GET') + post(server, 'last', 'connection: close'))
  assert.deepEqual(
    answers.map(({ status, headers }) => [status, headers.connection]),
    [
      [422, 'keep-alive'],
      [200, 'keep-alive'],
      [200, 'close'],
    ],
  )
})

test('the server outlives clients that go away in the middle of a body or of an answer', async (t) => {
  const server = await startServer(t)
  for (let round = 0; round < 20; round += 1) {
    const early = dial(server.url)
    early.write(`${head(server, 'POST', 'content-type: application/json', 'content-length: 500')}{"content":`)
    early.write('"half', () => early.resetAndDestroy())
    const late = dial(server.url)
    late.write(toBytes({ method: 'GET', path: '/ndoto/openapi.json', headers: [] }))
    late.once('data', () => late.resetAndDestroy())
    await Promise.all([closed(early), closed(late)])
  }
  assert.equal(assertOne(await talk(server, post(server, 'after', 'connection: close'))).status, 200)
  assert.deepEqual(await contents(server), ['after'])
})

function firstBytes(socket: Socket): Promise<string> {
  return new Promise((resolve) => socket.once('data', (part) => resolve(part.toString())))
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}
