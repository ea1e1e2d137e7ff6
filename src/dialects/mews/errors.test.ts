import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { assertRefused, countRows, mewsClient } from '../../../test/mews-client.ts'
import { createToken } from '../../core/tokens/create-token.ts'

const OPERATIONS = [
  'configuration/get',
  'enterprises/getAll',
  'messageThreads/add',
  'messageThreads/getAll',
  'messages/add',
  'messages/getAll',
]

test('what is no JSON object is Invalid JSON in every operation, whatever it says it is', async (t) => {
  const server = await startServer(t)
  const before = await countRows(server)
  const json = { 'content-type': 'application/json' }
  for (const operation of OPERATIONS) {
    const path = `/api/connector/v1/${operation}`
    const send = (raw: string | undefined, headers: Record<string, string> = json) => server.call('POST', path, { raw, headers })
    assertRefused(await send('{"ClientToken": "x",}'), 400, 'Invalid JSON')
    assertRefused(await send('nonsense'), 400, 'Invalid JSON')
    assertRefused(await send(''), 400, 'Invalid JSON')
    assertRefused(await send(undefined, {}), 400, 'Invalid JSON')
    for (const raw of ['[]', '"text"', '5', 'null', `${'['.repeat(100)}${']'.repeat(100)}`])
      assertRefused(await send(raw), 400, 'Invalid JSON')
    const { credentials } = mewsClient(server)
    assertRefused(await send(JSON.stringify(credentials), { 'content-type': 'text/plain' }), 400, 'Invalid JSON')
    assertRefused(await send('ClientToken=x', { 'content-type': 'application/x-www-form-urlencoded' }), 400, 'Invalid JSON')
    assertRefused(await send(JSON.stringify({ ...credentials, Client: 'a\0b' })), 400, 'Invalid JSON')
  }
  assert.deepEqual(await countRows(server), before)
})

test('a charset in the content type is understood', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  assert.equal((await post('configuration/get', {}, { 'content-type': 'application/json; charset=utf-8' })).status, 200)
})

test('each credential that is missing, malformed, unknown or of the wrong kind is a 401 that names it, before anything else is looked at', async (t) => {
  const server = await startServer(t)
  const before = await countRows(server)
  const { credentials, post } = mewsClient(server)
  const { ClientToken, AccessToken } = credentials
  const unknown = `${'0'.repeat(32)}-${'0'.repeat(31)}`
  for (const operation of OPERATIONS) {
    for (const bad of [
      undefined,
      null,
      '',
      5,
      {},
      unknown,
      AccessToken,
      server.home.tokens.ndoto,
      server.installToken,
      server.portfolioToken,
    ]) {
      assertRefused(await post(operation, { ClientToken: bad }), 401, 'Invalid ClientToken')
    }
    for (const bad of [
      undefined,
      null,
      '',
      true,
      [],
      unknown,
      ClientToken,
      server.home.tokens.ndoto,
      server.installToken,
      server.stranger.accessToken,
    ]) {
      assertRefused(await post(operation, { AccessToken: bad }), 401, 'Invalid AccessToken')
    }
    assertRefused(await post(operation, { ClientToken: server.stranger.clientToken }), 401, 'Invalid AccessToken')
    const inHeader = await server.call('POST', `/api/connector/v1/${operation}`, { token: AccessToken, body: { Client: 'x' } })
    assertRefused(inHeader, 401, 'Invalid ClientToken')
  }
  assert.deepEqual(await countRows(server), before)
})

test('an expired token is a 401', async (t) => {
  let clock = 1_767_600_000_000_000
  const server = await startServer(t, { now: () => clock })
  const { core, application, home } = server
  const { secret } = await core.store.tx((tx) =>
    createToken(core, tx, {
      accountId: home.account.id,
      author: application,
      applicationId: application.id,
      scope: 'api',
      dialect: 'mews',
      label: 'short',
      expiresAt: clock + 1_000_000,
    }),
  )
  const { post } = mewsClient(server)
  assert.equal((await post('configuration/get', { AccessToken: secret })).status, 200)
  clock += 1_000_000
  assertRefused(await post('configuration/get', { AccessToken: secret }), 401, 'Invalid AccessToken')
})

