import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, startServer } from '../../test/harness.ts'
import type { DialectName } from '../model/token.ts'

test("the vendors' own paths work at the root, each in its own dialect", async (t) => {
  const server = await startServer(t)
  const { account, conversation, tokens } = server.home
  const { ids } = server.core
  const uuid = ids.toUuid('conversation', conversation.id)
  const bearer = (dialect: DialectName) => ({ token: tokens[dialect] })
  const ondi = await server.call('GET', `/messaging/conversations/${uuid}/messages`, bearer('ondi'))
  assert.equal(ondi.body.success, true)
  assert.equal((await server.call('GET', `/v1/messaging/conversations/${uuid}/messages`, bearer('ondi'))).body.success, true)
  const tidy = `/v1/workspaces/${ids.toPrefixed('account', account.id)}/support/inbox/conversations`
  assert.ok((await server.call('GET', tidy, bearer('tidysupport'))).body.conversations)
  const credentials = { ClientToken: server.clientToken, AccessToken: tokens.mews, Client: 'Test 1.0.0' }
  const mews = await server.call('POST', '/api/connector/v1/configuration/get', { body: credentials })
  assert.equal(mews.status, 200)
  assert.ok(mews.body.Enterprise)
})

test('where the Chatwoot family shares a path at the root, the token says in whose words the answer is', async (t) => {
  const server = await startServer(t)
  const { account, conversation, tokens } = server.home
  const path = `/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`
  await server.call('POST', `/ndoto${path}`, { token: tokens.ndoto, body: { content: 'Hi', message_type: 'outgoing' } })
  const typeOf = async (dialect: DialectName) => (await server.call('GET', path, { token: tokens[dialect] })).body.payload[0].message_type
  assert.equal(await typeOf('ndoto'), 'outgoing')
  assert.equal(await typeOf('chatwoot'), 1)
  assert.equal(await typeOf('99digital'), 2)
  const nobody = await server.call('GET', path, { token: 'nobody-has-this-token' })
  assert.deepEqual([nobody.status, nobody.body], [401, { error: 'Invalid Access Token' }])
})

test('a prefix wins over the token and over the host name', async (t) => {
  const server = await startServer(t, { parts: { hosts: new Map([['localhost', 'chatwoot']]) } })
  const { account, conversation, tokens } = server.home
  const path = `/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`
  await server.call('POST', `/ndoto${path}`, { token: tokens.ndoto, body: { content: 'Hi', message_type: 'outgoing' } })
  const named = server.url.replace('127.0.0.1', 'localhost')
  const typeAt = async (url: string) => (await call(url, 'GET', { token: tokens['99digital'] })).body.payload[0].message_type
  assert.equal(await typeAt(server.url + path), 2)
  assert.equal(await typeAt(named + path), 1, 'the host name is before the token')
  assert.equal(await typeAt(`${named}/ndoto${path}`), 'outgoing', 'the prefix is before the host name')
  assert.equal((await call(`${named}/healthz`, 'GET')).body.status, 'ok', 'what the server answers itself it answers under every name')
  assert.equal((await call(`${named}/files/none/none`, 'GET')).status, 404)
})

test('the family takes a trailing slash and .json; Mews does not', async (t) => {
  const server = await startServer(t)
  const { account, tokens } = server.home
  for (const tail of ['', '/', '.json', '.json?page=1']) {
    assert.equal(
      (await server.call('GET', `/chatwoot/api/v1/accounts/${account.id}/inboxes${tail}`, { token: tokens.chatwoot })).status,
      200,
      tail,
    )
  }
  assert.equal((await server.call('POST', '/mews/api/connector/v1/configuration/get/', { body: {} })).status, 404)
})

test('what is nobody’s path is answered plainly', async (t) => {
  const server = await startServer(t)
  const answer = await server.call('GET', '/no/such/page')
  assert.deepEqual([answer.status, answer.body.error.code], [404, 'route_not_found'])
})
