import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTidy } from './test-client.ts'

test('every message of the store has one form here, whoever wrote it (sheet 11a)', async (t) => {
  const { home, call, messages, ids, say } = await startTidy(t)
  const ann = ids.toPrefixed('member', home.ann.id)
  const application = { kind: 'application' as const, id: 77 }
  const system = { kind: 'system' as const, id: 0 }
  await say({ text: 'by the customer' })
  await say({ by: application, text: "by a third party, on the customer's side" })
  await say({ by: home.ann, direction: 'outbound', text: 'by an agent' })
  await say({ by: application, direction: 'outbound', text: 'by a program' })
  await say({ by: system, direction: 'outbound', text: 'an automatic reply' })
  await say({ by: system, direction: 'system', text: 'Ann opened the conversation' })
  await say({ by: home.ann, direction: 'outbound', private: true, text: 'a note' })
  await say({ by: home.ann, direction: 'inbound', private: true, text: 'a note that another dialect called incoming' })
  const { body } = await call('GET', messages)
  const rows = body.thread.messages.items.map((one: Record<string, unknown>) => [
    one.direction,
    one.senderType,
    one.agentId,
    one.isInternalNote,
    one.sentAt === null,
  ])
  assert.deepEqual(rows, [
    ['INBOUND', 'CUSTOMER', null, undefined, false],
    ['INBOUND', 'CUSTOMER', null, undefined, false],
    ['OUTBOUND', 'AGENT', ann, undefined, false],
    ['OUTBOUND', 'SYSTEM', null, undefined, false],
    ['OUTBOUND', 'SYSTEM', null, undefined, false],
    ['SYSTEM', 'SYSTEM', null, undefined, false],
    ['OUTBOUND', 'AGENT', ann, true, true],
    ['OUTBOUND', 'AGENT', ann, true, true],
  ])
})

test('delivery states become the four of this vendor', async (t) => {
  const { server, home, call, messages, say } = await startTidy(t)
  const states = ['pending', 'sent', 'delivered', 'read', 'retrying', 'failed'] as const
  for (const state of states) await say({ by: home.ann, direction: 'outbound', text: state })
  // The store keeps a status as its place in this list.
  for (const [place] of states.entries()) {
    await server.core.store.tx((tx) => tx.run('update messages set status = $1 where seq = $2', [place, place + 1]))
  }
  const { body } = await call('GET', messages)
  assert.deepEqual(
    body.thread.messages.items.map((one: { status: string }) => one.status),
    ['PENDING', 'SENT', 'SENT', 'SENT', 'RETRYING', 'FAILED'],
  )
})