test('Client must be there, and is looked at after the tokens', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  for (const operation of OPERATIONS) assertRefused(await post(operation, { Client: undefined }), 400, 'Invalid Client')
  for (const bad of [null, '', 5]) assertRefused(await post('configuration/get', { Client: bad }), 400, 'Invalid Client')
  assertRefused(await post('configuration/get', { Client: '', AccessToken: 'nobody' }), 401, 'Invalid AccessToken')
})

test('languages and properties nobody knows are ignored', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  for (const extra of [{ LanguageCode: 'en-US', CultureCode: 'en-US' }, { LanguageCode: null }, { Extent: { Anything: true } }]) {
    assert.equal((await post('configuration/get', extra)).status, 200)
  }
})

test('another spelling, a trailing slash, another method and another operation are a 404', async (t) => {
  const server = await startServer(t)
  const body = mewsClient(server).credentials
  const post = (path: string) => server.call('POST', path, { body })
  for (const path of [
    'messages/getall',
    'Messages/getAll',
    'messages/getAll/',
    'messages//getAll',
    'messages',
    'customers/getAll',
    'messages/delete',
  ]) {
    assertRefused(await post(`/api/connector/v1/${path}`), 404, 'No such address')
    assertRefused(await post(`/mews/api/connector/v1/${path}`), 404, 'No such address')
  }
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    assertRefused(await server.call(method, '/api/connector/v1/messages/getAll'), 404, 'No such address')
  }
})

test('an address is looked at before the size of a body, its size before what it says, and that before the tokens', async (t) => {
  const server = await startServer(t)
  const json = { 'content-type': 'application/json' }
  const large = JSON.stringify({ ClientToken: 'nobody', Padding: 'x'.repeat(10 * 1024 * 1024) })
  for (const operation of ['customers/getAll', 'messages/getall']) {
    const path = `/api/connector/v1/${operation}`
    assertRefused(await server.call('POST', path, { raw: '{"ClientToken":', headers: json }), 404, 'No such address')
    assertRefused(await server.call('POST', path, { raw: 'x', headers: { 'content-type': 'text/plain' } }), 404, 'No such address')
    assertRefused(await server.call('POST', path, { raw: large, headers: json }), 404, 'No such address')
  }
  assertRefused(
    await server.call('PUT', '/api/connector/v1/messages/getAll', { raw: '{"ClientToken":', headers: json }),
    404,
    'No such address',
  )
  for (const operation of OPERATIONS) {
    const path = `/api/connector/v1/${operation}`
    assertRefused(await server.call('POST', path, { raw: large.slice(0, -1), headers: json }), 413, 'The request body is too large')
    assertRefused(await server.call('POST', path, { raw: '{"ClientToken":"nobody"', headers: json }), 400, 'Invalid JSON')
  }
})

test('a body over 10 MiB is a 413', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  assertRefused(await post('configuration/get', { Padding: 'x'.repeat(10 * 1024 * 1024) }), 413, 'The request body is too large')
})

test('Request-Id is on every response and never twice the same', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const first = await post('configuration/get')
  const second = await post('configuration/get')
  for (const answer of [first, second]) assert.match(answer.headers.get('request-id') ?? '', /^[0-9a-f-]{36}$/)
  assert.notEqual(first.headers.get('request-id'), second.headers.get('request-id'))
  assert.match(first.headers.get('content-type') ?? '', /^application\/json/)
})

test('an Idempotency-Key that is none is refused', async (t) => {
  const server = await startServer(t)
  const { post } = mewsClient(server)
  const body = { OriginalSender: 'Jane', Subject: 'Hello' }
  assertRefused(await post('messageThreads/add', body, { 'idempotency-key': '' }), 400, 'Invalid Idempotency-Key')
  assertRefused(await post('messageThreads/add', body, { 'idempotency-key': 'k'.repeat(256) }), 400, 'Invalid Idempotency-Key')
})
