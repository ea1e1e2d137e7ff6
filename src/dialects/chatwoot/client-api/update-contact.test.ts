import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { deskOf, snapshot } from '../desk-test.ts'
import { clientOf, hashOf, makeVisitor, NOT_FOUND } from './client-test.ts'

const idsOf = (list: { id: number }[]) => list.map((one) => one.id).sort()

test('a visitor who says to be somebody known is merged into them, and keeps their source id and conversation', async (t) => {
  const server = await startServer(t)
  const { jane } = server.home
  const { ok, call } = clientOf(server)
  const agent = deskOf(server, CHATWOOT)
  for (const said of [{ email: jane.email?.toUpperCase() }, { phone_number: '+4915112345' }, { identifier: 'jane-1' }]) {
    await agent.ok('PATCH', `/contacts/${jane.id}`, { phone_number: '+4915112345', identifier: 'jane-1' })
    const visitor = await makeVisitor(server, {})
    await ok('POST', `${visitor.inside}/messages`, { content: 'It is me, Jane' })
    const merged = await ok('PATCH', visitor.path, said)
    assert.deepEqual([merged.id, merged.source_id], [jane.id, visitor.contact.source_id])
    assert.deepEqual(idsOf(await ok('GET', `${visitor.path}/conversations`)), [visitor.conversation.id])
    assert.equal((await agent.call('GET', `/contacts/${visitor.contact.id}`)).status, 404)
    const [sent] = (await agent.ok('GET', `/conversations/${visitor.conversation.id}/messages`)).payload
    assert.equal(sent.sender.id, jane.id)
    for (const other of [server.home.conversation, server.home.ticket]) {
      const peek = await call('GET', `${visitor.path}/conversations/${other.number}/messages`)
      assert.deepEqual([peek.status, peek.body], NOT_FOUND)
    }
  }
})

test('the rest that was said is the contact’s as well', async (t) => {
  const server = await startServer(t)
  const visitor = await makeVisitor(server, {})
  const { ok } = clientOf(server)
  const merged = await ok('PUT', visitor.path, { email: server.home.jane.email, name: 'Jane Roe', custom_attributes: { plan: 'gold' } })
  assert.deepEqual([merged.id, merged.name], [server.home.jane.id, 'Jane Roe'])
  const shown = await deskOf(server, CHATWOOT).ok('GET', `/contacts/${server.home.jane.id}`)
  assert.deepEqual(shown.payload.custom_attributes, { plan: 'gold' })
})

test('a visitor merged by a proven identifier sees all of the contact’s conversations', async (t) => {
  const server = await startServer(t)
  const { home } = server
  await deskOf(server, CHATWOOT).ok('PATCH', `/contacts/${home.jane.id}`, { identifier: 'jane-1' })
  const visitor = await makeVisitor(server, {})
  const { ok, call } = clientOf(server)
  const wrong = await call('PATCH', visitor.path, { identifier: 'jane-1', identifier_hash: hashOf(home, 'other') })
  assert.deepEqual([wrong.status, wrong.body], [401, { error: 'HMAC failed: Invalid Identifier Hash Provided' }])
  await ok('PATCH', visitor.path, { identifier: 'jane-1', identifier_hash: hashOf(home, 'jane-1') })
  assert.deepEqual(
    idsOf(await ok('GET', `${visitor.path}/conversations`)),
    [home.conversation.number, home.ticket.number, visitor.conversation.id].sort(),
  )
})

test('somebody with an identifier of their own is not merged by another’s e-mail address: it is refused, and nothing is written', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { ok, call } = clientOf(server)
  const mallory = await makeVisitor(server, { identifier: 'mallory', identifier_hash: hashOf(home, 'mallory') })
  const before = await snapshot(server)
  for (const said of [
    { email: home.jane.email },
    { email: home.jane.email, identifier: 'mallory', identifier_hash: hashOf(home, 'mallory') },
  ]) {
    const answer = await call('PATCH', mallory.path, said)
    assert.deepEqual([answer.status, answer.body], [422, { message: 'Email has already been taken', attributes: ['email'] }])
  }
  assert.equal(await snapshot(server), before)
  assert.deepEqual(idsOf(await ok('GET', `${mallory.path}/conversations`)), [mallory.conversation.id])
})

