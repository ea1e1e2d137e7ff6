import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

/** How long a client may take, in milliseconds. */
export type Timeouts = {
  /** For the first line and the headers of a request, counted from the connection or the request's first byte. */
  headers: number
  /** For a whole request; the largest upload there is, over a slow line. */
  request: number
  /** Between two requests of a connection. Longer than load balancers in front wait, so that it is never this side that closes just as a request comes. */
  keepAlive: number
  /** How often late clients are looked for. */
  check: number
}

export const TIMEOUTS: Timeouts = { headers: 20_000, request: 300_000, keepAlive: 72_000, check: 5_000 }

// While the server stops: how often connections that have fallen idle are closed, and when whoever still sends or reads is cut off.
const SWEEP_MS = 25
const STOP_LIMIT_MS = 15_000

const REFUSALS = {
  400: { code: 'request_malformed', message: 'The request could not be read.' },
  408: { code: 'request_timeout', message: 'The request took too long to arrive.' },
  431: { code: 'headers_too_large', message: 'The headers of the request are too large.' },
} as const

function refusalOf(status: keyof typeof REFUSALS) {
  const body = JSON.stringify({ error: REFUSALS[status] })
  return { body, headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length, connection: 'close' } }
}

/**
 * An HTTP server that cuts off slow clients. An `Expect` header that asks for anything but `100-continue` is passed over; a request without `Host` is
 * refused.
 */
export function createHttpServer(timeouts: Timeouts, handle: (request: IncomingMessage, response: ServerResponse) => void): Server {
  const server = createServer(
    {
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.check,
      requireHostHeader: false, // refused below, in words
      // Any other offer (`h2c`) may be passed over: the request is answered like one without it.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    receive,
  )
  return server.on('checkExpectation', receive)

  function receive(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.host === undefined && request.httpVersionMinor !== 0) {
      const { body, headers } = refusalOf(400)
      response.writeHead(400, headers).end(body)
    } else handle(request, response)
  }
}

/**
 * Answers what is no HTTP request, or came too late, and closes the connection. Nobody's dialect is known yet, so the words are the server's own. Nothing is logged:
 * the error carries the bytes that were sent, and tokens are among them.
 */
export function refuseClient(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  // Node keeps the answer that is being made here. One to an earlier request goes out first; what follows it would be taken for an answer to something else.
  const { _httpMessage: answer } = socket as { _httpMessage?: ServerResponse | null }
  if (answer && (answer.req.complete || answer.headersSent)) {
    answer.once('close', () => socket.destroy())
    return
  }
  const status = statusOf(error.code)
  const { body, headers } = refusalOf(status)
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

function statusOf(code: string | undefined): keyof typeof REFUSALS {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
}

/** Lets a server that begins to close do so soon: a connection that was busy then and falls idle later would be kept open for the next request. */
export function hurryClosing(server: Server): void {
  if (!server.listening) return
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
  const limit = setTimeout(() => server.closeAllConnections(), STOP_LIMIT_MS)
  server.once('close', () => {
    clearInterval(sweep)
    clearTimeout(limit)
  })
}
