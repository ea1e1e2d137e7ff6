import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { deleteMessage } from '../../../../core/messages/delete-message.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

async function start(t: TestContext) {
  const clock = createClock()
  const server = await startServer(t, { now: clock.now })
  const client = createClient(server)
  const path = client.pathOf(server.home.conversation)
  const change = (body: unknown, options: { method?: string; token?: string; headers?: Record<string, string> } = {}) =>
    client.call(options.method ?? 'PUT', path, { token: options.token ?? server.home.tokens.ondi, headers: options.headers, body })
  return { clock, server, client, home: server.home, path, change }
}

test('status, title and metadata change by PUT and by PATCH, only what is given, and a closed conversation takes no message', async (t) => {
  const { clock, server, client, path, change } = await start(t)
  const before = (await client.call('GET', path)).body.data
  clock.pass(60)
  const closed = await change({ status: 'closed', metadata: { reason: 'done' } })
  assert.equal(closed.status, 200)
  const expected = { ...before, status: 'closed', metadata: { reason: 'done' }, updated_at: '2026-01-02T01:05:05Z' }
  assert.deepEqual(closed.body, { success: true, message: 'Conversation updated successfully', data: expected })
  assert.deepEqual((await client.send({ content: 'x' })).body, failure('Conversation is not active'))

  const renamed = await change({ title: 'Paid', metadata: null }, { method: 'PATCH' })
  assert.deepEqual(renamed.body.data, { ...expected, title: 'Paid', metadata: null })
  assert.equal((await change({ status: 'archived' })).body.data.status, 'archived')
  assert.equal((await change({ status: 'active' })).body.data.status, 'active')
  assert.equal((await client.send({ content: 'x' })).status, 201)
  const events = async () => (await server.core.store.all("select position from events where type = 'conversation.updated'")).length
  assert.equal(await events(), 4)
  assert.equal((await change({ status: 'active', title: 'Paid' })).status, 200)
  assert.equal((await change({})).status, 200)
  assert.equal(await events(), 4)
})

test('what is pending or snoozed is active already', async (t) => {
  const { server, home, change } = await start(t)
  await server.core.store.tx((tx) => tx.run("update conversations set status = 'pending' where id = $1", [home.conversation.id]))
  assert.equal((await change({ status: 'active' })).body.data.status, 'active')
  const row = await server.core.store.one<{ status: string }>('select status from conversations where id = $1', [home.conversation.id])
  assert.equal(row?.status, 'pending')
})

test('an admin of the conversation or of the tenant may change it; a bad body is looked at last', async (t) => {
  const { server, client, home, change } = await start(t)
  const before = await client.countRows()
  for (const token of [home.secrets.bob, home.secrets.jane, home.secrets.eve]) {
    for (const body of [{ title: 'x' }, { title: 7 }]) assert.equal((await change(body, { token })).status, 403)
  }
  for (const body of [undefined, null, [], { status: 'open' }, { title: 7 }, { title: 'x'.repeat(256) }, { metadata: 'x' }]) {
    const answer = await change(body)
    assert.deepEqual([answer.status, answer.body.success], [400, false], JSON.stringify(body)?.slice(0, 80))
  }
  assert.deepEqual(await client.countRows(), before)
  await server.core.store.tx((tx) =>
    tx.run("update participants set role = 'admin' where author_id = $1 and conversation_id = $2", [home.bob.id, home.conversation.id]),
  )
  assert.equal((await change({ title: 'Bob’s' }, { token: home.secrets.bob })).body.data.title, 'Bob’s')
})

test('an Idempotency-Key changes once, and a repetition shows no message that was deleted in between', async (t) => {
  const { server, client, home, change } = await start(t)
  const sent = await client.sendFrom('chatwoot', home.ann, { text: 'Do not keep this' })
  const headers = { 'idempotency-key': 'k1' }
  const [first, twin] = await Promise.all([change({ title: 'Once' }, { headers }), change({ title: 'Once' }, { headers })])
  assert.deepEqual([first.status, twin.text], [200, first.text])
  assert.equal(first.body.data.latest_message.content, 'Do not keep this')
  assert.equal((await change({ title: 'Twice' }, { headers })).status, 422)
  await change({ title: 'Later' })
  assert.equal((await change({ title: 'Once' }, { headers })).text, first.text)
  await server.core.store.tx((tx) =>
    deleteMessage(systemCtx(server.core, home.account.id), tx, { conversation: { id: home.conversation.id }, messageId: sent.id }),
  )
  const again = await change({ title: 'Once' }, { headers })
  assert.deepEqual([again.status, again.body.data.latest_message, again.body.data.title], [200, null, 'Later'])
})
