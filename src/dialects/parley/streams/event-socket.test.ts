import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { WebSocket } from 'ws'
import { startServer, type TestServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'
import { dial, readAll } from '../../../../test/rules/raw-http.ts'
import { waitFor } from '../../../../test/wait-for.ts'

type Frame = { id?: number; type: string; data: Record<string, unknown> }

/** A client that says `hello` first, where it is told to. */
function opener(t: TestContext, server: TestServer) {
  return (options: { token?: string; hello?: unknown; path?: string } = {}) => {
    const { token, hello, path = '/parley/v1/events' } = options
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const socket = new WebSocket(server.url.replace('http', 'ws') + path, { headers })
    const frames: Frame[] = []
    const closed: { code: number; reason: string }[] = []
    let refusedWith: number | undefined
    socket.on('open', () => {
      if (hello !== undefined) socket.send(typeof hello === 'string' ? hello : JSON.stringify(hello))
    })
    socket.on('message', (data) => frames.push(JSON.parse(String(data))))
    socket.on('close', (code, reason) => closed.push({ code, reason: String(reason) }))
    socket.on('unexpected-response', (_request, answer) => {
      refusedWith = answer.statusCode
      socket.terminate()
    })
    socket.on('error', () => {})
    t.after(() => socket.terminate())
    return {
      socket,
      frames,
      types: () => frames.map((frame) => frame.type),
      refused: () => refusedWith,
      ready: () => waitFor(() => frames.some((frame) => frame.type === 'ready')),
      async closed() {
        await waitFor(() => closed.length > 0)
        return closed[0]
      },
    }
  }
}

test('a WebSocket tells what the event stream does, with the token in a header or in the first frame', async (t) => {
  let now = Date.now() * 1000
  const server = await startServer(t, { now: () => now })
  const open = opener(t, server)
  const { conversation, ticket, secrets } = server.home
  const team = parleyClient(server, secrets.ann)
  const before = (await team.get('/events?limit=500')).body.nextAfter
  await team.post(`/conversations/${conversation.id}/messages`, { text: 'before' })
  const clients = {
    header: open({ token: secrets.ann, path: `/parley/v1/events?after=${before}` }),
    hello: open({ hello: { type: 'hello', token: secrets.ann, after: before } }),
    jane: open({ hello: { type: 'hello', token: secrets.jane, types: ['message.created', 'typing'], conversationId: conversation.id } }),
  }
  const silent = open()
  for (const client of Object.values(clients)) await client.ready()
  await team.post(`/conversations/${conversation.id}/messages`, { text: 'a note', private: true })
  await team.post(`/conversations/${ticket.id}/messages`, { text: 'elsewhere' })
  await team.post(`/conversations/${conversation.id}/typing`, { on: true })
  await team.post(`/conversations/${conversation.id}/messages`, { text: 'after' })
  const { body } = await team.get(`/events?after=${before}&limit=500`)
  const logged = (frames: Frame[]) => frames.filter(({ id, type }) => id !== undefined && type !== 'ready')
  for (const { frames } of [clients.header, clients.hello]) {
    await waitFor(() => logged(frames).length === body.events.length)
    assert.deepEqual(frames[0], { id: before, type: 'ready', data: { position: before } })
    assert.deepEqual(
      logged(frames).map(({ id, type, data }) => [id, type, data.messageId]),
      body.events.map((event: { position: number; type: string; messageId: number }) => [event.position, event.type, event.messageId]),
    )
  }
  assert.deepEqual(logged(clients.hello.frames).at(-1)?.data, body.events.at(-1))
  await waitFor(() => clients.jane.types().includes('typing') && clients.jane.types().includes('message.created'))
  assert.deepEqual(
    logged(clients.jane.frames).map(({ data }) => (data.message as { text: string }).text),
    ['after'],
  )
  // A sign of life carries the position the log was read to, also for whoever was shown none of it.
  now += 16_000_000
  await waitFor(() => clients.jane.frames.some(({ id, type }) => type === 'position' && id === body.nextAfter))
  assert.equal(silent.socket.readyState, WebSocket.OPEN)
  await server.restart()
  for (const client of [...Object.values(clients), silent]) {
    assert.deepEqual(await client.closed(), { code: 1001, reason: 'stopping' })
    assert.equal(client.types().at(-1), 'stopping')
  }
})

test('a WebSocket that may not be is refused in a frame and a code; one that is none, as any request', async (t) => {
  const server = await startServer(t)
  const open = opener(t, server)
  const { secrets } = server.home
  const hello = { type: 'hello', token: secrets.ann }
  const cases: [options: Parameters<typeof open>[0], code: number, reason: string][] = [
    [{ token: 'wrong' }, 1008, 'token_invalid'],
    [{ hello: { ...hello, token: 'wrong' } }, 1008, 'token_invalid'],
    [{ hello: { ...hello, token: server.installToken } }, 1008, 'not_allowed'],
    [{ hello: { ...hello, after: 1e9 } }, 1008, 'position_ahead'],
    [{ hello: { ...hello, conversationId: server.away.conversation.id } }, 1008, 'conversation_not_found'],
    [{ hello: { ...hello, types: ['message.maybe'] } }, 1008, 'query_invalid'],
    [{ hello: { ...hello, more: true } }, 1008, 'body_invalid'],
    [{ hello: 'no JSON' }, 1008, 'body_invalid'],
    [{ token: secrets.ann, path: '/parley/v1/events?token=x' }, 1008, 'query_invalid'],
    [{ token: secrets.ann, path: '/parley/v1/events?after=-1' }, 1008, 'query_invalid'],
    [{ token: secrets.ann, hello }, 1008, 'request_malformed'],
  ]
  for (const [options, code, reason] of cases) {
    const client = open(options)
    assert.deepEqual(await client.closed(), { code, reason }, JSON.stringify(options))
    const told = client.frames.at(-1)?.data.error as { code: string } | undefined
    assert.equal(told?.code, reason)
  }
  assert.equal((await open({ hello: 'x'.repeat(5000) }).closed())?.code, 1009)
  const lost = open({ path: '/parley/v1/event' })
  await waitFor(() => lost.refused() === 404)
  const malformed = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'short' }
  for (const dropped of ['sec-websocket-key', 'sec-websocket-version', 'none']) {
    const socket = dial(server.url)
    const lines = Object.entries(malformed).flatMap(([name, value]) => (name === dropped ? [] : [`${name}: ${value}`]))
    socket.write(`GET /parley/v1/events HTTP/1.1\r\nhost: x\r\n${lines.join('\r\n')}\r\n\r\n`)
    assert.match((await readAll(socket)).toString(), /^HTTP\/1\.1 4\d\d /, dropped)
  }
  await waitFor(() => server.core.streams.counts.open === 0)
})
