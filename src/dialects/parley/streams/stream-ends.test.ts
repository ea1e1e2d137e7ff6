import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { openEventStream } from '../../../../test/event-stream-client.ts'
import { startServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'
import { waitFor } from '../../../../test/wait-for.ts'

const EVENTS = '/parley/v1/events'

test('a client that does not read costs a bounded buffer, is cut off, and resumes where it was', async (t) => {
  let now = Date.now() * 1000
  const server = await startServer(t, { now: () => now })
  const { conversation, secrets } = server.home
  const { counts } = server.core.streams
  const team = parleyClient(server, secrets.ann)
  const before = (await team.get('/events?limit=500')).body.nextAfter
  const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1' })
  let received = ''
  socket.on('data', (chunk) => (received += chunk))
  socket.write(`GET ${EVENTS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secrets.ann}\r\naccept: text/event-stream\r\n\r\n`)
  await waitFor(() => received.includes('event: ready'))
  socket.pause()
  // More than the system's own buffers hold, so that some of it waits in the server.
  const messages = Array.from({ length: 100 }, (_, index) => ({ conversationId: conversation.id, text: `${index} ${'x'.repeat(60_000)}` }))
  const total = 300
  for (let round = 0; round < total / messages.length; round++) assert.equal((await team.post('/messages/batch', { messages })).status, 201)
  const newest = (await team.get('/events?limit=500')).body.nextAfter
  assert.equal(newest, before + total)
  // Once its buffer is full, the next sign of life is that it has none, whenever that is looked at.
  await waitFor(() => {
    now += 31_000_000
    return counts.slow === 1
  })
  assert.ok(counts.events < total, `${counts.events} of ${total} were put into a buffer`)
  assert.equal(counts.open, 0)
  socket.resume()
  await waitFor(() => received.includes('event: slow') || socket.destroyed)
  const last = Number([...received.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1])
  const resumed = await openEventStream(server.url + EVENTS, { token: secrets.ann, headers: { 'last-event-id': String(last) } })
  t.after(() => resumed.close())
  await waitFor(() => resumed.lastEventId() === newest)
  assert.deepEqual(
    resumed.logged().map(({ id }) => id),
    Array.from({ length: newest - last }, (_, index) => last + 1 + index),
  )
  socket.destroy()
})

test('a server that stops says so on every stream and waits for none; a client that comes back has missed nothing', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const stream = await openEventStream(server.url + EVENTS, { token: secrets.ann })
  await stream.next(({ type }) => type === 'ready')
  const began = performance.now()
  await server.restart()
  assert.ok(performance.now() - began < 10_000)
  await waitFor(stream.ended)
  assert.equal(stream.events.at(-1)?.type, 'stopping')
  assert.match(stream.text(), /\nretry: \d{4}\nevent: stopping\n/)
  await parleyClient(server, secrets.ann).post(`/conversations/${conversation.id}/messages`, { text: 'meanwhile' })
  const headers = { 'last-event-id': String(stream.lastEventId()) }
  const again = await openEventStream(server.url + EVENTS, { token: secrets.ann, headers })
  t.after(() => again.close())
  const event = await again.next(({ type }) => type === 'message.created')
  assert.equal((event.data.message as { text: string }).text, 'meanwhile')
})
