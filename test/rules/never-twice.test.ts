import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { SendCommand } from '../../src/core/messages/decide-sends.ts'
import { OutcomeUnknown } from '../../src/storage/db.ts'
import { ENGINE, startServer, type TestServer } from '../harness.ts'

/** How a batch of plain sends is written. */
const WRITE = ENGINE === 'postgres' ? 'alone' : 'tx'

function command({ home }: TestServer, text: string, key?: string): SendCommand {
  return {
    accountId: home.account.id,
    actor: home.ann,
    messages: [{ to: { id: home.conversation.id }, by: home.ann, direction: 'outbound', text }],
    rule: {},
    keyed: key === undefined ? undefined : { scope: 'test', key, fingerprint: text },
    render: () => ({ status: 200, body: null }),
  }
}

async function textsOf({ core, home }: TestServer): Promise<string[]> {
  const rows = await core.store.rows<[string]>('select body from messages where account_id = $1 and conversation_id = $2 order by body', [
    home.account.id,
    home.conversation.id,
  ])
  return rows.map(([body]) => body)
}

/** Lets one call of the store, counted from 1, go on to its end or not at all, and then fail. */
function failCall(t: TestContext, { core }: TestServer, method: 'alone' | 'tx', call: number, error: Error, runs: boolean): void {
  const original = core.store[method] as (...args: unknown[]) => Promise<unknown>
  let calls = 0
  t.mock.method(core.store, method, async (...args: unknown[]) => {
    calls += 1
    if (calls !== call) return original(...args)
    if (runs) await original(...args)
    throw error
  })
}

test('when a connection is lost while a batch commits, its senders are told and nothing is written a second time', async (t) => {
  const server = await startServer(t)
  failCall(t, server, WRITE, 1, new OutcomeUnknown('lost'), true)
  const sends = ['a', 'b', 'c'].map((text) => server.core.sends.submit(command(server, text)))
  for (const send of sends) await assert.rejects(send, OutcomeUnknown)
  assert.deepEqual(await textsOf(server), ['a', 'b', 'c'])
})

test('a failure among sends that are kept by their key does not repeat the plain ones of the same moment', async (t) => {
  const server = await startServer(t)
  // On SQLite the plain ones are a transaction of their own, before it.
  failCall(t, server, 'tx', ENGINE === 'postgres' ? 1 : 2, new Error('the disk is full'), false)
  const sends = ['a', 'b'].map((text) => server.core.sends.submit(command(server, text)))
  const keyed = ['c', 'd'].map((text) => server.core.sends.submit(command(server, text, text)))
  for (const outcome of await Promise.all(sends)) assert.ok('sent' in outcome)
  for (const outcome of await Promise.all(keyed)) assert.ok('answer' in outcome)
  assert.deepEqual(await textsOf(server), ['a', 'b', 'c', 'd'])
})

test('a batch the store refuses as a whole is tried one by one, and written once', async (t) => {
  const server = await startServer(t)
  failCall(t, server, WRITE, 1, new Error('too much at once'), false)
  const sends = ['a', 'b', 'c'].map((text) => server.core.sends.submit(command(server, text)))
  for (const outcome of await Promise.all(sends)) assert.ok('sent' in outcome)
  assert.deepEqual(await textsOf(server), ['a', 'b', 'c'])
})
