import { connect, type Socket } from 'node:net'

/** One HTTP request as it goes over the wire. */
export type WireRequest = Buffer
export type LoadResult = {
  /** Answers with a 2xx status per second. */
  perSecond: number
  answers: number
  failures: number
  /** Latencies in milliseconds. */
  p50: number
  p99: number
  /** The first answer that was not 2xx, for the report. */
  firstFailure: string | undefined
}

/**
 * Loads a server over keep-alive connections, each with one request under way: as fast as it answers, or at `rate` requests a second, where a latency counts from the
 * moment a request was due and not from the moment it could be sent. Bounded by `seconds`. A tool of its own because the usual ones cost more per request
 * than the server under test and share its two cores.
 */
export async function load(options: {
  port: number
  connections: number
  seconds: number
  rate?: number
  next: (index: number) => WireRequest
}): Promise<LoadResult> {
  const { port, connections, seconds, rate, next } = options
  const latencies: number[] = []
  let failures = 0
  let firstFailure: string | undefined
  let sent = 0
  const started = performance.now()
  const end = started + seconds * 1000
  const run = async () => {
    const socket = await open(port)
    const exchange = createExchange(socket)
    for (;;) {
      const index = sent++
      const due = rate ? started + (index / rate) * 1000 : performance.now()
      if (due >= end) break
      const wait = due - performance.now()
      if (wait > 0) await pause(wait)
      const answer = await exchange(next(index))
      latencies.push(performance.now() - due)
      if (!answer.ok) {
        failures += 1
        firstFailure ??= answer.text
      }
    }
    socket.destroy()
  }
  await Promise.all(Array.from({ length: connections }, run))
  const elapsed = (performance.now() - started) / 1000
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return {
    perSecond: (latencies.length - failures) / elapsed,
    answers: latencies.length,
    failures,
    p50: at(0.5),
    p99: at(0.99),
    firstFailure,
  }
}

/** A request with a JSON body, or without a body. */
export function wireRequest(method: string, path: string, headers: Record<string, string>, body?: string): WireRequest {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
  if (body !== undefined) lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Timers are no finer than a millisecond, which counts as the server's; waiting in a loop instead would take the server's processor time. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

type Answered = { ok: boolean; text: string }

/** Sends a request and resolves when its answer is complete; answers must carry a Content-Length. */
function createExchange(socket: Socket): (request: WireRequest) => Promise<Answered> {
  let resolve: (answer: Answered) => void = () => {}
  let reject: (error: Error) => void = () => {}
  let head = ''
  let missing = 0
  let ok = false
  let pending: Buffer | undefined
  socket.on('data', (chunk: Buffer) => {
    if (head === '') {
      const data = pending ? Buffer.concat([pending, chunk]) : chunk
      const end = data.indexOf('\r\n\r\n')
      if (end < 0) {
        pending = data
        return
      }
      pending = undefined
      head = data.toString('latin1', 0, end)
      ok = head.charCodeAt(9) === 50
      missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0) - (data.length - end - 4)
      if (!ok) head += `\n${data.toString('latin1', end + 4, end + 400)}`
    } else {
      missing -= chunk.length
    }
    if (missing <= 0) {
      const answer = { ok, text: head }
      head = ''
      resolve(answer)
    }
  })
  socket.on('error', (error) => reject(error))
  socket.on('close', () => reject(new Error('the server closed the connection')))
  return (request) =>
    new Promise((onAnswer, onError) => {
      resolve = onAnswer
      reject = onError
      socket.write(request)
    })
}
