import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer, type TestServer } from '../../test/harness.ts'
import { applySeed } from '../core/seed/apply-seed.ts'
import { DEMO_SEED } from '../core/seed/demo-seed.ts'
import { type AccountAccess, describeConnections } from './describe-connections.ts'

async function startDemo(t: TestContext): Promise<{ server: TestServer; demo: AccountAccess; secrets: string[] }> {
  const server = await startServer(t)
  const secrets = (await applySeed(server.core, DEMO_SEED)).secrets.map((made) => made.secret)
  const { accounts } = await describeConnections(server.core, server.url, secrets)
  const demo = accounts.find((account) => account.name === 'Acme Hotel')
  assert.ok(demo)
  return { server, demo, secrets }
}

test('what a client of each dialect has to be given has exactly the promised keys', async (t) => {
  const { server, demo } = await startDemo(t)
  const { url } = server
  const keys = Object.fromEntries(
    Object.entries(demo).map(([dialect, access]) => [dialect, typeof access === 'string' ? access : Object.keys(access)]),
  )
  assert.deepEqual(keys, {
    name: 'Acme Hotel',
    chatwoot: ['baseUrl', 'accountId', 'token', 'inboxId', 'inboxIdentifier', 'conversationId'],
    ndoto: ['baseUrl', 'accountId', 'token', 'inboxId', 'conversationId'],
    '99digital': ['baseUrl', 'accountId', 'token', 'inboxId', 'conversationId'],
    ondi: ['baseUrl', 'tenantId', 'users', 'conversationId'],
    mews: ['platformAddress', 'clientToken', 'accessToken', 'client', 'enterpriseId', 'messageThreadId'],
    tidysupport: ['baseUrl', 'workspaceId', 'apiKey', 'conversationId'],
    parley: ['baseUrl', 'accountId', 'token', 'conversationId'],
  })
  const bases = [demo.chatwoot.baseUrl, demo.ndoto.baseUrl, demo['99digital'].baseUrl, demo.ondi.baseUrl, demo.mews.platformAddress]
  assert.deepEqual(bases, [`${url}/chatwoot`, `${url}/ndoto`, `${url}/99digital`, `${url}/ondi`, `${url}/mews`])
  assert.deepEqual([demo.tidysupport.baseUrl, demo.parley.baseUrl], [`${url}/tidysupport`, `${url}/parley`])
  assert.match(demo.mews.clientToken ?? '', /^[0-9A-F]{32}-[0-9A-F]{31}$/)
  assert.match(demo.tidysupport.apiKey ?? '', /^ts_sk_live_/)
  assert.match(demo.tidysupport.conversationId ?? '', /^thd_[0-9A-Za-z]{24}$/)
})

test('OnDi users come with their roles, and one of them is not in the conversation', async (t) => {
  const { demo } = await startDemo(t)
  const users = demo.ondi.users.map(({ name, role, participant, token }) => [name, role, participant, typeof token])
  assert.deepEqual(users, [
    ['Ann Miller', 'system_admin', true, 'string'],
    ['Bob Stone', 'agent', true, 'string'],
    ['Dora Lind', 'dispatcher', true, 'string'],
    ['Dan Reyes', 'driver', true, 'string'],
    ['Nils Berg', 'dispatcher', false, 'string'],
    ['Olga Novak', 'system_admin', false, 'string'],
    ['Jane Doe', 'customer', true, 'string'],
  ])
})

test('with what is shown, every dialect reads the same conversation', async (t) => {
  const { server, demo } = await startDemo(t)
  const first = 'Hello! We will only arrive around 11 pm on Friday. Is that a problem?'
  const note = 'Room 204 is quiet and free, keep it for her.'
  const get = async (path: string, token: string | null | undefined) => {
    const { status, text } = await server.call('GET', path, { token: token ?? '' })
    assert.equal(status, 200, `${path}: ${text}`)
    return text
  }
  const family = (name: 'chatwoot' | 'ndoto' | '99digital') => {
    const { accountId, conversationId, token } = demo[name]
    return get(`/${name}/api/v1/accounts/${accountId}/conversations/${conversationId}/messages`, token)
  }
  const { ondi, mews, tidysupport, parley } = demo
  const credentials = { ClientToken: mews.clientToken, AccessToken: mews.accessToken, Client: mews.client }
  const asked = { ...credentials, MessageThreadIds: [mews.messageThreadId], Limitation: { Count: 10 } }
  const thread = await server.call('POST', '/mews/api/connector/v1/messages/getAll', { body: asked })
  assert.equal(thread.status, 200, thread.text)
  const workspace = `/tidysupport/v1/workspaces/${tidysupport.workspaceId}/support/inbox`
  const texts = {
    chatwoot: await family('chatwoot'),
    ndoto: await family('ndoto'),
    '99digital': await family('99digital'),
    ondi: await get(`/ondi/messaging/conversations/${ondi.conversationId}/messages`, ondi.users[0]?.token),
    mews: thread.text,
    tidysupport: await get(`${workspace}/conversations/${tidysupport.conversationId}/messages`, tidysupport.apiKey),
    parley: await get(`/parley/v1/conversations/${parley.conversationId}/messages`, parley.token),
  }
  for (const [dialect, text] of Object.entries(texts)) {
    assert.ok(text.includes(first), dialect)
    assert.equal(text.includes(note), dialect !== 'ondi' && dialect !== 'mews', `the note in ${dialect}`)
  }
})

test('an account whose secrets were not kept is listed without them, and a secret of another store is not shown', async (t) => {
  const { server, secrets } = await startDemo(t)
  const { accounts } = await describeConnections(server.core, server.url, ['a-secret-of-another-store'])
  assert.equal(accounts.length, 3)
  const text = JSON.stringify(accounts)
  for (const secret of [...secrets, 'a-secret-of-another-store']) assert.ok(!text.includes(secret))
  const home = accounts.find((account) => account.name === server.home.account.name)
  assert.equal(home?.parley.token, null)
  assert.equal(home?.mews.messageThreadId, server.core.ids.toUuid('conversation', server.home.conversation.id))
})
