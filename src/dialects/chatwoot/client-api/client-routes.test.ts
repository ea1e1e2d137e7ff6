import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { deskOf, snapshot } from '../desk-test.ts'
import { clientOf, hashOf, makeVisitor, NOT_FOUND } from './client-test.ts'

test('what belongs to another inbox or account does not exist', async (t) => {
  const server = await startServer(t)
  const { away } = server
  const { contact, conversation, inside } = await makeVisitor(server)
  const shop = await deskOf(server, CHATWOOT).ok('POST', '/inboxes', { name: 'Shop', channel: { type: 'api' } })
  const before = await snapshot(server)
  for (const client of [clientOf(server, away), clientOf(server, server.home, shop.inbox_identifier)]) {
    for (const [method, rest] of [
      ['GET', ''],
      ['PATCH', ''],
      ['GET', '/conversations'],
      ['POST', '/conversations'],
      ['GET', `/conversations/${conversation.id}`],
      ['GET', `/conversations/${conversation.id}/messages`],
      ['POST', `/conversations/${conversation.id}/messages`],
      ['POST', `/conversations/${conversation.id}/toggle_status`],
      ['POST', `/conversations/${conversation.id}/toggle_typing`],
      ['POST', `/conversations/${conversation.id}/update_last_seen`],
    ] as const) {
      const body = method === 'GET' ? undefined : { content: 'Hi' }
      const answer = await client.call(method, `/contacts/${contact.source_id}${rest}`, body)
      assert.deepEqual([answer.status, answer.body], NOT_FOUND, `${method} ${rest}`)
    }
  }
  const { call } = clientOf(server)
  for (const id of ['999', 'abc', '0', '-1']) {
    const answer = await call('GET', `${inside.replace(/\d+$/, id)}/messages`)
    assert.deepEqual([answer.status, answer.body], NOT_FOUND, id)
  }
  assert.equal(await snapshot(server), before)
})

test('one contact’s conversations in another inbox are listed once proven, but not written to from here', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const agent = deskOf(server, CHATWOOT)
  const shop = await agent.ok('POST', '/inboxes', { name: 'Shop', channel: { type: 'api' } })
  const client = clientOf(server)
  const zed = await client.ok('POST', '/contacts', { identifier: 'z', identifier_hash: hashOf(home, 'z') })
  const other = await agent.ok('POST', '/conversations', { inbox_id: shop.id, contact_id: zed.id })
  const path = `/contacts/${zed.source_id}/conversations`
  assert.deepEqual(
    (await client.ok('GET', path)).map((one: { id: number }) => one.id),
    [other.id],
  )
  await client.ok('GET', `${path}/${other.id}`)
  assert.equal((await client.call('GET', `${path}/${other.id}/messages`)).status, 404)
  assert.equal((await client.call('POST', `${path}/${other.id}/messages`, { content: 'Hi' })).status, 404)
})

test('a write repeated with its Idempotency-Key happens once; others may use the same key', async (t) => {
  const server = await startServer(t)
  const { ok, call } = clientOf(server)
  const { path, inside } = await makeVisitor(server)
  for (const [method, rest, body, other] of [
    ['POST', '/contacts', { name: 'A' }, { name: 'B' }],
    ['PATCH', path, { name: 'A' }, { name: 'B' }],
    ['POST', `${path}/conversations`, {}, { custom_attributes: { a: 1 } }],
    ['POST', `${inside}/messages`, { content: 'A' }, { content: 'B' }],
    ['POST', `${inside}/toggle_status`, {}, { a: 1 }],
    ['POST', `${inside}/update_last_seen`, {}, { a: 1 }],
    ['POST', `${inside}/toggle_typing`, {}, { typing_status: 'on' }],
  ] as const) {
    const headers = { 'idempotency-key': `${method} ${rest.split('/').at(-1)}` }
    const [first, twin] = await Promise.all([call(method, rest, body, { headers }), call(method, rest, body, { headers })])
    assert.deepEqual([first.status, twin.text], [200, first.text])
    const after = await snapshot(server)
    await ok(method, rest, body, { headers })
    assert.equal(await snapshot(server), after, rest)
    const refused = await call(method, rest, other, { headers })
    assert.equal(refused.status, 422, rest)
    assert.equal(await snapshot(server), after)
  }
  const second = await makeVisitor(server, { name: 'Second' })
  await ok('POST', `${second.inside}/messages`, { content: 'Mine' }, { headers: { 'idempotency-key': 'POST messages' } })
})

