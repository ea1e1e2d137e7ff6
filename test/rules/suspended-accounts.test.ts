import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPlace } from '../delivery/place.ts'
import { startReceiver } from '../delivery/start-receiver.ts'
import { startServer, type TestServer } from '../harness.ts'
import { mewsClient, say, threadId } from '../mews-client.ts'
import { digestStore } from './store-digest.ts'

type Call = [method: string, path: string, body?: object]

/** A read and a write of every dialect, and how each is refused while the account is suspended. */
function calls(server: TestServer): [token: string | undefined, call: Call, status: number, body: object][] {
  const { home, core } = server
  const { account, conversation, channel, tokens } = home
  const family = (name: string) => `/${name}/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`
  const ondi = `/ondi/messaging/conversations/${core.ids.toUuid('conversation', conversation.id)}/messages`
  const tidy = `/tidysupport/v1/workspaces/${core.ids.toPrefixed('account', account.id)}/support/inbox/conversations`
  const suspended = { error: 'Account is suspended' }
  const forbidden = { success: false, message: 'Forbidden' }
  const noAccess = { statusCode: 403, error: 'Forbidden', message: 'You do not have access to this workspace.' }
  const own = { error: { code: 'account_suspended', message: 'The account is suspended.', requestId: 'an id' } }
  const send = { content: 'Hello', message_type: 'outgoing' }
  const messages = `/parley/v1/conversations/${conversation.id}/messages`
  return [
    [tokens.chatwoot, ['GET', family('chatwoot')], 401, suspended],
    [tokens.chatwoot, ['POST', family('chatwoot'), send], 401, suspended],
    [tokens.chatwoot, ['GET', '/chatwoot/api/v1/profile'], 401, suspended],
    [undefined, ['POST', `/chatwoot/public/api/v1/inboxes/${channel.identifier}/contacts`, {}], 401, suspended],
    [tokens.ndoto, ['GET', family('ndoto')], 403, suspended],
    [tokens.ndoto, ['POST', family('ndoto'), send], 403, suspended],
    [tokens['99digital'], ['GET', family('99digital')], 401, suspended],
    [tokens['99digital'], ['POST', family('99digital'), send], 401, suspended],
    [tokens.ondi, ['GET', ondi], 403, forbidden],
    [tokens.ondi, ['POST', ondi, { content: 'Hello' }], 403, forbidden],
    [tokens.ondi, ['GET', '/ondi/users/me'], 403, forbidden],
    [tokens.tidysupport, ['GET', tidy], 403, noAccess],
    [tokens.tidysupport, ['GET', '/tidysupport/v1/customers'], 403, noAccess],
    [tokens.tidysupport, ['POST', '/tidysupport/v1/customers', { name: 'New', externalId: 'new-1' }], 403, noAccess],
    [tokens.parley, ['GET', messages], 403, own],
    [tokens.parley, ['POST', messages, { text: 'Hello' }], 403, own],
    [home.secrets.jane, ['GET', '/parley/v1/whoami'], 403, own],
  ]
}

async function suspend(server: TestServer, accountId: number): Promise<void> {
  await server.core.store.tx((tx) => tx.run("update accounts set status = 'suspended' where account_id = $1", [accountId]))
  server.core.accounts.clear()
}

test('a suspended account is closed in every dialect, in its own words, and nothing is written', async (t) => {
  const server = await startServer(t)
  for (const [token, [method, path, body]] of calls(server)) {
    const answer = await server.call(method, path, { token, body })
    assert.ok(answer.status < 400, `${method} ${path} before: ${answer.text}`)
  }
  await suspend(server, server.home.account.id)
  const before = await digestStore(server.core.store)
  for (const [token, [method, path, body], status, expected] of calls(server)) {
    const answer = await server.call(method, path, { token, body })
    if (answer.body.error?.requestId) answer.body.error.requestId = 'an id'
    assert.deepEqual({ path, status: answer.status, body: answer.body }, { path, status, body: expected })
  }
  assert.equal(await digestStore(server.core.store), before)
  assert.equal((await server.call('GET', '/parley/v1/whoami', { token: server.away.tokens.parley })).status, 200)
})

test('a suspension is noticed within a second, also when another process wrote it', async (t) => {
  let now = Date.now() * 1000
  const server = await startServer(t, { now: () => now })
  const { account, tokens } = server.home
  const read = () => server.call('GET', '/ndoto/api/v1/profile', { token: tokens.ndoto })
  assert.equal((await read()).status, 200)
  await server.core.store.tx((tx) => tx.run("update accounts set status = 'suspended' where account_id = $1", [account.id]))
  now += 1_000_001
  assert.equal((await read()).status, 403)
  await server.core.store.tx((tx) => tx.run("update accounts set status = 'active' where account_id = $1", [account.id]))
  now += 1_000_001
  assert.equal((await read()).status, 200)
})

test('a suspended enterprise is a 401 to its own token, and no longer part of a portfolio', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  await say(server, home, home.conversation, 'Here')
  await say(server, away, away.conversation, 'There')
  const own = mewsClient(server)
  const portfolio = mewsClient(server, 'portfolio')
  const both = [threadId(server, home.conversation), threadId(server, away.conversation)]
  const query = { MessageThreadIds: both, Limitation: { Count: 10 } }
  const threads = async () => {
    const { body } = await portfolio.post('messageThreads/getAll', query)
    return body.MessageThreads.map((thread: { Id: string }) => thread.Id)
  }
  assert.deepEqual((await threads()).sort(), both.toSorted())
  await suspend(server, home.account.id)
  const refused = await own.post('messages/getAll', { Limitation: { Count: 10 } })
  assert.deepEqual([refused.status, refused.body.Message], [401, 'Invalid AccessToken'])
  assert.deepEqual(await threads(), [threadId(server, away.conversation)])
  const EnterpriseIds = [server.core.ids.toUuid('account', home.account.id)]
  const named = await portfolio.post('messageThreads/getAll', { ...query, EnterpriseIds })
  assert.deepEqual([named.status, named.body.Message], [400, 'Invalid EnterpriseIds'])
  await suspend(server, away.account.id)
  const none = await portfolio.post('messageThreads/getAll', query)
  assert.deepEqual([none.status, none.body.Message], [401, 'Invalid AccessToken'])
})

test('a suspended account tells its webhooks nothing, and all of it once it is active again', async (t) => {
  const server = await startServer(t, { delivery: true })
  const { core, home } = server
  const receiver = await startReceiver(t)
  const set = async (status: string) => {
    await core.store.tx((tx) => tx.run('update accounts set status = $2 where account_id = $1', [home.account.id, status]))
    core.accounts.clear()
  }
  const made = await server.call('POST', '/parley/v1/webhooks', {
    token: home.tokens.parley,
    body: { url: receiver.url, events: ['message.*'] },
  })
  assert.equal(made.status, 201)
  await set('suspended')
  await openPlace(server).say(home.conversation.id, ['Told later'])
  await server.deliver()
  assert.deepEqual(receiver.received, [])
  await set('active')
  await server.deliver()
  assert.equal(receiver.taken.length, 1)
})
