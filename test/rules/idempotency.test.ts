import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CallAnswer, startServer, type TestServer } from '../harness.ts'
import { assertRefusal } from './envelopes.ts'
import { isRead, listOperations, type Operation, toRequest } from './operations.ts'
import { makeThings, type Things } from './things.ts'

const BAD_KEYS = ['', 'k'.repeat(256), 'kö', 'a\tb']

test('every write of every dialect happens once for one Idempotency-Key: twins, after a restart, and never for another request', async (t) => {
  const server = await startServer(t)
  const writes = (await listOperations(server)).filter((operation) => !isRead(operation))
  assert.ok(writes.length > 100)
  const done: { operation: Operation; things: Things; key: string; first: CallAnswer }[] = []

  for (const operation of writes) {
    const { name, dialect } = operation
    const once = await makeThings(server, server.home, dialect)
    const events = await countEvents(server)
    const alone = await send(server, operation, once, `alone ${name}`)
    assert.ok(alone.status >= 200 && alone.status < 300, `${name}: ${alone.status} ${alone.text}`)
    const effect = (await countEvents(server)) - events

    const things = await makeThings(server, server.home, dialect)
    const before = await countEvents(server)
    const key = `twins of ${name}`
    const [first, second] = await Promise.all([send(server, operation, things, key), send(server, operation, things, key)])
    assertSame(second, first, `${name}: the twin`)
    assert.equal(first.status, alone.status, name)
    assertSame(await send(server, operation, things, key), first, `${name}: once more`)
    assert.equal((await countEvents(server)) - before, effect, `${name} happened another number of times than once`)
    done.push({ operation, things, key, first })
  }

  await server.restart()
  const settled = await countEvents(server)
  for (const { operation, things, key, first } of done) {
    const { name } = operation
    assertSame(await send(server, operation, things, key), first, `${name}: after a restart`)
    assertRefused(await send(server, operation, things, key, 2), operation, 422)
    for (const bad of BAD_KEYS) assertRefused(await send(server, operation, things, bad), operation, 400)
  }
  assert.equal(await countEvents(server), settled, 'something happened again')
})

async function send(server: TestServer, operation: Operation, things: Things, key: string, variant = 1): Promise<CallAnswer> {
  const { method, path, options } = toRequest(server, operation, things, server.home, variant)
  // What needs no body may still come with one, and is another request then.
  if (variant === 2) options.body ??= { another: 'request' }
  return server.call(method, path, { ...options, headers: { 'idempotency-key': key } })
}

function assertSame(answer: CallAnswer, first: CallAnswer, where: string): void {
  assert.deepEqual([answer.status, answer.text], [first.status, first.text], where)
}

function assertRefused(answer: CallAnswer, { name, dialect }: Operation, status: number): void {
  assert.equal(answer.status, status, `${name}: ${answer.text}`)
  assertRefusal({ status, headers: Object.fromEntries(answer.headers), text: answer.text }, dialect)
}

/** Events of all accounts, which every effect leaves. */
async function countEvents(server: TestServer): Promise<number> {
  return (await server.core.store.one<{ count: number }>('select count(*) as count from events'))?.count ?? 0
}
