import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE, startServer } from '../../../../../test/harness.ts'
import { DIALECTS } from '../../../index.ts'

test('the connections of an account say what a client of each API is given, and nothing secret', async (t) => {
  const server = await startServer(t)
  const { home, away, core, url } = server
  const answer = await server.call('GET', '/parley/v1/connections', { token: home.secrets.ann })
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.body.url, url)
  assert.deepEqual(answer.body.account, { id: home.account.id, name: home.account.name })
  const { ids } = core
  const { id, number } = home.conversation
  const inbox = { accountId: home.account.id, inboxId: home.channel.id, conversationId: number }
  const given = Object.fromEntries(answer.body.connections.map((one: { dialect: string; ids: object }) => [one.dialect, one.ids]))
  assert.deepEqual(given, {
    chatwoot: { ...inbox, inboxIdentifier: home.channel.identifier },
    ndoto: inbox,
    '99digital': inbox,
    ondi: { tenantId: ids.toUuid('account', home.account.id), conversationId: ids.toUuid('conversation', id) },
    mews: {
      client: 'Sample Client 1.0.0',
      enterpriseId: ids.toUuid('account', home.account.id),
      messageThreadId: ids.toUuid('conversation', id),
    },
    tidysupport: { workspaceId: ids.toPrefixed('account', home.account.id), conversationId: ids.toPrefixed('conversation', id) },
    parley: { accountId: home.account.id, conversationId: id },
  })
  for (const { name, title, mount } of DIALECTS) {
    const one = answer.body.connections.find(({ dialect }: { dialect: string }) => dialect === name)
    assert.deepEqual([one.title, one.baseUrl], [title, url + mount])
    assert.ok(one.credential.names.length > 0 && one.credential.summary.endsWith('.'), name)
    assert.equal(one.actsAs.includes('application'), name === 'mews' || name === 'parley', name)
    assert.ok(!one.actsAs.includes('install'), name)
  }
  const secrets = [...Object.values(home.tokens), ...Object.values(home.secrets), server.clientToken, home.channel.hmacToken]
  for (const secret of [...secrets, away.channel.identifier]) assert.ok(!answer.text.includes(secret))
})

test('an agent is shown a channel and a conversation within their reach, and a customer no connections at all', {
  skip: ENGINE === 'postgres' && 'no SQL of its own',
}, async (t) => {
  const server = await startServer(t)
  const { home } = server
  const admin = home.tokens.chatwoot
  const base = `/chatwoot/api/v1/accounts/${home.account.id}`
  const closed = { inbox_id: home.channel.id, user_ids: [home.ann.id] }
  assert.equal((await server.call('POST', `${base}/inbox_members`, { token: admin, body: closed })).status, 200)
  const { status, body } = await server.call('GET', '/parley/v1/connections', { token: home.secrets.eve })
  assert.equal(status, 200)
  const chatwoot = body.connections.find(({ dialect }: { dialect: string }) => dialect === 'chatwoot')
  assert.deepEqual(chatwoot.ids, { accountId: home.account.id, inboxId: null, inboxIdentifier: null, conversationId: null })
  assert.equal((await server.call('GET', '/parley/v1/connections', { token: home.secrets.jane })).status, 403)
})
