import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import postgres from 'postgres'
import { openStore } from '../../src/storage/open.ts'
import { ENGINE } from '../harness.ts'
import { createDatabase, type PostgresServer, startPostgres } from '../support/postgres.ts'

/** How often the process dies; a soak sets more. */
const ROUNDS = Number(process.env.PARLEY_KILL_ROUNDS ?? 8)
const WORKERS = 24
const CONVERSATIONS = 6
const SECRET = 'durability-secret'
const MAIN = join(import.meta.dirname, '../../bin/parley.js')

const SEED = {
  accounts: [
    {
      name: 'Durable',
      members: [{ name: 'Ann', email: 'ann@durable.example', role: 'administrator' }],
      contacts: [{ name: 'Jane', identifier: 'jane' }],
      channels: [{ name: 'Website' }],
      conversations: Array.from({ length: CONVERSATIONS }, (_, index) => ({ key: `c${index}`, contact: 'jane', channel: 'Website' })),
      tokens: [{ dialect: 'ndoto', member: 'ann@durable.example', secret: SECRET }],
    },
  ],
}

/** `key` is the Idempotency-Key; every second worker sends without one. `id` is there once the send was acknowledged, `again` when that took a second attempt. */
type Sent = {
  worker: number
  number: number
  text: string
  key: string | undefined
  conversation: number
  id: number | undefined
  again?: true
}

test('killed under load again and again, the server keeps every acknowledged message exactly once and in order', async (t) => {
  const place = await setUp(t)
  const sent: Sent[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    const server = await place.start()
    // A little later every round, so that starts, first batches, checkpoints and steady load are all hit.
    const killed = delay(60 + round * 45 + Math.random() * 120).then(() => kill(server.child))
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => sendUntilDead(server.url, round, worker, sent)))
    await killed
    if (place.cluster && round % 2 === 0) {
      await place.cluster.crash()
      await place.cluster.start()
    }
  }
  const acknowledged = sent.filter((one) => one.id !== undefined)
  assert.ok(acknowledged.length > ROUNDS * WORKERS, `only ${acknowledged.length} sends were acknowledged: no load to speak of`)

  const server = await place.start()
  await sendAgain(server.url, sent)
  server.child.kill('SIGTERM')
  await once(server.child, 'exit')
  await checkStore(place.target, sent)
})

test('the server outlives its database: what was acknowledged is there once, what was refused at most once, and it goes on by itself', {
  skip: ENGINE !== 'postgres' && 'SQLite is a part of the process',
}, async (t) => {
  const place = await setUp(t)
  const server = await place.start()
  const sent: Sent[] = []
  for (let round = 1; round <= 4; round++) {
    const before = sent.length
    let stop = false
    const load = Promise.all(Array.from({ length: WORKERS }, (_, worker) => sendUntilTold(server.url, round, worker, sent, () => stop)))
    await delay(200 + Math.random() * 200)
    if (round % 2 === 0) await endConnections(place.target)
    else {
      await place.cluster?.crash()
      await place.cluster?.start()
    }
    await waitFor(async () => (await fetch(`${server.url}/readyz`)).ok, server.child)
    const back = sent.length
    await waitFor(async () => sent.slice(back).filter((one) => one.id !== undefined).length > WORKERS, server.child)
    stop = true
    await load
    assert.ok(sent.length > before)
  }
  await sendAgain(server.url, sent)
  server.child.kill('SIGTERM')
  assert.deepEqual(await once(server.child, 'exit'), [0, null])
  await checkStore(place.target, sent)
})

/** With the same key: what was stored before is answered again, the rest is stored now. */
async function sendAgain(url: string, sent: readonly Sent[]): Promise<void> {
  for (const one of sent) {
    if (one.key === undefined) continue
    const before = one.id
    one.id = await send(url, one)
    if (before === undefined) one.again = true
    else assert.equal(one.id, before)
  }
}

/** As an administrator does before a restore, or a pooler that moves its clients. */
async function endConnections(target: string): Promise<void> {
  const sql = postgres(target, { max: 1 })
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  await sql.end()
}

