import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import type { WebSocket } from 'ws'
import type { Core } from '../../../core/context.ts'
import type { OpenStream } from '../../../core/streams/open-stream.ts'
import type { Ending, Sink } from '../../../core/streams/sink.ts'
import { AppError } from '../../../model/errors.ts'
import type { Upgrade } from '../../dialect.ts'
import { bearerOf } from '../../requests.ts'
import { toAppError } from '../../to-app-error.ts'
import { createSocketAcceptor } from '../../web-socket.ts'
import { toErrorBody } from '../errors.ts'
import { renderEvent, renderSignal, toSocketFrame } from './frames.ts'
import { readHello, readQuery, type Wish } from './hello.ts'
import { openViewerStream, readTypes } from './open-viewer-stream.ts'

const MAX_FRAME_BYTES = 4096
const TEXT = { binary: false }
const HELLO_MS = 10_000

/** RFC 6455, 7.4.1. What is refused may not be tried again as it is; what is to be tried later says so. */
const CLOSE = { stopping: 1001, refused: 1008, bug: 1011, later: 1013 }
const LATER: readonly string[] = ['slow', 'too_many_streams', 'rate_limited', 'unavailable']

type Line = { core: Core; log: FastifyBaseLogger; request: IncomingMessage; socket: Duplex; webSocket: WebSocket; id: string }

/** The log over a WebSocket, at the address of the replay. */
export function eventSocket(core: Core, log: FastifyBaseLogger): Upgrade {
  const acceptor = createSocketAcceptor({ maxFrameBytes: MAX_FRAME_BYTES })
  return {
    path: '/v1/events',
    accept: (request, socket, head) =>
      acceptor(request, socket, head, (webSocket) => welcome({ core, log, request, socket, webSocket, id: randomUUID() })),
  }
}

/** Begins at once where the token came with the request, and otherwise with the client's first frame; it has nothing else to say. */
function welcome(line: Line): void {
  const { core, request, webSocket } = line
  const secret = bearerOf(request.headers)
  let said = secret !== undefined
  const { stopping } = core.streams
  const stop = () => end(line, { reason: 'stopping' })
  if (stopping.aborted) {
    stop()
    return
  }
  const limit = setTimeout(() => refuse(line, new AppError('token_missing')), HELLO_MS)
  const settle = () => {
    clearTimeout(limit)
    stopping.removeEventListener('abort', stop)
  }
  stopping.addEventListener('abort', stop)
  webSocket.on('close', settle)
  const begin = (wish: () => Wish) => {
    settle()
    follow(line, wish).catch((error: unknown) => refuse(line, toAppError(error)))
  }
  webSocket.on('message', (data, isBinary) => {
    if (said) return refuse(line, new AppError('request_malformed', { message: 'A client says nothing after its hello.' }))
    said = true
    begin(() => readHello(isBinary ? undefined : String(data)))
  })
  if (secret !== undefined) begin(() => readQuery(request, secret))
}

async function follow(line: Line, read: () => Wish): Promise<void> {
  const { core, request, socket, webSocket, id } = line
  const { token, types, ...wish } = read()
  const stream = await openViewerStream(
    core,
    { id, protocol: 'http', host: request.headers.host ?? '' },
    { secret: token, after: wish.after, conversationId: wish.conversationId, types: readTypes(types?.join(',')) },
  )
  webSocket.on('close', () => stream.close())
  if (webSocket.readyState !== webSocket.OPEN) return stream.close()
  socket.on('drain', () => stream.resume())
  webSocket.send(toSocketFrame('ready', JSON.stringify({ position: stream.position }), stream.position))
  stream.start(sinkOf(line, stream))
}

function sinkOf(line: Line, stream: OpenStream): Sink {
  const { webSocket, socket } = line
  let answers = true
  webSocket.on('pong', () => {
    answers = true
  })
  return {
    render: (viewer, happening) => renderEvent(toSocketFrame, viewer, happening),
    renderSignal: (_viewer, signal) => renderSignal(toSocketFrame, signal),
    write: (words) => webSocket.send(words, TEXT),
    hold: () => socket.cork(),
    release: () => socket.uncork(),
    unsent: () => webSocket.bufferedAmount,
    beat(position) {
      // Who has not answered since the last time is gone.
      if (!answers) {
        stream.close()
        return webSocket.terminate()
      }
      answers = false
      webSocket.ping()
      webSocket.send(toSocketFrame('position', '{}', position))
    },
    end: (ending) => end(line, ending),
  }
}

function end(line: Line, ending: Ending): void {
  if (ending.reason === 'refused') {
    refuse(line, ending.error)
    return
  }
  if (ending.reason === 'slow') line.log.warn({ requestId: line.id }, 'a stream was ended: its client did not keep up')
  line.webSocket.send(toSocketFrame(ending.reason, '{}'))
  line.webSocket.close(ending.reason === 'stopping' ? CLOSE.stopping : CLOSE.later, ending.reason)
}

/** Says why in a frame, which holds all of it, and in the reason of the close. */
function refuse({ webSocket, log, id }: Line, error: AppError): void {
  if (error.kind === 'bug') log.error({ err: error.cause, requestId: id }, 'stream failed')
  if (webSocket.readyState !== webSocket.OPEN) return
  webSocket.send(toSocketFrame('refused', JSON.stringify(toErrorBody(error, id))))
  webSocket.close(error.kind === 'bug' ? CLOSE.bug : LATER.includes(error.code) ? CLOSE.later : CLOSE.refused, error.code)
}
