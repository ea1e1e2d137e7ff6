import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { addEmailConversation, assertShape, messagesOf } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

async function countUpdates(server: TestServer): Promise<number> {
  return (await server.core.store.all("select position from events where type = 'message.updated'")).length
}

test('an update takes status and error, keeps the error with `failed` only, and passes over the rest', async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, CHATWOOT)
  const { body: sent } = await messages.send({ content: 'Hello', content_attributes: { a: 1 } })
  const path = `/${sent.id}`
  const failed = await messages.call('PATCH', path, { body: { status: 'failed', external_error: 'No such number', content: 'Changed' } })
  assert.equal(failed.status, 200)
  assert.deepEqual(failed.body, { ...sent, status: 'failed', content_attributes: { a: 1, external_error: 'No such number' } })
  assertShape(CHATWOOT.message.Wire, failed.body)
  const read = await messages.call('PUT', path, { body: { status: 'read' } })
  assert.deepEqual(read.body, { ...sent, status: 'read', content_attributes: { a: 1, external_error: null } })
  assert.equal(await countUpdates(server), 2)
  for (const body of [
    { status: 'delivered' },
    { status: 'nonsense' },
    { status: 5 },
    { content: 'Changed' },
    { external_error: 'x' },
    {},
  ]) {
    const answer = await messages.call('PATCH', path, { body })
    assert.equal(answer.status, 200)
    assert.deepEqual(answer.body, read.body)
  }
  assert.equal((await messages.call('PATCH', path)).status, 200)
  assert.equal(await countUpdates(server), 2)
  assert.deepEqual((await messages.list()).body.payload, [read.body])
})

test('an update is for API inboxes only', async (t) => {
  const server = await startServer(t)
  const { account, tokens } = server.home
  const other = await addEmailConversation(server)
  const path = `/chatwoot/api/v1/accounts/${account.id}/conversations/${other.number}/messages`
  const sent = await server.call('POST', path, { token: tokens.chatwoot, body: { content: 'Hello' } })
  const answer = await server.call('PATCH', `${path}/${sent.body.id}`, { token: tokens.chatwoot, body: { status: 'read' } })
  assert.equal(answer.status, 403)
  assert.deepEqual(answer.body, { error: 'Message status update is only allowed for API inboxes' })
})

test('a tombstone takes no status, and an update with an Idempotency-Key is answered with the message as it now is', async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, CHATWOOT)
  const id = await messages.say('Secret')
  const update = () => messages.call('PATCH', `/${id}`, { body: { status: 'read' }, headers: { 'idempotency-key': 'u1' } })
  const [first, twin] = await Promise.all([update(), update()])
  assert.equal(first.status, 200)
  assert.deepEqual(twin.body, first.body)
  assert.equal(await countUpdates(server), 1)
  const deleted = await messages.call('DELETE', `/${id}`)
  assert.deepEqual((await update()).body, deleted.body)
  assert.deepEqual((await messages.call('PATCH', `/${id}`, { body: { status: 'failed' } })).body, deleted.body)
  assert.equal((await messages.call('PATCH', `/${id}`, { body: { status: 'sent' }, headers: { 'idempotency-key': 'u1' } })).status, 422)
})

test('a retry sends a failed message again and leaves any other as it is', async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, CHATWOOT)
  const { body: sent } = await messages.send({ content: 'Hello', content_attributes: { a: 1 } })
  const path = `/${sent.id}`
  await messages.call('PATCH', path, { body: { status: 'failed', external_error: 'x' } })
  const retried = await messages.call('POST', `${path}/retry`, { headers: { 'content-type': 'application/json' } })
  assert.equal(retried.status, 200)
  assert.deepEqual(retried.body, sent)
  await messages.call('PATCH', path, { body: { status: 'read' } })
  const unchanged = await messages.call('POST', `${path}/retry`)
  assert.equal(unchanged.body.status, 'read')
  const unknown = await messages.call('POST', '/999999/retry')
  assert.equal(unknown.status, 422)
  assert.match(unknown.body.error, /^Validation failed: /)
})

test('what is not there for the caller cannot be updated, and Ndoto and 99digital have no such calls', async (t) => {
  const server = await startServer(t)
  const { away } = server
  const messages = messagesOf(server, CHATWOOT)
  const id = await messages.say('Hello')
  const fromAway = `/chatwoot/api/v1/accounts/${away.account.id}/conversations/${away.conversation.number}/messages/${id}`
  const token = away.tokens.chatwoot
  assert.equal((await server.call('PATCH', fromAway, { token, body: { status: 'read' } })).status, 404)
  assert.equal((await server.call('POST', `${fromAway}/retry`, { token })).status, 422)
  assert.equal((await messages.call('PATCH', `/${id}`, { token, body: { status: 'read' } })).status, 401)
  assert.equal((await server.call('PATCH', `${messages.path}/${id}`, { body: { status: 'read' } })).status, 401)
  assert.equal((await messages.call('PATCH', '/abc', { body: { status: 'read' } })).status, 404)
  assert.equal((await messages.call('PATCH', `/${id}`, { body: [] })).status, 422)
  for (const profile of [NDOTO, DIGITAL99]) {
    const answer = await messagesOf(server, profile).call('PATCH', `/${id}`, { body: { status: 'read' } })
    assert.equal(answer.status, 404)
    assertShape(profile.Refusal, answer.body)
  }
  assert.equal(await countUpdates(server), 0)
})
