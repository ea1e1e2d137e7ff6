import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
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

type Sent = { worker: number; number: number; text: string; key: string; conversation: number; id: number | undefined }

test('killed under load again and again, the server keeps every acknowledged message exactly once and in order', async (t) => {
  const place = await setUp(t)
  const sent: Sent[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    const server = await place.start()
    // A little later every round, so that starts, first batches, checkpoints and steady load are all hit.
    const killed = delay(60 + round * 45 + Math.random() * 120).then(() => kill(server.child))
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => sendUntilDead(server.url, round, worker, sent)))
    await killed
    if (place.postgres && round % 2 === 0) {
      await place.postgres.crash()
      await place.postgres.start()
    }
  }
  const acknowledged = sent.filter((one) => one.id !== undefined)
  assert.ok(acknowledged.length > ROUNDS * WORKERS, `only ${acknowledged.length} sends were acknowledged: no load to speak of`)

  const server = await place.start()
  for (const one of sent) {
    const before = one.id
    one.id = await send(server.url, one) // the same key: what was stored before the kill is answered again, the rest is stored now
    if (before !== undefined) assert.equal(one.id, before)
  }
  server.child.kill('SIGTERM')
  await once(server.child, 'exit')
  await checkStore(place.target, sent)
})

async function checkStore(target: string, sent: Sent[]): Promise<void> {
  const store = await openStore(target, { connections: 2 })
  try {
    const messages = await store.all<{ id: number; seq: number; conversation_number: number; body: string; created_at: number }>(
      'select id, seq, conversation_number, body, created_at from messages order by conversation_number, seq',
    )
    assert.equal(messages.length, sent.length, 'every message is there exactly once')
    const byText = new Map(messages.map((message) => [message.body, message]))
    assert.equal(byText.size, sent.length)
    for (const one of sent) assert.equal(byText.get(one.text)?.id, one.id, `message ${one.text} has the id it was acknowledged with`)
    for (const inOne of Map.groupBy(messages, (message) => message.conversation_number).values()) {
      for (const [index, message] of inOne.entries()) {
        assert.equal(message.seq, index + 1, 'seq has no gaps')
        const before = inOne[index - 1]
        if (before) assert.ok(message.id > before.id && message.created_at >= before.created_at, 'ids and times grow with seq')
      }
    }
    // What a client sent after it had the answer to something else stands behind it.
    const firsts = sent.filter((one) => one.number > 0)
    for (const one of firsts) {
      const before = sent.find(
        (other) => other.worker === one.worker && other.number === one.number - 1 && other.key.startsWith(one.key.slice(0, 3)),
      )
      if (before?.conversation === one.conversation) assert.ok((byText.get(before.text)?.seq ?? 0) < (byText.get(one.text)?.seq ?? 0))
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
    const name = `r${round}-w${worker}-${number}`
    const one: Sent = {
      worker: round * 1000 + worker,
      number,
      text: `Message ${name}`,
      key: name,
      conversation: 1 + (worker % CONVERSATIONS),
      id: undefined,
    }
    sent.push(one)
    try {
      one.id = await send(url, one)
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      return
    }
  }
}

async function send(url: string, one: Sent): Promise<number> {
  const answer = await fetch(`${url}/ndoto/api/v1/accounts/1/conversations/${one.conversation}/messages`, {
    method: 'POST',
    headers: { api_access_token: SECRET, 'content-type': 'application/json', 'idempotency-key': one.key },
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
  const postgres: PostgresServer | undefined = ENGINE === 'postgres' ? await startPostgres() : undefined
  t.after(async () => {
    for (const child of children) child.kill('SIGKILL')
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const database = postgres && (await createDatabase(postgres.url))
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
    postgres,
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
