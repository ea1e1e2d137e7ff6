import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestServer } from '../../../../../test/harness.ts'
import { refusal, startTidy } from '../../test-client.ts'
import { WEBHOOK_EVENTS } from '../../webhook.ts'

const HOOKS = '/tidysupport/v1/webhooks'
const URL = 'https://bridge.example:8443/hook?token=a'
const T0 = Date.parse('2026-02-03T04:05:06Z') * 1000

async function rowsOf({ core }: TestServer): Promise<unknown[]> {
  const rows = await core.store.all<object>('select * from webhooks order by id')
  return [...rows, ...(await core.store.all<object>("select * from events where type like 'webhook.%' order by account_id, position"))]
}

test('a webhook is made, shown, changed, paused and deleted; its secret is shown once', async (t) => {
  let now = T0
  const { call } = await startTidy(t, { now: () => now })
  assert.deepEqual((await call('GET', HOOKS)).body, { webhooks: { items: [], hasMore: false } })
  const made = await call('POST', HOOKS, { body: { url: URL, events: ['MESSAGE_CREATED', 'CONVERSATION_CLOSED', 'MESSAGE_CREATED'] } })
  assert.equal(made.status, 200, made.text)
  const { secret, ...webhook } = made.body.webhook
  assert.ok(secret.length >= 24)
  assert.match(webhook.id, /^wh_[0-9A-Za-z]{24}$/)
  assert.deepEqual(webhook, {
    id: webhook.id,
    url: URL,
    displayName: 'bridge.example:8443',
    status: 'ACTIVE',
    events: ['MESSAGE_CREATED', 'CONVERSATION_CLOSED'],
    createdAt: '2026-02-03T04:05:06Z',
    updatedAt: '2026-02-03T04:05:06Z',
    lastAttemptedAt: null,
    lastErrorAt: null,
    lastErrorMessage: null,
  })
  assert.deepEqual((await call('GET', HOOKS)).body, { webhooks: { items: [webhook], hasMore: false } })
  assert.deepEqual((await call('GET', `${HOOKS}/${webhook.id}`)).body, { webhook })
  assert.deepEqual((await call('GET', `/v1/webhooks/${webhook.id}`)).body, { webhook })

  now += 60_000_000
  const changes = { url: 'https://c.example', events: ['CONTACT_CREATED'], displayName: 'Bridge', status: 'PAUSED' }
  const changed = await call('PUT', `${HOOKS}/${webhook.id}`, { body: changes })
  assert.equal(changed.status, 200)
  assert.deepEqual(changed.body, { webhook: { ...webhook, ...changes, updatedAt: '2026-02-03T04:06:06Z' } })
  now += 60_000_000
  const unnamed = await call('PUT', `${HOOKS}/${webhook.id}`, { body: { displayName: null, status: 'ACTIVE' } })
  assert.deepEqual([unnamed.body.webhook.displayName, unnamed.body.webhook.status], ['c.example', 'ACTIVE'])
  assert.deepEqual((await call('PUT', `${HOOKS}/${webhook.id}`, { body: {} })).body, unnamed.body)

  const gone = await call('DELETE', `${HOOKS}/${webhook.id}`)
  assert.deepEqual([gone.status, gone.body], [200, { webhook: { id: webhook.id } }])
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const answer = await call(method, `${HOOKS}/${webhook.id}`, method === 'PUT' ? { body: {} } : {})
    assert.deepEqual([answer.status, answer.body], [404, refusal(404, 'Not Found', 'Webhook not found.')])
  }
})

test('webhooks come page by page, the oldest first', async (t) => {
  const { call, ids } = await startTidy(t)
  const made: string[] = []
  for (let n = 1; n <= 3; n++) {
    made.push((await call('POST', HOOKS, { body: { url: `https://${n}.example`, events: [...WEBHOOK_EVENTS] } })).body.webhook.id)
  }
  const page = async (query: string) => {
    const { webhooks } = (await call('GET', `${HOOKS}?${query}`)).body
    return [webhooks.items.map((one: { id: string }) => one.id), webhooks.hasMore]
  }
  assert.deepEqual(await page('limit=2'), [made.slice(0, 2), true])
  assert.deepEqual(await page(`limit=2&cursor=${made[1]}`), [made.slice(2), false])
  for (const query of ['limit=0', 'limit=101', 'cursor=', 'cursor=wh_none', `cursor=${ids.toPrefixed('webhook', 99_999)}`]) {
    assert.equal((await call('GET', `${HOOKS}?${query}`)).status, 400, query)
  }
})

