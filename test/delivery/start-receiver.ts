import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** What the tests' own outlet tells. */
export type Told = { name: string; position: number; lane: number; text: string | null }

/** One request as it came in. */
export type Received = {
  path: string
  headers: Record<string, string>
  body: Told
  /** The body as it came, to be checked against its signature. */
  raw: string
}

/** What a receiver does with a request: the raw answer, or something with the socket; nothing is no answer at all. */
export type Behaviour = (received: Received, socket: Socket) => string | undefined

export const answer = (status: number, headers = '') => `HTTP/1.1 ${status} X\r\ncontent-length: 2\r\n${headers}\r\nok`
export const OK: Behaviour = () => answer(200)

export type Receiver = {
  url: string
  /** All that came in, in the order in which it did. */
  received: Received[]
  /** What it answered 2xx to, in that order. */
  taken: Received[]
  behave(behaviour: Behaviour): void
}

/** A receiver of webhooks that can misbehave in every way a socket can. */
export async function startReceiver(
  t: TestContext,
  first: Behaviour = OK,
  read: (body: never) => Told = (body) => body,
): Promise<Receiver> {
  let behaviour = first
  const received: Received[] = []
  const taken: Received[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    let text = ''
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    socket.on('data', (chunk) => {
      text += chunk
      for (let request = cutRequest(text); request; request = cutRequest(text)) {
        text = request.rest
        const one = { ...request, body: read(JSON.parse(request.raw) as never) }
        received.push(one)
        const says = behaviour(one, socket)
        if (says === undefined) continue
        if (/^HTTP\/1\.1 2/.test(says)) taken.push(one)
        socket.write(says)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    taken,
    behave(next) {
      behaviour = next
    },
  }
}

function cutRequest(text: string) {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [line = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(lines.map((one) => [one.slice(0, one.indexOf(':')).toLowerCase(), one.slice(one.indexOf(':') + 2)]))
  const from = end + 4
  const to = from + Number(headers['content-length'] ?? 0)
  // Bodies of these tests are ASCII.
  if (text.length < to) return undefined
  return { path: line.split(' ')[1] ?? '', headers, raw: text.slice(from, to), rest: text.slice(to) }
}
