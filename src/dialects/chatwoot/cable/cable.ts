import type { IncomingMessage } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import type { WebSocket } from 'ws'
import type { Core } from '../../../core/context.ts'
import type { Upgrade } from '../../dialect.ts'
import { createSocketAcceptor } from '../../web-socket.ts'
import type { MessageProfile } from '../profile.ts'
import { createBacklog } from './backlog.ts'
import { type Connection, createConnection, type House } from './connection.ts'
import { createHall } from './hall.ts'
import { createAttendance } from './presence.ts'
import { type Goodbye, pingFrame, SUBPROTOCOL } from './protocol.ts'
import { MAX_FRAME } from './session.ts'

/** Clients take a connection that is silent for six seconds for dead (chatwoot sheet 11). */
const BEAT_MS = 3000
/** Whoever answered nothing of what the protocol asks has gone without a word: a machine that sleeps, a network that changed. Beats. */
const SILENT_BEATS = 10
/** In this process. */
const MAX_CONNECTIONS = 10_000
const RESTART: Goodbye = { reason: 'server_restart', reconnect: true }

/** The socket `/cable` of one server. */
export type Cable = { accept: Upgrade['accept']; close(): void }

const cables = new WeakMap<Core, Cable>()

export function cableOf(core: Core, log: FastifyBaseLogger, message: MessageProfile): Cable {
  const cable = cables.get(core) ?? createCable(core, log, message)
  cables.set(core, cable)
  return cable
}

/** The server stops: whoever is connected is to come back to the next one. */
export function closeCable(core: Core): void {
  cables.get(core)?.close()
}

function createCable(core: Core, log: FastifyBaseLogger, message: MessageProfile): Cable {
  const connections = new Map<WebSocket, Connection>()
  const alive = new WeakSet<WebSocket>()
  let house: House | undefined
  let timer: NodeJS.Timeout | undefined
  let beats = 0
  let closing = false
  // A frame beyond what a session takes is refused in its words; one beyond this is not even read.
  const toSocket = createSocketAcceptor({ maxFrameBytes: 4 * MAX_FRAME, choose: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL })

  /** One timer for all: a thousand idle sockets cost one wake-up. */
  function beat(): void {
    beats += 1
    const ping = pingFrame(core.now())
    house?.attendance.sweep()
    house?.hall.beat()
    for (const [socket, connection] of connections) {
      connection.beat(ping)
      if (beats % SILENT_BEATS === 0) askWhetherAlive(socket)
    }
  }

  function askWhetherAlive(socket: WebSocket): void {
    if (!alive.delete(socket)) socket.terminate()
    else if (socket.readyState === socket.OPEN) socket.ping()
  }

  function enter(socket: WebSocket, request: IncomingMessage): void {
    house ??= { core, hall: createHall(core, log, message), attendance: createAttendance(core), backlog: createBacklog() }
    timer ??= setInterval(beat, BEAT_MS).unref()
    const connection = createConnection(house, socket, core.publicUrl ?? `http://${request.headers.host}`)
    connections.set(socket, connection)
    core.streams.counts.open += 1
    alive.add(socket)
    for (const sign of ['message', 'pong']) socket.on(sign, () => alive.add(socket))
    socket.on('close', () => {
      connections.delete(socket)
      core.streams.counts.open -= 1
      if (connections.size > 0) return
      clearInterval(timer)
      timer = undefined
      house?.hall.beat()
    })
    if (closing) connection.hangUp(RESTART)
    else if (connections.size > MAX_CONNECTIONS) connection.hangUp({ reason: 'remote', reconnect: true })
  }

  return {
    accept: (request, socket, head) => toSocket(request, socket, head, (webSocket) => enter(webSocket, request)),
    close() {
      closing = true
      for (const connection of connections.values()) connection.hangUp(RESTART)
    },
  }
}
