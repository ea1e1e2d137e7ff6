import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CallAnswer, startServer, type TestServer } from '../../test/harness.ts'

const preflight = {
  origin: 'https://shop.example',
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'api_access_token',
}
const isOpen = ({ headers }: CallAnswer) => headers.get('access-control-allow-origin') === '*'

function pathsOf({ home }: TestServer) {
  return {
    agents: (mount: string) => `${mount}/api/v1/accounts/${home.account.id}/inboxes`,
    visitors: (mount: string) => `${mount}/public/api/v1/inboxes/${home.channel.identifier}`,
  }
}

test('unless switched on, pages of other origins may call the Client API and nothing else', async (t) => {
  const server = await startServer(t)
  const { agents, visitors } = pathsOf(server)
  for (const mount of ['/chatwoot', '']) {
    for (const answer of [
      await server.call('OPTIONS', visitors(mount), { headers: preflight }),
      await server.call('OPTIONS', `${visitors(mount)}/contacts`, { headers: preflight }),
      await server.call('GET', visitors(mount)),
      await server.call('GET', `${visitors(mount)}/contacts/nobody`),
    ]) {
      assert.ok(isOpen(answer))
    }
  }
  for (const mount of ['/chatwoot', '/ndoto', '/99digital', '']) {
    const asked = await server.call('OPTIONS', agents(mount), { headers: preflight })
    assert.deepEqual([asked.status, isOpen(asked)], [404, false])
    assert.equal(isOpen(await server.call('GET', agents(mount), { token: server.home.tokens.chatwoot })), false)
  }
})

test('a dialect that is switched on answers a browser’s question without a credential, and lets the page read what follows', async (t) => {
  const server = await startServer(t, { parts: { pages: new Set(['chatwoot', 'ondi'] as const) } })
  const { agents, visitors } = pathsOf(server)
  for (const path of [agents('/chatwoot'), agents(''), visitors('/chatwoot'), '/ondi/messaging/conversations']) {
    const asked = await server.call('OPTIONS', path, { headers: preflight })
    assert.deepEqual([asked.status, asked.text, isOpen(asked)], [200, '', true], path)
    assert.equal(asked.headers.get('access-control-allow-headers'), 'api_access_token')
    assert.match(asked.headers.get('access-control-allow-methods') ?? '', /PATCH/)
  }
  for (const answer of [
    await server.call('GET', agents('/chatwoot'), { token: server.home.tokens.chatwoot }),
    await server.call('GET', agents('/chatwoot'), { token: 'wrong' }),
    await server.call('GET', '/chatwoot/nothing'),
  ]) {
    assert.ok(isOpen(answer), answer.text)
  }
  assert.equal((await server.call('OPTIONS', agents('/ndoto'), { headers: preflight })).status, 404)
})

test('of Parley’s own API pages of any origin may call what a visitor needs, with a token of theirs and no cookie', async (t) => {
  const server = await startServer(t)
  const origin = 'https://shop.example'
  const own = `/parley/v1/conversations/${server.home.conversation.id}`
  const open = [
    `${own}/messages`,
    `${own}/read`,
    `${own}/typing`,
    own,
    '/parley/v1/events',
    '/parley/v1/widget/any/session',
    '/parley/v1/widget/any/messages',
  ]
  for (const path of open) {
    const asked = await server.call('OPTIONS', path, { headers: { ...preflight, 'access-control-request-headers': 'authorization' } })
    assert.deepEqual([asked.status, isOpen(asked)], [200, true], path)
    assert.equal(asked.headers.get('access-control-allow-headers'), 'authorization')
    for (const answer of [asked, await server.call('POST', path, { headers: { origin, cookie: 'parley_session=any' } })]) {
      assert.equal(answer.headers.get('access-control-allow-credentials'), null, path)
    }
  }
  for (const token of [server.home.secrets.jane, 'wrong']) assert.ok(isOpen(await server.call('GET', own, { token, headers: { origin } })))
  for (const path of ['/parley/v1/contacts', '/parley/v1/members', '/parley/v1/tokens', '/parley/v1/messages/batch']) {
    assert.equal((await server.call('OPTIONS', path, { headers: preflight })).status, 404, path)
    assert.ok(!isOpen(await server.call('GET', path, { token: server.home.tokens.parley, headers: { origin } })), path)
  }
  const all = await startServer(t, { parts: { pages: new Set(['parley'] as const) } })
  assert.equal((await all.call('OPTIONS', '/parley/v1/contacts', { headers: preflight })).status, 200)
  assert.equal((await all.call('OPTIONS', '/parley/v1/events', { headers: preflight })).status, 200)
})
