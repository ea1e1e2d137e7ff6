import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCtx } from '../../core/accounts/create-account.ts'
import { updateMember } from '../../core/members/create-member.ts'
import { refusal, startTidy, type Tidy } from './test-client.ts'

/** Every route: its method, its path below a place's inbox or root, and a body it would take. */
function routesOf({ ids, inbox }: Tidy, conversation: number, contact: number): [string, string, unknown?][] {
  const thread = `${inbox}/conversations/${ids.toPrefixed('conversation', conversation)}`
  return [
    ['GET', `${thread}/messages`],
    ['POST', `${thread}/messages`, { contentText: 'Hi' }],
    ['GET', `${inbox}/conversations`],
    ['POST', `${inbox}/conversations`, { email: 'a@b.c', contentText: 'Hi' }],
    ['PUT', thread, { status: 'CLOSED' }],
    ['PUT', `${thread}/status`, { status: 'CLOSED' }],
    ['GET', `${inbox}/customers`],
    ['GET', `${inbox}/contacts/${ids.toPrefixed('contact', contact)}`],
    ['POST', `${inbox}/contacts`, { email: 'a@b.c' }],
    ['GET', '/tidysupport/v1/customers'],
    ['POST', '/tidysupport/v1/customers', { externalId: 'a' }],
    ['GET', '/tidysupport/v1/customers/lookup?externalId=a'],
    ['GET', `/tidysupport/v1/customers/${ids.toPrefixed('contact', contact)}`],
  ]
}

test('without an API key, or with something else, every route answers 401', async (t) => {
  const tidy = await startTidy(t)
  const { server, home, count } = tidy
  const before = await count('events')
  const none = [undefined, 'nobody', 'pk_live_abc', home.secrets.jane, home.tokens.mews, server.installToken, server.clientToken]
  for (const [method, path, body] of routesOf(tidy, home.conversation.id, home.jane.id)) {
    for (const token of none) {
      const answer = await server.call(method, path, { token, body })
      assert.equal(answer.status, 401, `${method} ${path}`)
      assert.deepEqual(answer.body, refusal(401, 'Unauthorized', 'Invalid API key.'))
    }
  }
  const basic = await server.call('GET', tidy.messages, { headers: { authorization: `Basic ${home.tokens.tidysupport}` } })
  assert.equal(basic.status, 401)
  assert.equal(await count('events'), before)
})

test("another workspace's key is refused whether or not the workspace exists, and its ids do not exist at home", async (t) => {
  const tidy = await startTidy(t)
  const { server, home, away, ids, call, count } = tidy
  const before = await count('events')
  for (const [method, path, body] of routesOf(tidy, home.conversation.id, home.jane.id)) {
    if (!path.startsWith(tidy.inbox)) continue
    for (const address of [path, path.replace(/wrk_\w+/, 'wrk_none'), path.replace(/wrk_\w+/, ids.toPrefixed('account', 999_999))]) {
      const answer = await server.call(method, address, { token: away.tokens.tidysupport, body })
      assert.equal(answer.status, 403, `${method} ${address}`)
      assert.deepEqual(answer.body, refusal(403, 'Forbidden', 'You do not have access to this workspace.'))
    }
  }
  for (const [method, path, body] of routesOf(tidy, away.conversation.id, away.jane.id)) {
    if (!/thd_|ctc_/.test(path)) continue
    assert.equal((await call(method, path, { body })).status, 404, `${method} ${path}`)
  }
  const awayCustomers = await server.call('GET', '/tidysupport/v1/customers', { token: away.tokens.tidysupport })
  assert.deepEqual(
    awayCustomers.body.items.map((one: { id: string }) => one.id),
    [ids.toPrefixed('contact', away.jane.id)],
  )
  assert.equal(await count('events'), before)
})

test('somebody who may see single conversations only has no use of this inbox', async (t) => {
  const { server, home, messages } = await startTidy(t)
  const ctx = systemCtx(server.core, home.account.id)
  await server.core.store.tx((tx) => updateMember(ctx, tx, home.bob.id, { role: 'driver' }))
  const answer = await server.call('GET', messages, { token: home.secrets.bob })
  assert.equal(answer.status, 403)
  assert.equal((await server.call('GET', messages, { token: home.secrets.eve })).status, 200)
})

test("the vendor's own paths at the root are this dialect, and unknown ones are answered in its words", async (t) => {
  const { server, messages, call } = await startTidy(t)
  const atRoot = messages.replace('/tidysupport', '')
  assert.deepEqual((await call('GET', atRoot)).body, (await call('GET', messages)).body)
  for (const path of ['/v1/customers/a/b', '/tidysupport/v1/customers/a/b']) {
    const answer = await server.call('POST', `${path}?key=secret`, { body: {} })
    assert.equal(answer.status, 404)
    assert.deepEqual(answer.body, refusal(404, 'Not Found', 'Route POST:/v1/customers/a/b not found'))
  }
  for (const path of ['/v1/analytics/overview', '/v1/workspaces/wrk_abc123/knowledge/articles', '/v1/webhooks/wh_abc/summary']) {
    const answer = await call('GET', path)
    assert.deepEqual([answer.status, answer.body], [404, refusal(404, 'Not Found', `Route GET:${path} not found`)])
  }
  const method = await call('DELETE', atRoot)
  assert.deepEqual(method.body, refusal(404, 'Not Found', `Route DELETE:${atRoot} not found`))
})
