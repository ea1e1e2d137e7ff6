import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { waitFor } from '../../../test/wait-for.ts'
import { createApi } from '../api/client.ts'
import { openStream } from './stream.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server that answers each request for the stream in its turn, the last one's way from then on; and a stream of it. */
async function follow(t: TestContext, answers: readonly Answer[]) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answers[Math.min(asked.length, answers.length) - 1]?.(request, response)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/parley/v1`
  const stream = openStream(createApi({ base, credential: () => ({ token: 'secret' }) }))
  t.after(() => {
    stream.close()
    server.closeAllConnections()
    server.close()
  })
  const heard: unknown[] = []
  stream.on('event', (event) => heard.push(event.position))
  stream.on('reset', () => heard.push('reset'))
  stream.on('refused', (error) => heard.push(error.code))
  stream.on('typing', (typing) => heard.push(typing.conversationId))
  return { stream, asked, heard }
}

function tell(position: number, ...events: number[]): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`retry: 1\nid: ${position}\nevent: ready\ndata: {"position":${position}}\n\n`)
    for (const one of events) response.write(`id: ${one}\nevent: message.created\ndata: {"position":${one}}\n\n`)
  }
}

/** The same, and then the connection breaks in the middle of an event. */
function tellAndBreak(position: number, ...events: number[]): Answer {
  return (request, response) => {
    tell(position, ...events)(request, response)
    response.write('id: 99\nevent: message.created\nda', () => response.destroy())
  }
}

function refuse(status: number, code: string): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { code, message: code } }))
  }
}

test('a stream goes on behind the last event it was told whole, and says meanwhile that it is offline', async (t) => {
  const { stream, asked, heard } = await follow(t, [tellAndBreak(4, 5, 6), tell(6, 7)])
  const states = new Set<string>()
  const done = waitFor(() => {
    states.add(stream.connection.value)
    return heard.length === 3
  })
  await done
  assert.deepEqual(heard, [5, 6, 7])
  assert.deepEqual(asked, ['/parley/v1/events', '/parley/v1/events?after=6'])
  assert.equal(stream.connection.value, 'live')
  assert.ok(states.has('offline'))
})

test('where the log no longer holds the position everything is to be read anew, and the stream begins with now', async (t) => {
  const { asked, heard } = await follow(t, [tellAndBreak(4, 5), refuse(410, 'position_gone'), tell(90, 91)])
  await waitFor(() => heard.length === 3)
  assert.deepEqual(heard, [5, 'reset', 91])
  assert.deepEqual(asked.at(-1), '/parley/v1/events')
})

test('a server that is not there yet is asked again, and what happened until then is to be read; a credential that is good no more is seldom tried', async (t) => {
  const { stream, asked, heard } = await follow(t, [refuse(503, 'unavailable'), tellAndBreak(4, 5), refuse(401, 'token_invalid')])
  await waitFor(() => heard.length === 3)
  assert.deepEqual(heard, ['reset', 5, 'token_invalid'])
  assert.equal(asked.length, 3)
  assert.equal(stream.connection.value, 'offline')
})

test('a closed stream asks no more', async (t) => {
  const { stream, asked } = await follow(t, [tell(1)])
  await waitFor(() => stream.connection.value === 'live')
  stream.close()
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(asked.length, 1)
})
