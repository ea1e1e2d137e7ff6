import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OpenStream } from '../../../core/streams/open-stream.ts'
import type { Ending, Sink } from '../../../core/streams/sink.ts'
import { toErrorBody } from '../errors.ts'
import { renderEvent, renderSignal, toServerSentEvent } from './frames.ts'

/** How long a client that reads nothing has for the rest, once its stream is over. */
const LINGER_MS = 5_000
/** After how many milliseconds a client comes back; when the server stops, not all of them at once. */
const RETRY_MS = 1_000
const RETRY_SPREAD_MS = 4_000

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it is answered with a stream, which ends when it ends. */
    isStream?: boolean
  }
}

/** Answers with server-sent events until either side ends it. The first event says where the stream begins, so that a client which is told nothing can resume, too. */
export function sendEventStream(request: FastifyRequest, reply: FastifyReply, stream: OpenStream): void {
  const { raw } = reply
  request.isStream = true
  const headers = reply.getHeaders()
  reply.hijack()
  // Ended by the end of the connection: chunks would be two writes more for each event.
  raw.removeHeader('transfer-encoding')
  raw.writeHead(200, {
    ...(headers as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-store',
    connection: 'close',
    // For proxies that would gather it.
    'x-accel-buffering': 'no',
  })
  raw.on('close', () => stream.close())
  raw.on('drain', () => stream.resume())
  raw.write(`retry: ${RETRY_MS}\n${toServerSentEvent('ready', JSON.stringify({ position: stream.position }), stream.position)}`)
  stream.start(sinkOf(raw, request))
}

function sinkOf(raw: ServerResponse, { log, id }: FastifyRequest): Sink {
  return {
    render: (viewer, happening) => renderEvent(toServerSentEvent, viewer, happening),
    renderSignal: (_viewer, signal) => renderSignal(toServerSentEvent, signal),
    write: (words) => void raw.write(words),
    hold: () => raw.cork(),
    release: () => raw.uncork(),
    unsent: () => raw.writableLength,
    // An id without data moves a client's Last-Event-ID and is no event to it.
    beat: (position) => void raw.write(`: ${new Date().toISOString()}\nid: ${position}\n\n`),
    end(ending) {
      raw.end(farewell(ending, id))
      setTimeout(() => raw.destroy(), LINGER_MS).unref()
      if (ending.reason === 'slow') log.warn({ requestId: id }, 'a stream was ended: its client did not keep up')
      else if (ending.reason === 'refused' && ending.error.kind === 'bug')
        log.error({ err: ending.error.cause, requestId: id }, 'stream failed')
    },
  }
}

function farewell(ending: Ending, requestId: string): string {
  if (ending.reason === 'stopping') {
    const retry = RETRY_MS + Math.floor(Math.random() * RETRY_SPREAD_MS)
    return `retry: ${retry}\n${toServerSentEvent('stopping', '{}')}`
  }
  if (ending.reason === 'refused') return toServerSentEvent('refused', JSON.stringify(toErrorBody(ending.error, requestId)))
  return toServerSentEvent('slow', '{}')
}
