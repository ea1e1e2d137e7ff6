import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ENGINE, startServer, type TestServer } from '../harness.ts'
import { EXAMPLES, lacksPython, runExample } from './run-example.ts'

const CLIENTS = [
  { name: 'TypeScript', command: [process.execPath, `${EXAMPLES}/stream-client.ts`], skip: false, keeps: true },
  { name: 'Python', command: ['python3', `${EXAMPLES}/stream_client.py`], skip: lacksPython(), keeps: true },
  { name: 'TypeScript over a WebSocket', command: [process.execPath, `${EXAMPLES}/stream-socket.ts`], skip: false, keeps: false },
]

/** An address that stays while the server behind it is stopped and started. */
async function openFront(t: TestContext, server: TestServer): Promise<string> {
  const open = new Set<Socket>()
  const front = createServer((client) => {
    const behind = connect(Number(new URL(server.url).port), '127.0.0.1')
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.pipe(other)
    }
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => front.once('listening', resolve))
  t.after(() => {
    front.close()
    for (const socket of open) socket.destroy()
  })
  return `http://127.0.0.1:${(front.address() as { port: number }).port}`
}

for (const { name, command, skip, keeps } of CLIENTS) {
  test(`the client in ${name} goes on after the server stopped, and misses and repeats nothing`, {
    skip: (ENGINE === 'postgres' && 'no store takes part in how a client resumes') || skip,
  }, async (t) => {
    const server = await startServer(t)
    const { home } = server
    const folder = mkdtempSync(join(tmpdir(), 'parley-position-'))
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'position')
    const env = { PARLEY_URL: await openFront(t, server), PARLEY_TOKEN: home.secrets.ann, STREAM_POSITION: file }
    const send = async (text: string) => {
      const path = `/parley/v1/conversations/${home.conversation.id}/messages`
      assert.equal((await server.call('POST', path, { token: home.secrets.ann, body: { text } })).status, 201)
    }
    const client = runExample(t, command, env)
    await client.said(/^following from \d+$/)
    await send('one')
    await client.said(/^\d+ message.created one$/)
    await server.restart()
    await send('two')
    await client.said(/^\d+ message.created two$/)
    await send('three')
    await client.said(/^\d+ message.created three$/)
    const told = client.lines.filter((line) => line.includes('message.created'))
    const first = Number(told[0]?.split(' ')[0])
    assert.deepEqual(told, [`${first} message.created one`, `${first + 1} message.created two`, `${first + 2} message.created three`])
    assert.ok(client.lines.some((line) => line.includes('stopping')))
    await client.stop()
    if (!keeps) return

    // A program of its own goes on from what it has kept, and says so when the log does not go back that far.
    await send('four')
    const second = runExample(t, command, env)
    await second.said(`${first + 3} message.created four`)
    await second.stop()
    await server.core.store.tx((tx) => tx.run('delete from events where account_id = $1 and position < $2', [home.account.id, first + 3]))
    writeFileSync(file, '1')
    const third = runExample(t, command, env)
    await third.said(`missed 2 to ${first + 2}`)
    await third.said(`${first + 3} message.created four`)
    await third.stop()
    const refused = runExample(t, command, { ...env, PARLEY_TOKEN: 'wrong' })
    await refused.said(/^refused: token_invalid /)
  })
}