test('what is wrong with a webhook is refused, and nothing is left behind', async (t) => {
  const { call, server } = await startTidy(t)
  const events = ['MESSAGE_CREATED']
  await call('POST', HOOKS, { body: { url: URL, events } })
  const { id } = (await call('POST', HOOKS, { body: { url: 'https://b.example', events } })).body.webhook
  const before = await rowsOf(server)
  const wrong: [number, object][] = [
    [400, { url: 'https://c.example', events: ['TESTING_CONNECTION'] }],
    [400, { url: 'https://c.example', events: ['message.created'] }],
    [400, { url: 'https://c.example', events: [] }],
    [400, { url: 'https://c.example', events: 'MESSAGE_CREATED' }],
    [400, { url: 'c.example', events }],
    [400, { url: 'ftp://c.example', events }],
    [400, { url: `https://c.example/${'x'.repeat(2048)}`, events }],
    [400, { url: 5, events }],
    [400, { url: 'https://c.example', events, displayName: 5 }],
    [400, { url: 'https://c.example', events, displayName: 'x'.repeat(256) }],
    [409, { url: URL, events }],
  ]
  for (const [status, body] of wrong) {
    assert.equal((await call('POST', HOOKS, { body })).status, status, JSON.stringify(body).slice(0, 100))
    assert.equal((await call('PUT', `${HOOKS}/${id}`, { body })).status, status, JSON.stringify(body).slice(0, 100))
  }
  for (const body of [{}, { url: 'https://c.example' }, { events }]) assert.equal((await call('POST', HOOKS, { body })).status, 400)
  for (const status of ['active', 'FAILED', 1, null]) {
    assert.equal((await call('PUT', `${HOOKS}/${id}`, { body: { status } })).status, 400)
  }
  const taken = await call('POST', HOOKS, { body: { url: URL, events } })
  assert.deepEqual(taken.body, refusal(409, 'Conflict', 'A webhook with this address already exists.'))
  assert.deepEqual(await rowsOf(server), before)
})

test('webhooks are for administrators, and another workspace’s or another API’s do not exist', async (t) => {
  const { call, server, home, away } = await startTidy(t)
  const events = ['MESSAGE_CREATED']
  const mine = (await call('POST', HOOKS, { body: { url: URL, events } })).body.webhook
  const theirs = await server.call('POST', HOOKS, { token: away.tokens.tidysupport, body: { url: URL, events } })
  assert.equal(theirs.status, 200, 'the same address may be in two workspaces')
  const family = `/chatwoot/api/v1/accounts/${home.account.id}/webhooks`
  const other = await server.call('POST', family, { token: home.tokens.chatwoot, body: { url: URL } })
  const before = await rowsOf(server)
  const otherId = server.core.ids.toPrefixed('webhook', other.body.payload.webhook.id)
  for (const id of [theirs.body.webhook.id, otherId, 'wh_none', mine.id.toLowerCase()]) {
    assert.equal((await call('GET', `${HOOKS}/${id}`)).status, 404)
    assert.equal((await call('PUT', `${HOOKS}/${id}`, { body: { status: 'PAUSED' } })).status, 404)
    assert.equal((await call('DELETE', `${HOOKS}/${id}`)).status, 404)
    assert.equal((await call('POST', `${HOOKS}/${id}/test`)).status, 404)
  }
  assert.equal((await call('GET', HOOKS)).body.webhooks.items.length, 1)
  for (const [method, path] of [
    ['GET', HOOKS],
    ['POST', HOOKS],
    ['GET', `${HOOKS}/${mine.id}`],
    ['PUT', `${HOOKS}/${mine.id}`],
    ['DELETE', `${HOOKS}/${mine.id}`],
    ['POST', `${HOOKS}/${mine.id}/test`],
  ] as const) {
    const body = method === 'GET' || method === 'DELETE' ? undefined : { url: 'https://c.example', events }
    assert.equal((await server.call(method, path, { token: home.secrets.bob, body })).status, 403, `${method} ${path}`)
    assert.equal((await server.call(method, path, { body })).status, 401, `${method} ${path}`)
  }
  assert.deepEqual(await rowsOf(server), before)
})
