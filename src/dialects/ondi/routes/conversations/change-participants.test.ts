import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

async function start(t: TestContext) {
  const clock = createClock()
  const server = await startServer(t, { now: clock.now })
  const client = createClient(server)
  const path = `${client.pathOf(server.home.conversation)}/participants`
  const put = (body: unknown, token = server.home.tokens.ondi, headers = {}) => client.call('PUT', path, { token, body, headers })
  const people = async () => {
    const { body } = await client.call('GET', client.pathOf(server.home.conversation))
    return new Map<string, { role: string; left_at: string | null }>(
      body.data.participants.map((one: { user_id: string; role: string; left_at: string | null }) => [
        one.user_id,
        { role: one.role, left_at: one.left_at },
      ]),
    )
  }
  return { clock, server, client, home: server.home, put, people }
}

test('people are added, re-roled, removed softly and brought back', async (t) => {
  const { clock, server, client, home, put, people } = await start(t)
  const eve = client.user(home.eve)
  const done = { success: true, message: 'Participants updated successfully', data: { succeeded: [eve], failed: [] } }
  const added = await put({ action: 'add', user_ids: [eve], role: 'member' })
  assert.deepEqual([added.status, added.body], [200, done])
  assert.equal((await client.send({ content: 'I am in' }, home.secrets.eve)).status, 201)
  assert.deepEqual((await put({ action: 'update', user_ids: [eve], role: 'admin' })).body, done)
  assert.deepEqual((await people()).get(eve), { role: 'admin', left_at: null })
  clock.pass(60)
  assert.deepEqual((await put({ action: 'remove', user_ids: [eve, eve] })).body, done)
  assert.deepEqual((await people()).get(eve), { role: 'admin', left_at: '2026-01-02T01:05:05Z' })
  assert.equal((await client.send({ content: 'Still?' }, home.secrets.eve)).status, 403)
  assert.deepEqual((await put({ action: 'add', user_ids: [eve] })).body, done)
  assert.deepEqual((await people()).get(eve), { role: 'member', left_at: null })
  const events = await server.core.store.all<{ type: string }>(
    "select type from events where type like 'participant.%' and conversation_id = $1 order by position desc limit 4",
    [home.conversation.id],
  )
  assert.deepEqual(
    events.map((one) => one.type),
    ['participant.added', 'participant.removed', 'participant.updated', 'participant.added'],
  )
})

test('when only some can be processed the answer is 207 and says why; when none can, 400', async (t) => {
  const { client, home, put } = await start(t)
  const [bob, eve] = [client.user(home.bob), client.user(home.eve)]
  const partly = await put({ action: 'add', user_ids: [bob, eve] })
  assert.equal(partly.status, 207)
  assert.deepEqual(partly.body, {
    success: true,
    message: 'Participants partially updated',
    data: { succeeded: [eve], failed: [{ user_id: bob, reason: 'Already a participant' }] },
  })
  const before = await client.countRows()
  const none = await put({ action: 'add', user_ids: [bob, eve] })
  assert.deepEqual([none.status, none.body], [400, failure('No participant was changed: Already a participant')])
  assert.deepEqual(await client.countRows(), before)
  await put({ action: 'remove', user_ids: [eve] })
  for (const action of ['remove', 'update']) {
    const { status, body } = await put({ action, user_ids: [eve, bob], role: 'member' })
    assert.deepEqual([status, body.data.failed], [207, [{ user_id: eve, reason: 'Not a participant' }]])
    await put({ action: 'add', user_ids: [bob] })
  }
})

test('an unknown user is 404 and nothing is applied', async (t) => {
  const { server, client, home, put } = await start(t)
  const away = createClient(server, server.away)
  const before = await client.countRows()
  for (const unknown of [away.user(server.away.eve), client.user(server.application), '00000000-0000-4000-8000-000000000000']) {
    const answer = await put({ action: 'add', user_ids: [client.user(home.eve), unknown] })
    assert.deepEqual([answer.status, answer.body], [404, failure('User not found')])
  }
  assert.deepEqual(await client.countRows(), before)
})

test('an admin of the conversation or of the tenant may, in an active conversation; a bad body is looked at last', async (t) => {
  const { server, client, home, put } = await start(t)
  const body = { action: 'add', user_ids: [client.user(home.eve)] }
  const before = await client.countRows()
  for (const token of [home.secrets.bob, home.secrets.jane, home.secrets.eve]) {
    for (const one of [body, {}]) assert.equal((await put(one, token)).status, 403)
  }
  const bad = [
    undefined,
    [],
    {},
    { ...body, action: 'drop' },
    { ...body, user_ids: [] },
    { ...body, user_ids: ['x'] },
    { ...body, user_ids: 'x' },
    { ...body, role: 7 },
    { action: 'update', user_ids: [client.user(home.bob)] },
  ]
  for (const one of bad) {
    const answer = await put(one)
    assert.deepEqual([answer.status, answer.body.success], [400, false], JSON.stringify(one))
  }
  assert.deepEqual(await client.countRows(), before)
  await server.core.store.tx(async (tx) => {
    await tx.run("update participants set role = 'admin' where author_id = $1", [home.bob.id])
    await tx.run("update conversations set status = 'resolved' where id = $1", [home.conversation.id])
  })
  for (const one of [body, {}]) {
    const closed = await put(one, home.secrets.bob)
    assert.deepEqual([closed.status, closed.body], [403, failure('Conversation is not active')])
  }
  await server.core.store.tx((tx) => tx.run("update conversations set status = 'open' where id = $1", [home.conversation.id]))
  assert.equal((await put(body, home.secrets.bob)).status, 200)
})

test('an Idempotency-Key changes once: twins and later repetitions get the first answer, another body 422', async (t) => {
  const { server, client, home, put } = await start(t)
  const body = { action: 'add', user_ids: [client.user(home.eve)] }
  const key = { 'idempotency-key': 'k1' }
  const [first, twin] = await Promise.all([put(body, undefined, key), put(body, undefined, key)])
  assert.deepEqual([first.status, twin.status, twin.text], [200, 200, first.text])
  await server.restart()
  assert.equal((await put(body, undefined, key)).text, first.text)
  assert.equal((await put({ ...body, action: 'remove' }, undefined, key)).status, 422)
})
