import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { createToken } from '../../core/tokens/create-token.ts'
import { DIGITAL99 } from './99digital.ts'
import { CHATWOOT } from './chatwoot.ts'
import { addMember, messagesOf, PROFILES } from './family-test.ts'
import { NDOTO } from './ndoto.ts'

test('the token is taken from the vendor’s header in both spellings, or as a Bearer token; the vendor’s header wins', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { path } = messagesOf(server, profile)
    const token = server.home.tokens[profile.name]
    for (const headers of [
      { api_access_token: token },
      { API_ACCESS_TOKEN: token },
      { 'Api-Access-Token': token },
      { Authorization: `Bearer ${token}` },
      { api_access_token: token, Authorization: 'Bearer wrong' },
      { api_access_token: token, Authorization: 'Basic eDp5' },
    ] as Record<string, string>[]) {
      assert.equal((await server.call('GET', path, { headers })).status, 200, JSON.stringify(Object.keys(headers)))
    }
    assert.equal((await server.call('GET', path, { headers: { api_access_token: 'wrong', Authorization: `Bearer ${token}` } })).status, 401)
  }
})

test('a missing and a wrong credential are told apart by Chatwoot only', async (t) => {
  const server = await startServer(t)
  const invalid = { error: 'Invalid Access Token' }
  for (const profile of PROFILES) {
    const { path } = messagesOf(server, profile)
    const missing = await server.call('GET', path)
    assert.equal(missing.status, 401)
    const expected = profile === CHATWOOT ? { errors: ['You need to sign in or sign up before continuing.'] } : invalid
    assert.deepEqual(missing.body, expected)
    for (const token of ['wrong', 'x'.repeat(5000)]) {
      const wrong = await server.call('GET', path, { token })
      assert.equal(wrong.status, 401)
      assert.deepEqual(wrong.body, invalid)
    }
  }
})

test('tokens of contacts, applications and the installation are not valid here', async (t) => {
  const server = await startServer(t)
  const { home } = server
  for (const profile of PROFILES) {
    const { path } = messagesOf(server, profile)
    for (const token of [home.secrets.jane, home.tokens.mews, server.clientToken, server.portfolioToken, server.installToken]) {
      const answer = await server.call('GET', path, { token })
      assert.equal(answer.status, 401)
      assert.deepEqual(answer.body, { error: 'Invalid Access Token' })
    }
    assert.equal((await server.call('GET', path, { token: home.secrets.eve })).status, 200)
  }
})

test('another account is out of reach, in the words of each vendor', async (t) => {
  const server = await startServer(t)
  const answers = {
    chatwoot: [401, 'You are not authorized to access this account'],
    ndoto: [403, 'You are not authorized to do this action'],
    '99digital': [401, 'You are not authorized to access this account'],
  } as const
  const unknown = { chatwoot: 404, ndoto: 403, '99digital': 401 }
  for (const { name, mount } of PROFILES) {
    const token = server.home.tokens[name]
    const at = (account: string | number) => server.call('GET', `${mount}/api/v1/accounts/${account}/conversations/1/messages`, { token })
    const foreign = await at(server.away.account.id)
    assert.deepEqual([foreign.status, foreign.body.error], answers[name])
    assert.equal((await at(999_999)).status, unknown[name])
    for (const odd of ['abc', '0', `0${server.home.account.id}`, `${server.home.account.id}.0`, '9'.repeat(30)]) {
      const answer = await at(odd)
      assert.equal(answer.status, 404, `${name} ${odd}`)
      assert.deepEqual(answer.body, { error: 'Resource could not be found' })
    }
  }
})

test('a suspended account is closed, and so is a role that sees some conversations only', async (t) => {
  let now = 1_712_001_000_000_000
  const server = await startServer(t, { now: () => now })
  const { account } = server.home
  const driver = await addMember(server, 'Dan', 'driver')
  const refused = await messagesOf(server, CHATWOOT).call('GET', '', { token: driver.secret })
  assert.deepEqual([refused.status, refused.body], [401, { error: 'You are not authorized to do this action' }])
  assert.equal((await messagesOf(server, NDOTO).call('GET', '', { token: driver.secret })).status, 403)
  await server.core.store.tx((tx) => tx.run("update accounts set status = 'suspended' where account_id = $1", [account.id]))
  now += 5_000_000
  for (const [profile, status] of [
    [CHATWOOT, 401],
    [NDOTO, 403],
    [DIGITAL99, 401],
  ] as const) {
    const answer = await messagesOf(server, profile).send({ content: 'x', message_type: 'outgoing' })
    assert.deepEqual([answer.status, answer.body], [status, { error: 'Account is suspended' }])
  }
})

test('an expired token is not valid', async (t) => {
  let now = 1_712_001_000_000_000
  const server = await startServer(t, { now: () => now })
  const { core, home } = server
  const { secret } = await core.store.tx((tx) =>
    createToken(core, tx, {
      accountId: home.account.id,
      author: home.bob,
      scope: 'api',
      dialect: 'ndoto',
      label: 'short',
      expiresAt: now + 10,
    }),
  )
  const { path } = messagesOf(server, NDOTO)
  assert.equal((await server.call('GET', path, { token: secret })).status, 200)
  now += 10
  assert.equal((await server.call('GET', path, { token: secret })).status, 401)
})

test('at the root the token says which of the three is spoken', async (t) => {
  const server = await startServer(t)
  const { account, conversation, tokens } = server.home
  const path = `/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`
  const keys = async (token: string) => Object.keys((await server.call('GET', path, { token })).body)
  assert.deepEqual(await keys(tokens.ndoto), ['payload'])
  assert.deepEqual(await keys(tokens['99digital']), ['meta', 'payload'])
  const sent = await server.call('POST', `${path}/`, { token: tokens['99digital'], body: { content: 'x' } })
  assert.equal(sent.body.message_type, 2)
  const shown = await server.call('GET', `${path}.json`, { token: tokens.chatwoot })
  assert.equal(shown.body.payload[0].message_type, 1)
  assert.deepEqual((await server.call('GET', path)).body, { errors: ['You need to sign in or sign up before continuing.'] })
})

test('an unknown address or method is 404 in the shape of the vendor', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { call } = messagesOf(server, profile)
    for (const answer of [await call('GET', '/1/nothing'), await call('PUT'), await server.call('GET', `${profile.mount}/nothing`)]) {
      assert.equal(answer.status, 404)
      assert.deepEqual(answer.body, { error: 'Resource could not be found' })
    }
  }
})
