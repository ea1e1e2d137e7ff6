import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase, startPostgres } from '../test/support/postgres.ts'
import { prepare, SECRET, TEXT } from './prepare.ts'
import { type Running, readUsage, startParley } from './servers.ts'

const { values: options } = parseArgs({
  options: {
    streams: { type: 'string', default: '1000' },
    deliveries: { type: 'string', default: '200000' },
    kinds: { type: 'string', default: 'sse,websocket' },
    postgres: { type: 'boolean', default: false },
  },
})
const STREAMS = Number(options.streams)
const DELIVERIES = Number(options.deliveries)
const BATCH = 20
const TOLD = Buffer.from('"type":"message.created"')
const token = `${SECRET}parley`
const folder = mkdtempSync(join(tmpdir(), 'parley-streams-'))

type Client = { socket: Socket; told: number }

try {
  const postgres = options.postgres ? await startPostgres() : undefined
  try {
    for (const kind of options.kinds.split(',')) {
      const location = postgres ? await createDatabase(postgres.url) : join(folder, kind, 'parley.sqlite')
      await measure(kind, location)
    }
  } finally {
    await postgres?.stop()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measure(kind: string, location: string): Promise<void> {
  const { conversations } = await prepare(location, join(folder, 'blobs'), 10)
  const limits = { PARLEY_STREAMS: '100000', PARLEY_STREAMS_PER_TOKEN: '100000' }
  const store: Record<string, string> = location.startsWith('postgres') ? { DATABASE_URL: location } : { PARLEY_DATA: join(location, '..') }
  const server = await startParley({ ...store, ...limits })
  const to = conversations[0]?.id as number
  try {
    // What the first streams load and compile is no cost of one more.
    const first = await openAll(server, kind, 50)
    await deliver(server, first, to, 50 * 100)
    await closeAll(first)
    // Room that the collector leaves for later is there with few and with many: what more of them cost is what one costs.
    const clients = await openAll(server, kind, STREAMS)
    const some = await settled(server)
    const more = await openAll(server, kind, 2 * STREAMS)
    const many = await settled(server)
    await closeAll(more)
    const kB = (bytes: number) => `${(bytes / more.length / 1000).toFixed(1)} kB`
    const heap = `${kB(many.heapBytes - some.heapBytes)} of heap`
    console.log(
      `${kind}: an idle stream costs ${kB(many.residentBytes - some.residentBytes)} (${heap}); ${STREAMS} of them, and then ${more.length} more`,
    )
    await deliver(server, clients, to, STREAMS * BATCH)
    console.log(`${kind}: ${STREAMS} streams: ${await deliver(server, clients, to, DELIVERIES)}`)
    for (const count of [100, 10, 1]) {
      await closeAll(clients.splice(count))
      console.log(`${kind}: ${count} streams: ${await deliver(server, clients, to, Math.min(DELIVERIES, count * 5000))}`)
    }
    await closeAll(clients)
  } finally {
    await server.stop()
  }
}

async function openAll(server: Running, kind: string, count: number): Promise<Client[]> {
  const clients: Client[] = []
  for (let from = 0; from < count; from += 50) {
    clients.push(...(await Promise.all(Array.from({ length: Math.min(50, count - from) }, () => open(server, kind)))))
  }
  return clients
}

/** A client that counts what it is told and keeps nothing of it. */
async function open({ port }: Running, kind: string): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1' })
  const upgrade =
    'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
  const wish = kind === 'sse' ? 'accept: text/event-stream\r\n' : upgrade
  socket.write(`GET /parley/v1/events HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${token}\r\n${wish}\r\n`)
  const client: Client = { socket, told: 0 }
  let rest: Buffer = Buffer.alloc(0)
  while (!rest.includes('"position":')) rest = Buffer.concat([rest, ((await once(socket, 'data')) as [Buffer])[0]])
  let tail: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    const all = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk
    let at = all.indexOf(TOLD)
    let end = 0
    for (; at >= 0; at = all.indexOf(TOLD, end)) {
      client.told += 1
      end = at + TOLD.length
    }
    tail = all.subarray(Math.max(end, all.length - TOLD.length + 1))
  })
  socket.on('error', () => {})
  return client
}

async function closeAll(clients: readonly Client[]): Promise<void> {
  for (const { socket } of clients) socket.destroy()
}

/** Sends messages, in batches one after another, until so many were told over all streams, and says how fast that was. */
async function deliver({ port, child }: Running, clients: readonly Client[], conversationId: number, wanted: number): Promise<string> {
  const start = clients.reduce((sum, client) => sum + client.told, 0)
  const told = () => clients.reduce((sum, client) => sum + client.told, 0) - start
  const batches = Math.max(1, Math.round(wanted / clients.length / BATCH))
  const body = JSON.stringify({ messages: Array.from({ length: BATCH }, () => ({ conversationId, text: TEXT })) })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const began = performance.now()
  const cpuBefore = readUsage(child)?.cpuSeconds ?? Number.NaN
  for (let round = 0; round < batches; round++) {
    const answer = await fetch(`http://127.0.0.1:${port}/parley/v1/messages/batch`, { method: 'POST', headers, body })
    if (answer.status !== 201) throw new Error(await answer.text())
    await answer.arrayBuffer()
  }
  while (told() < batches * BATCH * clients.length) await new Promise((resolve) => setTimeout(resolve, 2))
  const perSecond = Math.round((told() / (performance.now() - began)) * 1000).toLocaleString('en-US')
  const cpuMicroseconds = (((readUsage(child)?.cpuSeconds ?? Number.NaN) - cpuBefore) / told()) * 1e6
  return `${perSecond} deliveries/s, ${cpuMicroseconds.toFixed(1)} µs of the server's processor each`
}

/** The least memory seen while a few requests let the collector do its work; without any, what is dropped would count. */
async function settled({ port, child }: Running): Promise<{ residentBytes: number; heapBytes: number }> {
  let least = { residentBytes: Number.POSITIVE_INFINITY, heapBytes: Number.POSITIVE_INFINITY }
  for (let round = 0; round < 10; round++) {
    let text = ''
    for (let request = 0; request < 100; request++) text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    const heapBytes = Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1])
    const residentBytes = readUsage(child)?.residentBytes ?? Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1])
    least = { residentBytes: Math.min(least.residentBytes, residentBytes), heapBytes: Math.min(least.heapBytes, heapBytes) }
  }
  return least
}