test('whoever was matched without proof gives the contact no identifier, so no later proof of it opens anything', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { ok } = clientOf(server)
  const agent = deskOf(server, CHATWOOT)
  // Known by e-mail in another inbox only: the visitor's link is the first one here.
  const mail = await agent.ok('POST', '/inboxes', { name: 'Shop', channel: { type: 'api' } })
  const known = (await agent.ok('POST', '/contacts', { name: 'Kim', email: 'kim@customers.example', inbox_id: mail.id })).payload.contact
  const theirs = await agent.ok('POST', '/conversations', { inbox_id: mail.id, contact_id: known.id })
  const proof = { identifier: 'mallory', identifier_hash: hashOf(home, 'mallory') }
  // From the second time on somebody has it: Kim, whom the stranger only claims to be, is not merged into them either.
  for (const said of [proof, proof, { identifier: 'mallory' }]) {
    const stranger = await ok('POST', '/contacts', { email: 'kim@customers.example' })
    assert.equal(stranger.id, known.id)
    await ok('PATCH', `/contacts/${stranger.source_id}`, said)
    assert.equal((await agent.ok('GET', `/contacts/${known.id}`)).payload.identifier, null)
    const again = await ok('POST', '/contacts', proof)
    assert.notEqual(again.id, known.id)
    for (const { source_id } of [stranger, again]) {
      assert.ok(!idsOf(await ok('GET', `/contacts/${source_id}/conversations`)).includes(theirs.id))
    }
  }
})

test('an update that merged is repeated with its Idempotency-Key without a second one', async (t) => {
  const server = await startServer(t)
  const visitor = await makeVisitor(server, {})
  const { ok } = clientOf(server)
  const send = () => ok('PATCH', visitor.path, { email: server.home.jane.email }, { headers: { 'idempotency-key': 'merge' } })
  const first = await send()
  const before = await snapshot(server)
  assert.deepEqual(await send(), first)
  assert.equal(await snapshot(server), before)
})

test('a visitor with a token or a password is merged into nobody without proof, so neither comes to speak for another', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { call, ok } = clientOf(server)
  await deskOf(server, CHATWOOT).ok('PATCH', `/contacts/${home.jane.id}`, { identifier: 'jane-1', phone_number: '+4915112345' })
  const visitor = await makeVisitor(server, { email: 'eve@example.com' })
  const author = { kind: 'contact', id: visitor.contact.id }
  const admin = home.secrets.ann
  const made = await server.call('POST', '/parley/v1/tokens', { token: admin, body: { author } })
  const before = await snapshot(server)
  for (const said of [{ email: home.jane.email }, { phone_number: '+4915112345' }, { identifier: 'jane-1' }]) {
    const refused = await call('PATCH', visitor.path, said)
    assert.equal(refused.status, 422, JSON.stringify(said))
  }
  assert.equal(await snapshot(server), before)
  assert.equal((await server.call('GET', '/parley/v1/whoami', { token: made.body.secret })).body.author.id, visitor.contact.id)
  await server.call('DELETE', `/parley/v1/tokens/${made.body.id}`, { token: admin })
  const path = `/parley/v1/contacts/${visitor.contact.id}/password`
  assert.equal((await server.call('PUT', path, { token: admin, body: { password: 'long enough' } })).status, 204)
  assert.equal((await call('PATCH', visitor.path, { phone_number: '+4915112345' })).status, 422)
  // Proven to be her, they are her.
  const proof = { identifier: 'jane-1', identifier_hash: hashOf(home, 'jane-1') }
  assert.equal((await ok('PATCH', visitor.path, proof)).id, home.jane.id)
})

test('whoever was matched without proof does not change the address that a contact signs in with', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { ok } = clientOf(server)
  const jane = `/parley/v1/contacts/${home.jane.id}`
  await server.call('PATCH', jane, { token: home.secrets.ann, body: { phone: '+4915112345' } })
  await server.call('PUT', `${jane}/password`, { token: home.secrets.ann, body: { password: 'long enough' } })
  const matched = await ok('POST', '/contacts', { email: home.jane.email })
  for (const said of [{ email: '' }, { email: 'mallory@example.com' }, { email: null, name: 'Jane Roe' }]) {
    await ok('PATCH', `/contacts/${matched.source_id}`, said)
    // The same of somebody who becomes her by her number.
    const visitor = await makeVisitor(server, {})
    assert.equal((await ok('PATCH', visitor.path, { phone_number: '+4915112345', ...said })).id, home.jane.id)
  }
  const { body } = await server.call('GET', jane, { token: home.secrets.ann })
  assert.deepEqual([body.name, body.email], ['Jane Roe', home.jane.email])
  const login = await server.call('POST', '/ondi/auth/login', { body: { email: home.jane.email, password: 'long enough' } })
  assert.equal(login.status, 200)
})

test('a visitor’s attributes do not grow without end, however often some are added', async (t) => {
  const server = await startServer(t)
  const { call } = clientOf(server)
  const { path } = await makeVisitor(server, {})
  const add = async (custom_attributes: object) => (await call('PATCH', path, { custom_attributes })).status
  assert.equal(await add({ a: 'x'.repeat(600_000) }), 200)
  assert.equal(await add({ b: 'x'.repeat(600_000) }), 422)
  assert.equal(await add({ a: 'less' }), 200)
  assert.equal(await add({ b: 'x'.repeat(600_000) }), 200)
})
