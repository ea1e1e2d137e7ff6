import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { deskOf, snapshot } from '../desk-test.ts'
import { clientOf, hashOf, NOT_FOUND } from './client-test.ts'

test('a known source id gives its contact; a stranger gets an invented name', async (t) => {
  const server = await startServer(t)
  const { ok } = clientOf(server)
  const contact = await ok('POST', '/contacts', { source_id: 'app-1', name: 'Zed' })
  assert.equal(contact.source_id, 'app-1')
  assert.deepEqual(await ok('POST', '/contacts', { source_id: 'app-1', name: 'Other' }), contact)
  assert.match((await ok('POST', '/contacts')).name, /^[a-z]+-[a-z]+-\d{3}$/)
})

test('whoever is matched by e-mail, phone or identifier opens only what they began themselves', async (t) => {
  const server = await startServer(t)
  const { jane, conversation } = server.home
  const { ok, call } = clientOf(server)
  const stranger = await ok('POST', '/contacts', { email: jane.email?.toUpperCase() })
  assert.equal(stranger.id, jane.id)
  const path = `/contacts/${stranger.source_id}`
  assert.deepEqual(await ok('GET', `${path}/conversations`), [])
  const before = await snapshot(server)
  for (const [method, rest, body] of [
    ['GET', '', undefined],
    ['GET', '/messages', undefined],
    ['POST', '/messages', { content: 'Hi' }],
    ['POST', '/toggle_status', undefined],
    ['POST', '/toggle_typing', undefined],
    ['POST', '/update_last_seen', undefined],
  ] as const) {
    const answer = await call(method, `${path}/conversations/${conversation.number}${rest}`, body)
    assert.deepEqual([answer.status, answer.body], NOT_FOUND, rest)
  }
  assert.equal(await snapshot(server), before)
  const own = await ok('POST', `${path}/conversations`)
  assert.deepEqual(
    (await ok('GET', `${path}/conversations`)).map((one: { id: number }) => one.id),
    [own.id],
  )
})

test('a proven identity opens all of the contact’s conversations; a wrong proof is refused', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { ok, call } = clientOf(server)
  const agent = deskOf(server, CHATWOOT)
  await agent.ok('PATCH', `/contacts/${home.jane.id}`, { identifier: 'jane-1' })
  const refusal = [401, { error: 'HMAC failed: Invalid Identifier Hash Provided' }]
  const before = await snapshot(server)
  for (const identifier_hash of ['0'.repeat(64), 'xyz', hashOf(home, 'other'), hashOf(server.away, 'jane-1')]) {
    const answer = await call('POST', '/contacts', { identifier: 'jane-1', identifier_hash })
    assert.deepEqual([answer.status, answer.body], refusal)
  }
  assert.deepEqual((await call('POST', '/contacts', { identifier_hash: hashOf(home, '') })).status, 401)
  assert.equal(await snapshot(server), before)
  const jane = await ok('POST', '/contacts', { identifier: 'jane-1', identifier_hash: hashOf(home, 'jane-1') })
  assert.equal(jane.id, home.jane.id)
  const ids = (await ok('GET', `/contacts/${jane.source_id}/conversations`)).map((one: { id: number }) => one.id)
  assert.deepEqual(new Set(ids), new Set([home.conversation.number, home.ticket.number]))
  await ok('POST', `/contacts/${jane.source_id}/conversations/${home.conversation.number}/messages`, { content: 'It is me' })
})

test('somebody matched without proof does not become the contact by an identifier of their own', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { ok } = clientOf(server)
  const stranger = await ok('POST', '/contacts', { email: home.jane.email })
  const path = `/contacts/${stranger.source_id}`
  await ok('PATCH', path, { identifier: 'mallory', identifier_hash: hashOf(home, 'mallory') })
  assert.deepEqual(await ok('GET', `${path}/conversations`), [])
})

test('an inbox that demands a proof takes nobody without one', async (t) => {
  const server = await startServer(t)
  const { home } = server
  await deskOf(server, CHATWOOT).ok('PATCH', `/inboxes/${home.channel.id}`, { channel: { hmac_mandatory: true } })
  const { ok, call } = clientOf(server)
  assert.equal((await ok('GET', '')).identity_validation_enabled, true)
  for (const body of [undefined, { name: 'Zed' }, { identifier: 'z' }]) assert.equal((await call('POST', '/contacts', body)).status, 401)
  const zed = await ok('POST', '/contacts', { identifier: 'z', identifier_hash: hashOf(home, 'z') })
  await ok('GET', `/contacts/${zed.source_id}`)
  await ok('PATCH', `/contacts/${zed.source_id}`, { name: 'Zed' })
  await ok('POST', '/contacts', { identifier: 'z', identifier_hash: hashOf(home, 'z') })
})
