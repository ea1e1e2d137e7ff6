import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { keysOf, threeFaces } from './three-faces-test.ts'

// "Shared by all three" (chatwoot sheet 13): a test is a member of that list. Every test looks at one stored conversation through the three mounts.

test('the paths …/conversations/{c}/messages and …/messages/{m} are the same in all three', async (t) => {
  const server = await startServer(t)
  for (const { name, mount } of threeFaces(server).all.map((face) => face.profile)) {
    const base = `${mount}/api/v1/accounts/${server.home.account.id}/conversations/${server.home.conversation.number}/messages`
    const token = server.home.tokens[name]
    const sent = await server.call('POST', base, { token, body: { content: 'Hi', message_type: 'outgoing' } })
    assert.equal(sent.status, 200)
    assert.equal((await server.call('GET', base, { token })).status, 200)
    assert.equal((await server.call('DELETE', `${base}/${sent.body.id}`, { token })).status, 200)
  }
})

test('the header api_access_token is the credential of all three', async (t) => {
  const server = await startServer(t)
  for (const { profile, messages } of threeFaces(server).all) {
    const path = `${profile.mount}/api/v1/accounts/${server.home.account.id}${messages}`
    const headers = { api_access_token: server.home.tokens[profile.name] }
    assert.equal((await server.call('GET', path, { headers })).status, 200)
    assert.equal((await server.call('GET', path)).status, 401)
  }
})

test('message_type is a word in the requests of all three, never a number', async (t) => {
  const { all } = threeFaces(await startServer(t))
  for (const face of all) {
    assert.equal((await face.send({ content: 'x', message_type: 'incoming' })).status, 200)
    for (const message_type of [0, 1, 2]) assert.equal((await face.send({ content: 'x', message_type })).status, 422, face.profile.name)
  }
})

test('private marks a note in all three, and what one of them marked the others show', async (t) => {
  const { all } = threeFaces(await startServer(t))
  for (const by of all) {
    const note = (await by.say('Between us', { private: true })).id
    const open = (await by.say('To the customer')).id
    for (const face of all) assert.deepEqual([(await face.shown(note)).private, (await face.shown(open)).private], [true, false])
  }
})

test('content_type and content_attributes are taken and given back by all three', async (t) => {
  const { all } = threeFaces(await startServer(t))
  const content_attributes = { items: [{ title: 'One', value: '1' }] }
  for (const by of all) {
    const { id } = await by.say('Choose', { content_type: 'input_select', content_attributes })
    for (const face of all) {
      const shown = await face.shown(id)
      assert.deepEqual([shown.content_type, shown.content_attributes], ['input_select', content_attributes])
    }
  }
})

test('created_at is whole Unix seconds in all three', async (t) => {
  const { all } = threeFaces(await startServer(t, { now: () => 1_712_001_000_987_654 }))
  for (const by of all) {
    const { id } = await by.say('Now')
    for (const face of all) assert.equal((await face.shown(id)).created_at, 1_712_001_000)
  }
})

test('payload is the list’s key in all three', async (t) => {
  const { all } = threeFaces(await startServer(t))
  for (const face of all) {
    for (const path of [face.messages, '/contacts', `${face.person}/conversations`]) {
      assert.ok(Array.isArray((await face.ok('GET', path)).payload), `${face.profile.name} ${path}`)
    }
  }
})

test('conversations are listed as {data: {meta, payload}} in all three', async (t) => {
  const { all } = threeFaces(await startServer(t))
  for (const face of all) {
    const body = await face.ok('GET', '/conversations')
    assert.deepEqual(keysOf(body), ['data'])
    assert.deepEqual(keysOf(body.data), ['meta', 'payload'])
    assert.equal(body.data.payload.length, 2)
  }
})

test('error is the key of a refusal in all three', async (t) => {
  const { all } = threeFaces(await startServer(t))
  for (const face of all) {
    const unknown = await face.call('GET', '/conversations/999')
    assert.deepEqual([unknown.status, unknown.body], [404, { error: 'Resource could not be found' }])
    const invalid = await face.send({ content: 'x', message_type: 'poem' })
    assert.equal(invalid.status, 422)
    assert.deepEqual(keysOf(invalid.body), ['error'])
    const closed = await face.call('GET', '/conversations', undefined, { token: 'wrong' })
    assert.deepEqual([closed.status, closed.body], [401, { error: 'Invalid Access Token' }])
  }
})
