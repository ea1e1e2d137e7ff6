import { connect, type Socket } from 'node:net'

/** A request as it goes over the wire; nothing in it is checked, escaped or added but the length of its body. */
export type RawRequest = {
  method: string
  path: string
  headers: [string, string][]
  body?: Uint8Array | undefined
  /** Sent in chunks of 16 kB, without a declared length. */
  chunked?: boolean
}
export type RawAnswer = { status: number; headers: Record<string, string>; text: string }

const CHUNK = 16 * 1024
const LIMIT_MS = 20_000

/** The request's bytes, one connection each. Header values are written in Latin-1, as Node reads them. */
export function toBytes({ method, path, headers, body, chunked }: RawRequest): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: parley.test',
    'connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ]
  if (chunked) lines.push('transfer-encoding: chunked')
  else if (body) lines.push(`content-length: ${body.length}`)
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  if (!body) return head
  return Buffer.concat(chunked ? [head, ...toChunks(body)] : [head, body])
}

function toChunks(body: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let from = 0; from < body.length; from += CHUNK) {
    const part = body.subarray(from, from + CHUNK)
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'))
  }
  return [...parts, Buffer.from('0\r\n\r\n')]
}

/** Opens a connection to a server of this machine. What breaks it shows as its end. */
export function dial(url: string): Socket {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' })
  socket.on('error', () => {})
  return socket
}

/** All that comes back until the other side closes; a side that never does is a failure. */
export async function readAll(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = []
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const limit = setTimeout(() => reject(new Error(`The connection was still open after ${LIMIT_MS} ms.`)), LIMIT_MS)
  socket.on('data', (part) => parts.push(part))
  socket.on('close', () => resolve())
  try {
    await promise
  } finally {
    clearTimeout(limit)
    socket.destroy()
  }
  return Buffer.concat(parts)
}

/** Sends one request and reads its answer. Throws when there is none, or more than one. */
export async function exchange(url: string, request: RawRequest): Promise<RawAnswer> {
  const socket = dial(url)
  socket.write(toBytes(request))
  const answers = parseAnswers(await readAll(socket), [request.method])
  const [answer] = answers
  if (!answer || answers.length > 1) throw new Error(`${answers.length} answers came back.`)
  return answer
}

/** Takes apart what a server sent: answers one behind the other, each to the method that was asked with at its place. Interim answers (1xx) are left out. */
export function parseAnswers(bytes: Buffer, methods: readonly string[] = []): RawAnswer[] {
  const answers: RawAnswer[] = []
  let at = 0
  while (at < bytes.length) {
    const end = bytes.indexOf('\r\n\r\n', at)
    if (end < 0) throw new Error(`An answer breaks off in its head: ${bytes.subarray(at, at + 200)}`)
    const [first = '', ...lines] = bytes.toString('latin1', at, end).split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1])
    if (!status) throw new Error(`No status line: ${first}`)
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    )
    at = end + 4
    if (status < 200) continue
    const hasBody = methods[answers.length] !== 'HEAD' && status !== 204 && status !== 304
    const [text, next] = hasBody ? readBody(bytes, at, headers) : ['', at]
    at = next
    answers.push({ status, headers, text })
  }
  return answers
}

function readBody(bytes: Buffer, from: number, headers: Record<string, string>): [string, number] {
  if (headers['transfer-encoding'] === 'chunked') {
    const parts: Buffer[] = []
    let at = from
    for (;;) {
      const line = bytes.indexOf('\r\n', at)
      const length = Number.parseInt(bytes.toString('latin1', at, line), 16)
      if (line < 0 || Number.isNaN(length)) throw new Error('An answer breaks off between its chunks.')
      parts.push(bytes.subarray(line + 2, line + 2 + length))
      at = line + 2 + length + 2
      if (length === 0) return [Buffer.concat(parts).toString(), at]
    }
  }
  const length = headers['content-length'] === undefined ? bytes.length - from : Number(headers['content-length'])
  if (bytes.length - from < length) throw new Error('An answer breaks off in its body.')
  return [bytes.toString('utf8', from, from + length), from + length]
}
