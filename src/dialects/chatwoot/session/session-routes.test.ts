import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CallAnswer, startServer, type TestServer } from '../../../../test/harness.ts'
import { systemCtx } from '../../../core/accounts/create-account.ts'
import { updateMember } from '../../../core/members/create-member.ts'
import { hashPassword } from '../../../core/sessions/hash-password.ts'
import { setPassword } from '../../../core/sessions/set-password.ts'

const PASSWORD = 'correct horse'
const SIGN_IN_FIRST = { errors: ['You need to sign in or sign up before continuing.'] }
const WRONG = { success: false, errors: ['Invalid login credentials. Please try again.'] }

async function startWithPassword(t: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const server = await startServer(t)
  const { core, home } = server
  const hash = await hashPassword(core, PASSWORD)
  await core.store.tx(async (tx) => {
    for (const person of [home.ann, home.bob, home.jane]) await setPassword(systemCtx(core, home.account.id), tx, person, hash)
  })
  return server
}

function signIn(server: TestServer, email: string | null, password = PASSWORD): Promise<CallAnswer> {
  return server.call('POST', '/chatwoot/auth/sign_in', { body: { email, password } })
}

function sessionOf({ headers }: CallAnswer): Record<string, string> {
  return Object.fromEntries(['access-token', 'client', 'uid'].map((name) => [name, headers.get(name) ?? '']))
}

test('a member signs in, and the three headers of the answer open the account', async (t) => {
  const server = await startWithPassword(t)
  const { home } = server
  const answer = await signIn(server, home.ann.email)
  assert.equal(answer.status, 200, answer.text)
  const { data } = answer.body
  assert.deepEqual([data.id, data.uid, data.account_id, data.role], [home.ann.id, home.ann.email, home.account.id, 'administrator'])
  const headers = sessionOf(answer)
  assert.deepEqual([headers.uid, answer.headers.get('token-type')], [home.ann.email, 'Bearer'])
  assert.ok(Number(answer.headers.get('expiry')) > Date.now() / 1000)
  const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
  assert.equal((await server.call('GET', path, { headers })).status, 200)
  assert.equal((await server.call('GET', path.slice('/chatwoot'.length), { headers })).status, 200)
  const sent = await server.call('POST', path, { headers, body: { content: 'Hello' } })
  assert.equal(sent.body.sender.id, home.ann.id)
  const profile = await server.call('GET', '/chatwoot/api/v1/profile', { headers })
  assert.deepEqual([profile.body.id, profile.body.access_token], [home.ann.id, headers['access-token']])
  const form = await server.call('POST', '/auth/sign_in', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    raw: new URLSearchParams({ email: home.bob.email ?? '', password: PASSWORD }).toString(),
  })
  assert.deepEqual([form.status, form.body.data.id], [200, home.bob.id])
})

test('a session is looked at and ended; afterwards it opens nothing', async (t) => {
  const server = await startWithPassword(t)
  const answer = await signIn(server, server.home.ann.email)
  const headers = sessionOf(answer)
  const validate = () => server.call('GET', '/chatwoot/auth/validate_token', { headers })
  const valid = await validate()
  assert.deepEqual([valid.status, valid.body], [200, { payload: { success: true, data: answer.body.data } }])
  assert.deepEqual(sessionOf(valid), headers)
  const out = () => server.call('DELETE', '/auth/sign_out', { headers })
  const gone = await out()
  assert.deepEqual([gone.status, gone.body], [200, { success: true }])
  const profile = await server.call('GET', '/chatwoot/api/v1/profile', { headers })
  assert.deepEqual([profile.status, profile.body], [401, SIGN_IN_FIRST])
  assert.deepEqual([(await validate()).status, (await validate()).body], [401, WRONG])
  const twice = await out()
  assert.deepEqual([twice.status, twice.body], [404, { success: false, errors: ['User was not found or was not logged in.'] }])
})

test('headers that do not belong together are no session, and neither is a token made by hand', async (t) => {
  const server = await startWithPassword(t)
  const { home } = server
  const [ann, bob] = [sessionOf(await signIn(server, home.ann.email)), sessionOf(await signIn(server, home.bob.email))]
  const { client: _, ...withoutClient } = ann
  for (const headers of [
    { ...ann, client: bob.client },
    { ...ann, uid: bob.uid },
    withoutClient,
    { ...ann, 'access-token': 'wrong' },
    { ...ann, 'access-token': home.tokens.chatwoot },
  ] as Record<string, string>[]) {
    const answer = await server.call('GET', '/chatwoot/api/v1/profile', { headers })
    assert.deepEqual([answer.status, answer.body], [401, SIGN_IN_FIRST], JSON.stringify(headers))
    assert.equal((await server.call('DELETE', '/chatwoot/auth/sign_out', { headers })).status, 404)
  }
  assert.equal((await server.call('GET', '/chatwoot/api/v1/profile', { token: home.tokens.chatwoot })).status, 200)
})

test('a wrong password, a stranger, a customer and a driver are refused in the same words', async (t) => {
  const server = await startWithPassword(t)
  const { core, home } = server
  await core.store.tx((tx) => updateMember(systemCtx(core, home.account.id), tx, home.bob.id, { role: 'driver' }))
  for (const [email, password] of [
    [home.ann.email, 'wrong horse'],
    ['nobody@home.example', PASSWORD],
    [home.jane.email, PASSWORD],
    [home.bob.email, PASSWORD],
  ] as const) {
    const answer = await signIn(server, email, password)
    assert.deepEqual([answer.status, answer.body, answer.headers.get('access-token')], [401, WRONG, null], String(email))
  }
  const missing = await server.call('POST', '/chatwoot/auth/sign_in', { body: { email: home.ann.email } })
  assert.equal(missing.status, 422)
})

test('Ndoto and 99digital have no sessions', async (t) => {
  const server = await startWithPassword(t)
  const headers = sessionOf(await signIn(server, server.home.ann.email))
  for (const mount of ['/ndoto', '/99digital']) {
    assert.equal((await server.call('POST', `${mount}/auth/sign_in`, { body: { email: headers.uid, password: PASSWORD } })).status, 404)
  }
  const path = `/ndoto/api/v1/accounts/${server.home.account.id}/agents`
  assert.equal((await server.call('GET', path, { headers })).status, 401)
})
