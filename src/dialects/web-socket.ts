import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket, WebSocketServer } from 'ws'

/** How long the other side may take to answer that the connection ends. */
const CLOSE_MS = 5_000

export type SocketOptions = {
  /** A longer frame of the client's ends the connection with 1009. */
  maxFrameBytes: number
  /** The subprotocol, of those the client offers; none unless told. */
  choose?: (offered: ReadonlySet<string>) => string | false
}

/**
 * Makes what turns a request into a WebSocket. One whose handshake is no good is refused with a status, and `accept` then never called. Frames are not compressed: what a
 * compressor keeps would cost each connection more than all else. The library is loaded when somebody first connects.
 */
export function createSocketAcceptor({ maxFrameBytes, choose }: SocketOptions) {
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxFrameBytes,
    closeTimeout: CLOSE_MS,
    handleProtocols: choose ?? (() => false as const),
  }
  let loading: Promise<WebSocketServer> | undefined
  return async (request: IncomingMessage, socket: Duplex, head: Buffer, accept: (webSocket: WebSocket) => void): Promise<void> => {
    loading ??= import('ws').then((ws) => new ws.WebSocketServer(options))
    const acceptor = await loading
    acceptor.handleUpgrade(request, socket, head, (webSocket) => {
      // What a client does wrong ends its connection with a code; there is nobody else to tell.
      webSocket.on('error', () => {})
      accept(webSocket)
    })
  }
}
