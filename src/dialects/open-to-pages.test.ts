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
