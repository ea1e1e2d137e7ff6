import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { assertShape, countWrites, messagesOf, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

test('Ndoto and 99digital answer a delete with an empty 200, the message is gone, and the second time it is unknown', async (t) => {
  const server = await startServer(t)
  for (const profile of [NDOTO, DIGITAL99]) {
    const messages = messagesOf(server, profile)
    const kept = await messages.say('Stays')
    const id = await messages.say('Goes')
    const deleted = await messages.call('DELETE', `/${id}`, { headers: { 'content-type': 'application/json' } })
    assert.equal(deleted.status, 200)
    assert.equal(deleted.text, '')
    assert.deepEqual(
      (await messages.list()).body.payload.map((one: { id: number }) => one.id),
      [kept],
    )
    const before = await countWrites(server)
    const again = await messages.call('DELETE', `/${id}`)
    assert.equal(again.status, 404)
    assert.deepEqual(again.body, { error: 'Resource could not be found' })
    assert.deepEqual(await countWrites(server), before)
    await messages.call('DELETE', `/${kept}`)
  }
})

test('Chatwoot keeps a tombstone in the list and deletes it again with 200', async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, CHATWOOT)
  const sent = await messages.send({ content: 'Secret', source_id: 's', content_attributes: { a: 1 } })
  const tombstone = { ...sent.body, content: 'This message was deleted', content_attributes: { deleted: true } }
  const deleted = await messages.call('DELETE', `/${sent.body.id}`)
  assert.equal(deleted.status, 200)
  assert.deepEqual(deleted.body, tombstone)
  assertShape(CHATWOOT.message.Wire, deleted.body)
  assert.deepEqual((await messages.list()).body.payload, [tombstone])
  const before = await countWrites(server)
  const again = await messages.call('DELETE', `/${sent.body.id}`)
  assert.equal(again.status, 200)
  assert.deepEqual(again.body, tombstone)
  assert.deepEqual(await countWrites(server), before)
  assert.deepEqual((await messagesOf(server, NDOTO).list()).body.payload, [])
  const stored = await server.core.store.all('select * from messages')
  assert.equal(JSON.stringify(stored).includes('Secret'), false)
})

test('a delete with an Idempotency-Key is done once and answered twice alike', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const messages = messagesOf(server, profile)
    const id = await messages.say('Goes')
    const headers = { 'idempotency-key': `delete in ${profile.name}` }
    const [first, twin] = await Promise.all([
      messages.call('DELETE', `/${id}`, { headers }),
      messages.call('DELETE', `/${id}`, { headers }),
    ])
    assert.equal(first.status, 200)
    assert.equal(twin.status, 200)
    assert.equal(twin.text, first.text)
    const other = await messages.say('Stays')
    assert.equal((await messages.call('DELETE', `/${other}`, { headers })).status, 422)
    const events = await server.core.store.all("select position from events where type = 'message.deleted' and message_id = $1", [id])
    assert.equal(events.length, 1)
  }
})

test('what is not there for the caller cannot be deleted', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  for (const profile of PROFILES) {
    const messages = messagesOf(server, profile)
    const id = await messages.say('Stays')
    const inTicket = `${profile.mount}/api/v1/accounts/${home.account.id}/conversations/${home.ticket.number}/messages/${id}`
    assert.equal((await server.call('DELETE', inTicket, { token: home.tokens[profile.name] })).status, 404)
    const fromAway = `${profile.mount}/api/v1/accounts/${away.account.id}/conversations/${away.conversation.number}/messages/${id}`
    assert.equal((await server.call('DELETE', fromAway, { token: away.tokens[profile.name] })).status, 404)
    const foreign = await messages.call('DELETE', `/${id}`, { token: away.tokens[profile.name] })
    assert.equal(foreign.status, profile === NDOTO ? 403 : 401)
    assert.equal((await server.call('DELETE', `${messages.path}/${id}`)).status, 401)
    for (const unknown of ['999999', 'abc', '0', '9'.repeat(30)]) {
      assert.equal((await messages.call('DELETE', `/${unknown}`)).status, 404, unknown)
    }
  }
  const events = await server.core.store.all("select position from events where type = 'message.deleted'")
  assert.equal(events.length, 0)
})
