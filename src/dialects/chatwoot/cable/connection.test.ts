import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import type { WebSocket } from 'ws'
import { createBacklog } from './backlog.ts'
import { createConnection, type House } from './connection.ts'

const PING = '{"type":"ping","message":1}'
const BACK = { type: 'disconnect', reason: 'remote', reconnect: true }

/** A socket whose client takes as much as it is let, and a house in which nobody listens. */
function open() {
  const state = { now: 0, sent: [] as string[], closed: 0, counts: { slow: 0 } }
  const socket = Object.assign(new EventEmitter(), {
    bufferedAmount: 0,
    send: (frame: string) => void state.sent.push(frame),
    close() {
      state.closed += 1
    },
  })
  const house = { core: { now: () => state.now, streams: { counts: state.counts } }, backlog: createBacklog() } as unknown as House
  return { state, socket, connection: createConnection(house, socket as unknown as WebSocket, '') }
}

test('a client that does not keep up is told to come back and cut off, once', () => {
  const { state, socket, connection } = open()
  connection.beat(PING)
  assert.deepEqual(
    state.sent.map((frame) => JSON.parse(frame).type),
    ['welcome', 'ping'],
  )
  socket.bufferedAmount = 2 * 1024 * 1024
  connection.beat(PING)
  connection.beat(PING)
  assert.deepEqual(JSON.parse(state.sent.at(-1) as string), BACK)
  assert.deepEqual([state.sent.length, state.closed, state.counts.slow], [4, 1, 1])
})

test('a socket on which nobody listens is given up after half a minute', () => {
  const { state, connection } = open()
  state.now = 29_000_000
  connection.beat(PING)
  assert.equal(state.closed, 0)
  state.now = 31_000_000
  connection.beat(PING)
  assert.deepEqual([JSON.parse(state.sent.at(-1) as string), state.closed], [BACK, 1])
})

test('a client that asks for more than it waits for is sent away', () => {
  const { state, socket } = open()
  const identifier = '{}'
  for (let times = 0; times < 60; times += 1)
    for (const command of ['subscribe', 'unsubscribe']) socket.emit('message', JSON.stringify({ command, identifier }), false)
  assert.deepEqual(JSON.parse(state.sent.at(-1) as string), { type: 'disconnect', reason: 'invalid_request', reconnect: false })
})