test('what cannot be read is refused in the vendor’s words, and nothing is written', async (t) => {
  const server = await startServer(t)
  const { call } = clientOf(server)
  const { path, inside } = await makeVisitor(server)
  const before = await snapshot(server)
  const tooLong = await call('POST', `${inside}/messages`, { content: 'x'.repeat(150_001) })
  assert.deepEqual(
    [tooLong.status, tooLong.body],
    [422, { message: 'Content is too long (maximum is 150000 characters)', attributes: ['content'] }],
  )
  for (const [method, rest, body] of [
    ['POST', `${inside}/messages`, { content: 7 }],
    ['POST', `${inside}/messages`, []],
    ['POST', '/contacts', { email: 'nobody' }],
    ['POST', '/contacts', { source_id: 'x'.repeat(256) }],
    ['PATCH', path, { name: ['x'] }],
    ['PATCH', path, { identifier: 'zed', email: server.home.jane.email }],
    ['POST', `${path}/conversations`, { custom_attributes: 7 }],
  ] as const) {
    assert.equal((await call(method, rest, body)).status, 422, JSON.stringify(body))
    const malformed = await call(method, rest, undefined, { raw: '{', headers: { 'content-type': 'application/json' } })
    assert.equal(malformed.status, 400)
    const xml = await call(method, rest, undefined, { raw: '<a/>', headers: { 'content-type': 'application/xml' } })
    assert.equal(xml.status, 415)
  }
  assert.equal(await snapshot(server), before)
})

test('the conventions of the agents’ side hold here: endings of an address, forms, PUT, a content type without a body', async (t) => {
  const server = await startServer(t)
  const { ok } = clientOf(server)
  const { inside, path, conversation } = await makeVisitor(server)
  const base = `/public/api/v1/inboxes/${server.home.channel.identifier}`
  for (const address of [`${base}/`, `${base}.json`, `${base}${path}/`, `${base}${inside}/messages.json`]) {
    for (const mount of ['/chatwoot', '']) assert.equal((await server.call('GET', mount + address)).status, 200, mount + address)
  }
  const json = { 'content-type': 'application/json' }
  await ok('GET', path, undefined, { headers: json })
  await ok('POST', `${inside}/update_last_seen`, undefined, { headers: json })
  await ok('POST', `${inside}/toggle_typing/`, undefined, { headers: json })
  assert.deepEqual(await ok('PUT', path, { name: 'Zoe' }), await ok('PATCH', path, { name: 'Zoe' }))
  const form = new FormData()
  form.set('content', 'Multipart')
  for (const [body, content] of [
    [new URLSearchParams({ content: 'Urlencoded' }), 'Urlencoded'],
    [form, 'Multipart'],
  ] as const) {
    const sent = await fetch(`${server.url}/chatwoot${base}${inside}/messages`, { method: 'POST', body })
    const message = (await sent.json()) as Record<string, unknown>
    assert.deepEqual([sent.status, message.content, message.message_type], [200, content, 0])
    assert.equal(message.conversation_id, conversation.id)
  }
  const made = await fetch(`${server.url}/chatwoot${base}/contacts`, {
    method: 'POST',
    body: new URLSearchParams({ name: 'Kim', 'custom_attributes[plan]': 'gold' }),
  })
  const { id } = (await made.json()) as { id: number }
  const shown = await deskOf(server, CHATWOOT).ok('GET', `/contacts/${id}`)
  assert.deepEqual(shown.payload.custom_attributes, { plan: 'gold' })
})
