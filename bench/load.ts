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

type Load = { port: number; connections: number; seconds: number; rate?: number; next: (index: number) => WireRequest }

/**
 * Loads a server over keep-alive connections, each with one request under way: as fast as it answers, or at `rate` requests a second, where a latency counts from the
 * moment a request was due and not from the moment it could be sent. Bounded by `seconds`. A tool of its own because the usual ones cost more per request
 * than the server under test and share its two cores; it makes next to no garbage, whose collection would count as the server's latency.
 */
export async function load({ port, connections, seconds, rate, next }: Load): Promise<LoadResult> {
  // Hundredths of a millisecond, counted: an array of every latency would be garbage itself.
  const counts = new Uint32Array(100_000)
  let failures = 0
  let firstFailure: string | undefined
  let sent = 0
  let answers = 0
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(port)))
  const idle: Line[] = []
  const { promise: finished, resolve: finish, reject: fail } = Promise.withResolvers<void>()
  const started = performance.now()
  const end = started + seconds * 1000

  /** Sends the next request if it is due; otherwise the line waits. */
  function send(line: Line): void {
    const now = performance.now()
    const due = rate ? started + (sent / rate) * 1000 : now
    if (due > now && due < end) {
      idle.push(line)
      return
    }
    if (due >= end) {
      line.onFailure = () => {} // it is this side that closes
      line.socket.destroy()
      if (lines.every(({ socket }) => socket.destroyed)) finish()
      return
    }
    line.due = due
    line.socket.write(next(sent++))
  }

  /** Timers are no finer than a millisecond, which counts as the server's; waiting in a loop instead would take the server's processor time. */
  function wake(): void {
    for (let count = idle.length; count > 0; count--) send(idle.shift() as Line)
    if (performance.now() < end + 2) setTimeout(wake, 1)
  }

  for (const line of lines) {
    line.onAnswer = (ok, head) => {
      const slot = Math.round((performance.now() - line.due) * 100)
      counts[Math.min(slot, counts.length - 1)]! += 1
      answers += 1
      if (!ok) {
        failures += 1
        firstFailure ??= head
      }
      send(line)
    }
    line.onFailure = fail
    send(line)
  }
  if (rate) setTimeout(wake, 1)
  await finished
  const elapsed = (performance.now() - started) / 1000
  return {
    perSecond: (answers - failures) / elapsed,
    answers,
    failures,
    p50: quantile(counts, 0.5 * answers),
    p99: quantile(counts, 0.99 * answers),
    firstFailure,
  }
}

/** In milliseconds: the latency that so many answers did not exceed. */
function quantile(counts: Uint32Array, answers: number): number {
  let seen = 0
  let slot = 0
  while (slot < counts.length - 1 && seen + (counts[slot] as number) < answers) seen += counts[slot++] as number
  return slot / 100
}

/** A request with a JSON body, or without a body. */
export function wireRequest(method: string, path: string, headers: Record<string, string>, body?: string): WireRequest {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
  if (body !== undefined) lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
}

/** A connection and the request it has under way. `onAnswer` is called when an answer is complete; answers must carry a Content-Length. */
type Line = { socket: Socket; due: number; onAnswer: (ok: boolean, head: string) => void; onFailure: (error: Error) => void }

const READ_BYTES = 64 * 1024

function openLine(port: number): Promise<Line> {
  const { promise, resolve, reject } = Promise.withResolvers<Line>()
  /** What there is of a head that came in pieces. */
  let begun = ''
  let head = ''
  let missing = 0
  const read = (count: number, buffer: Uint8Array): boolean => {
    if (head === '') {
      const text = begun + (buffer as Buffer).toString('latin1', 0, Math.min(count, 1024))
      const bodyAt = text.indexOf('\r\n\r\n') + 4
      begun = bodyAt < 4 ? text : ''
      if (bodyAt < 4) return true
      head = text
      missing = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0) - (count - (bodyAt - (text.length - Math.min(count, 1024))))
    } else missing -= count
    if (missing > 0) return true
    const whole = head
    head = ''
    line.onAnswer(whole.charCodeAt(9) === 50, whole)
    return true
  }
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: Buffer.alloc(READ_BYTES), callback: read } }, () =>
    resolve(line),
  )
  const line: Line = { socket, due: 0, onAnswer: () => {}, onFailure: reject }
  socket.on('error', (error) => line.onFailure(error))
  socket.on('close', () => line.onFailure(new Error('the server closed the connection')))
  return promise
}
