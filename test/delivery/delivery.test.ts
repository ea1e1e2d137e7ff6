import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCtx } from '../../src/core/accounts/create-account.ts'
import { startServer } from '../harness.ts'
import { addConversations, addWebhook, ledger, say, TEST_OUTLETS } from './place.ts'
import { startReceiver } from './start-receiver.ts'

test('every message of many conversations reaches the receiver once, in order in its conversation, numbered without gaps', async (t) => {
  const server = await startServer(t, { delivery: { outlets: TEST_OUTLETS } })
  const { core, home } = server
  const receiver = await startReceiver(t)
  const webhook = await addWebhook(core, home.account.id, receiver.url)
  const ctx = { ...systemCtx(core, home.account.id), actor: home.ann }
  const talks = await addConversations(core, home.account.id, 30)
  await Promise.all(talks.map((talk) => say(ctx, talk, 'one', 'two', 'three')))
  await server.deliver()
  const rows = await ledger(core.store, webhook)
  assert.deepEqual(
    rows.map((row) => [row.number, row.state, row.attempts]),
    rows.map((_, index) => [index + 1, 'delivered', 1]),
  )
  assert.equal(rows.length, 90)
  assert.equal(receiver.taken.length, 90)
  for (const talk of talks)
    assert.deepEqual(
      receiver.taken.filter(({ body }) => body.lane === talk).map(({ body }) => body.text),
      ['one', 'two', 'three'],
    )
  assert.deepEqual(await core.store.all('select lane from webhook_lanes where account_id = $1', [home.account.id]), [])
})