async function checkStore(target: string, sent: Sent[]): Promise<void> {
  const store = await openStore(target, { connections: 2 })
  try {
    const messages = await store.all<{ id: number; seq: number; conversation_number: number; body: string; created_at: number }>(
      'select id, seq, conversation_number, body, created_at from messages order by conversation_number, seq',
    )
    const byText = new Map(messages.map((message) => [message.body, message]))
    assert.equal(byText.size, messages.length, 'no message is there twice')
    const known = new Set(sent.map((one) => one.text))
    for (const message of messages) assert.ok(known.has(message.body), `nobody sent ${message.body}`)
    // One without a key that was never acknowledged may be there or not.
    const kept = sent.filter((one) => one.id !== undefined)
    for (const one of kept) assert.equal(byText.get(one.text)?.id, one.id, `message ${one.text} has the id it was acknowledged with`)
    for (const inOne of Map.groupBy(messages, (message) => message.conversation_number).values()) {
      for (const [index, message] of inOne.entries()) {
        assert.equal(message.seq, index + 1, 'seq has no gaps')
        const before = inOne[index - 1]
        if (before) assert.ok(message.id > before.id && message.created_at >= before.created_at, 'ids and times grow with seq')
      }
    }
    // What a client sent after it had the answer to something else stands behind it.
    const byPlace = new Map(kept.map((one) => [`${one.worker} ${one.number}`, one]))
    for (const one of kept) {
      const before = byPlace.get(`${one.worker} ${one.number - 1}`)
      if (before && !before.again && before.conversation === one.conversation)
        assert.ok((byText.get(before.text)?.seq ?? 0) < (byText.get(one.text)?.seq ?? 0))
    }
    const events = await store.rows<[number, string, number | null]>('select position, type, message_id from events order by position')
    assert.deepEqual(
      events.map(([position]) => position),
      events.map((_, index) => index + 1),
      'position has no gaps',
    )
    const created = events.filter(([, type]) => type === 'message.created').map(([, , id]) => id)
    assert.deepEqual(
      created.toSorted((a, b) => (a ?? 0) - (b ?? 0)),
      messages.map((message) => message.id).sort((a, b) => a - b),
      'one event for each message',
    )
    const heads = await store.rows<[number, number, number]>('select number, last_seq, public_count from conversations order by number')
    for (const [number, lastSeq, count] of heads) {
      const stored = messages.filter((message) => message.conversation_number === number).length
      assert.deepEqual([lastSeq, count], [stored, stored], 'the conversation knows how many messages it has')
    }
    if (store.engine === 'sqlite') assert.deepEqual(await store.rows('pragma integrity_check'), [['ok']])
  } finally {
    await store.close()
  }
}

/** One client: the next message only after the answer to the one before, until the server is gone. */
async function sendUntilDead(url: string, round: number, worker: number, sent: Sent[]): Promise<void> {
  for (let number = 0; ; number++) {
    const one = draft(round, worker, number)
    sent.push(one)
    try {
      one.id = await send(url, one)
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      return
    }
  }
}

/** One client that goes on with the next message when one was refused. */
async function sendUntilTold(url: string, round: number, worker: number, sent: Sent[], isTold: () => boolean): Promise<void> {
  for (let number = 0; !isTold(); number++) {
    const one = draft(round, worker, number)
    sent.push(one)
    one.id = await send(url, one).catch(() => undefined)
    if (one.id === undefined) await delay(20)
  }
}

function draft(round: number, worker: number, number: number): Sent {
  const name = `r${round}-w${worker}-${number}`
  const key = worker % 2 === 0 ? name : undefined
  return { worker: round * 1000 + worker, number, text: `Message ${name}`, key, conversation: 1 + (worker % CONVERSATIONS), id: undefined }
}

async function send(url: string, one: Sent): Promise<number> {
  const answer = await fetch(`${url}/ndoto/api/v1/accounts/1/conversations/${one.conversation}/messages`, {
    method: 'POST',
    headers: { api_access_token: SECRET, 'content-type': 'application/json', ...(one.key ? { 'idempotency-key': one.key } : {}) },
    body: JSON.stringify({ content: one.text, message_type: 'outgoing' }),
  })
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  return (JSON.parse(text) as { id: number }).id
}

async function setUp(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-kill-'))
  const children = new Set<ChildProcess>()
  // A server of its own, syncing to disk as in earnest.
  const cluster: PostgresServer | undefined = ENGINE === 'postgres' ? await startPostgres() : undefined
  t.after(async () => {
    for (const child of children) child.kill('SIGKILL')
    await cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const database = cluster && (await createDatabase(cluster.url))
  const seed = join(folder, 'seed.json')
  writeFileSync(seed, JSON.stringify(SEED))
  const environment = {
    PATH: process.env.PATH,
    PARLEY_DATA: join(folder, 'data'),
    PARLEY_LOG_LEVEL: 'warn',
    PARLEY_DEMO: 'never',
    ...(database ? { DATABASE_URL: database } : {}),
  }
  const run = (...args: string[]) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
    children.add(child)
    child.once('exit', () => children.delete(child))
    child.stdout?.resume()
    return child
  }
  const [code] = await once(run('seed', seed), 'exit')
  assert.equal(code, 0, 'the seed is taken')
  return {
    cluster,
    target: database ?? join(folder, 'data', 'parley.sqlite'),
    async start() {
      const port = await findFreePort()
      const child = run('serve', '--port', String(port))
      const url = `http://127.0.0.1:${port}`
      await waitFor(async () => (await fetch(`${url}/readyz`)).ok, child)
      return { url, child }
    },
  }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function waitFor(isReady: () => Promise<boolean>, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    assert.equal(child.exitCode, null, 'the server ended while it was started')
    if (await isReady().catch(() => false)) return
    await delay(20)
  }
  assert.fail('the server did not become ready')
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
