import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf } from '../../desk-test.ts'
import { addMember, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

const URL = 'https://bridge.example/hook?token=a'
const EIGHT = [
  'conversation_created',
  'conversation_updated',
  'conversation_status_changed',
  'message_created',
  'message_updated',
  'contact_created',
  'contact_updated',
  'webwidget_triggered',
]

/** The webhooks, and the events that are about them. */
async function stateOf({ core }: TestServer): Promise<unknown[]> {
  const rows = await core.store.all<object>('select * from webhooks order by id')
  return [...rows, ...(await core.store.all<object>("select * from events where type like 'webhook.%' order by account_id, position"))]
}

test('Chatwoot: a webhook is made, listed, changed and deleted, whole', async (t) => {
  const server = await startServer(t)
  const { account, channel } = server.home
  const { ok, call } = deskOf(server, CHATWOOT)
  assert.deepEqual(await ok('GET', '/webhooks'), { payload: { webhooks: [] } })
  const { payload } = await ok('POST', '/webhooks', { url: URL, name: 'Bridge', subscriptions: ['message_created', 'inbox_updated'] })
  const { id, secret } = payload.webhook
  assert.ok(Number.isInteger(id) && secret.length >= 24)
  const made = {
    id,
    name: 'Bridge',
    url: URL,
    account_id: account.id,
    subscriptions: ['message_created', 'inbox_updated'],
    secret,
  }
  assert.deepEqual(payload, { webhook: made })
  const plain = (await ok('POST', '/webhooks', { url: 'http://b.example/', subscriptions: null, inbox_id: channel.id })).payload.webhook
  assert.deepEqual([plain.name, plain.subscriptions, plain.inbox], [null, EIGHT, { id: channel.id, name: channel.name }])
  assert.notEqual(plain.secret, secret)
  assert.deepEqual(await ok('GET', '/webhooks'), { payload: { webhooks: [made, plain] } })

  const changed = await ok('PATCH', `/webhooks/${id}`, { subscriptions: ['contact_created'], inbox_id: String(channel.id) })
  const inbox = { id: channel.id, name: channel.name }
  assert.deepEqual(changed, { payload: { webhook: { ...made, subscriptions: ['contact_created'], inbox } } })
  const put = await ok('PUT', `/webhooks/${id}`, { url: 'https://c.example', name: null, inbox_id: null })
  const last = { ...made, name: null, url: 'https://c.example', subscriptions: ['contact_created'] }
  assert.deepEqual(put, { payload: { webhook: last } })
  assert.deepEqual((await ok('PATCH', `/webhooks/${id}`, { url: 'https://c.example' })).payload.webhook, last)

  const gone = await call('DELETE', `/webhooks/${id}`)
  assert.deepEqual([gone.status, gone.text], [200, ''])
  assert.deepEqual(await ok('GET', '/webhooks'), { payload: { webhooks: [plain] } })
  assert.equal((await call('DELETE', `/webhooks/${id}`)).status, 404)
  const events = await server.core.store.all<{ type: string; data: string | null }>(
    "select type, data from events where account_id = $1 and type like 'webhook.%' and subject_id = $2 order by position",
    [account.id, id],
  )
  assert.deepEqual(
    events.map((one) => ({ ...one })),
    [
      { type: 'webhook.created', data: null },
      { type: 'webhook.updated', data: '{"fields":["events","channelId"]}' },
      { type: 'webhook.updated', data: '{"fields":["url","name","channelId"]}' },
      { type: 'webhook.deleted', data: null },
    ],
  )
})

test('Chatwoot: wrapped, flat and as a form a webhook means the same', async (t) => {
  const server = await startServer(t)
  const { ok, call } = deskOf(server, CHATWOOT)
  const said = (url: string) => ({ url, name: 'Bridge', subscriptions: ['message_created'] })
  const wrapped = (await ok('POST', '/webhooks', { webhook: said('https://a.example') })).payload.webhook
  assert.deepEqual([wrapped.name, wrapped.subscriptions], ['Bridge', ['message_created']])
  const forms = [
    'webhook[url]=https://b.example&webhook[name]=Bridge&webhook[subscriptions][]=message_created',
    'url=https://c.example&name=Bridge&subscriptions[]=message_created',
  ]
  for (const raw of forms) {
    const answer = await call('POST', '/webhooks', undefined, { raw, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    assert.equal(answer.status, 200, answer.text)
    const { url: _, id: _id, secret: _secret, ...rest } = answer.body.payload.webhook
    assert.deepEqual(rest, { name: 'Bridge', account_id: server.home.account.id, subscriptions: ['message_created'] })
  }
  const renamed = await ok('PATCH', `/webhooks/${wrapped.id}`, { webhook: { name: 'Renamed' } })
  assert.deepEqual(renamed.payload.webhook, { ...wrapped, name: 'Renamed' })
})

test('Ndoto: the list is bare, with name and whether it is active; seven events', async (t) => {
  const server = await startServer(t)
  const { ok, call } = deskOf(server, NDOTO)
  const { payload } = await ok('POST', '/webhooks', { url: URL, name: 'Bridge', subscriptions: ['message_created'] })
  const made = { id: payload.webhook.id, url: URL, name: 'Bridge', subscriptions: ['message_created'], active: true }
  assert.deepEqual(payload, { webhook: made })
  const all = (await ok('POST', '/webhooks', { url: 'https://b.example' })).payload.webhook
  assert.deepEqual(all, { id: all.id, url: 'https://b.example', name: '', subscriptions: EIGHT.slice(0, 7), active: true })
  assert.deepEqual(await ok('GET', '/webhooks'), { payload: [made, all] })
  const paused = await ok('PATCH', `/webhooks/${made.id}`, { active: false })
  assert.deepEqual(paused, { payload: { webhook: { ...made, active: false } } })
  const gone = await call('DELETE', `/webhooks/${made.id}`)
  assert.deepEqual([gone.status, gone.text], [200, ''])
  for (const event of ['webwidget_triggered', 'inbox_created', 'nothing']) {
    const { status, body } = await call('POST', '/webhooks', { url: 'https://c.example', subscriptions: [event] })
    assert.deepEqual([status, body], [422, { error: 'Subscriptions Invalid events' }], event)
  }
})

test('99digital: address and events are needed; eight events, and the account’s id', async (t) => {
  const server = await startServer(t)
  const { ok, call } = deskOf(server, DIGITAL99)
  assert.equal((await call('POST', '/webhooks', { url: URL })).status, 422)
  assert.equal((await call('POST', '/webhooks', { subscriptions: EIGHT })).status, 422)
  const { payload } = await ok('POST', '/webhooks', { url: URL, subscriptions: EIGHT })
  const made = { id: payload.webhook.id, url: URL, account_id: server.home.account.id, subscriptions: EIGHT }
  assert.deepEqual(payload, { webhook: made })
  assert.deepEqual(await ok('GET', '/webhooks'), { payload: { webhooks: [made] } })
  const changed = await ok('PATCH', `/webhooks/${made.id}`, { url: 'https://b.example', subscriptions: ['message_updated'] })
  assert.deepEqual(changed, { payload: { webhook: { ...made, url: 'https://b.example', subscriptions: ['message_updated'] } } })
  assert.equal((await call('PATCH', `/webhooks/${made.id}`, { subscriptions: ['inbox_created'] })).status, 422)
  const gone = await call('DELETE', `/webhooks/${made.id}`)
  assert.deepEqual([gone.status, gone.text], [200, ''])
})

test('an address that is none or is there already, no event or an unknown one is refused in each vendor’s words, and nothing is left behind', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const subscriptions = ['message_created']
    const first = (await ok('POST', '/webhooks', { url: URL, subscriptions })).payload.webhook
    const second = (await ok('POST', '/webhooks', { url: 'https://b.example', subscriptions })).payload.webhook
    const before = await stateOf(server)
    const wrong: [body: object, words: string, field: string][] = [
      ...['bridge.example', 'ftp://a.example', 'javascript:alert(1)', '', 'https://', `https://a.example/${'x'.repeat(2048)}`].map(
        (url): [object, string, string] => [{ url, subscriptions }, 'Url is invalid', 'url'],
      ),
      [{ url: URL, subscriptions }, 'Url has already been taken', 'url'],
      [{ url: 'https://c.example', subscriptions: [] }, 'Subscriptions Invalid events', 'subscriptions'],
      [
        { url: 'https://c.example', subscriptions: ['message_created', 'MESSAGE_CREATED'] },
        'Subscriptions Invalid events',
        'subscriptions',
      ],
    ]
    for (const [body, words, field] of wrong) {
      const refusal = profile === CHATWOOT ? { message: words, attributes: [field] } : { error: words }
      const made = await call('POST', '/webhooks', body)
      assert.deepEqual([made.status, made.body], [422, refusal], `${profile.name} ${JSON.stringify(body).slice(0, 100)}`)
      const changed = await call('PATCH', `/webhooks/${second.id}`, body)
      assert.deepEqual([changed.status, changed.body], [422, refusal], `${profile.name} ${JSON.stringify(body).slice(0, 100)}`)
    }
    for (const body of [{ subscriptions }, { url: 5, subscriptions }, { url: 'https://c.example', subscriptions: { a: 1 } }]) {
      assert.equal((await call('POST', '/webhooks', body)).status, 422, `${profile.name} ${JSON.stringify(body)}`)
    }
    for (const id of [`${first.id}x`, '0', 2 ** 45]) {
      assert.equal((await call('PATCH', `/webhooks/${id}`, { subscriptions })).status, 404)
      assert.equal((await call('DELETE', `/webhooks/${id}`)).status, 404)
    }
    assert.deepEqual(await stateOf(server), before)
  }
  const { call } = deskOf(server, CHATWOOT)
  const foreign = await call('POST', '/webhooks', { url: 'https://d.example', inbox_id: server.away.channel.id })
  assert.deepEqual([foreign.status, foreign.body], [404, { error: 'Resource could not be found' }])
})

test('two that enter one address at the same time: one is refused', async (t) => {
  const server = await startServer(t)
  const { call } = deskOf(server, CHATWOOT)
  const answers = await Promise.all([1, 2, 3].map(() => call('POST', '/webhooks', { url: URL })))
  assert.deepEqual(answers.map((one) => one.status).sort(), [200, 422, 422])
})

test('changes of one webhook at the same time are all kept, and it is deleted once', async (t) => {
  const server = await startServer(t)
  const { call, ok } = deskOf(server, CHATWOOT)
  const { id } = (await ok('POST', '/webhooks', { url: URL })).payload.webhook
  const changes = [{ name: 'Bridge' }, { url: 'https://b.example' }, { subscriptions: ['message_created'] }]
  await Promise.all(changes.map((change) => ok('PATCH', `/webhooks/${id}`, change)))
  const [kept] = (await ok('GET', '/webhooks')).payload.webhooks
  assert.deepEqual([kept.name, kept.url, kept.subscriptions], ['Bridge', 'https://b.example', ['message_created']])
  const answers = await Promise.all([1, 2, 3].map(() => call('DELETE', `/webhooks/${id}`)))
  assert.deepEqual(answers.map((one) => one.status).sort(), [200, 404, 404])
  const deleted = await server.core.store.all("select 1 from events where type = 'webhook.deleted'")
  assert.equal(deleted.length, 1)
})

test('webhooks are for administrators, of their own account and of one vendor’s API', async (t) => {
  const server = await startServer(t)
  const subscriptions = ['message_created']
  const agent = await addMember(server, 'Agent', 'agent')
  const bot = await addMember(server, 'Bot', 'bot')
  for (const profile of PROFILES) {
    const made = (await deskOf(server, profile).ok('POST', '/webhooks', { url: URL, subscriptions })).payload.webhook
    const before = await stateOf(server)
    const calls: [method: string, path: string, body?: object][] = [
      ['GET', '/webhooks'],
      ['POST', '/webhooks', { url: 'https://b.example', subscriptions }],
      ['PATCH', `/webhooks/${made.id}`, { subscriptions: ['message_updated'] }],
      ['PUT', `/webhooks/${made.id}`, { subscriptions: ['message_updated'] }],
      ['DELETE', `/webhooks/${made.id}`],
    ]
    const { call } = deskOf(server, profile)
    for (const [method, path, body] of calls) {
      const refused = profile === NDOTO ? 403 : 401
      for (const token of [agent.secret, bot.secret, server.away.tokens[profile.name]]) {
        assert.equal((await call(method, path, body, { token })).status, refused, `${profile.name} ${method} ${path}`)
      }
      assert.equal((await call(method, path, body, { token: undefined })).status, 401)
      if (method === 'GET' || method === 'POST') continue
      for (const other of [
        ...PROFILES.filter((one) => one !== profile).map((one) => deskOf(server, one)),
        deskOf(server, profile, server.away),
      ]) {
        assert.equal((await other.call(method, path, body)).status, 404, `${profile.name} ${method} ${path}`)
      }
    }
    assert.deepEqual(await stateOf(server), before)
    const { payload } = await deskOf(server, profile, server.away).ok('GET', '/webhooks')
    assert.equal((payload.webhooks ?? payload).length, 0)
  }
  for (const profile of PROFILES) {
    const { payload } = await deskOf(server, profile).ok('GET', '/webhooks')
    assert.equal((payload.webhooks ?? payload).length, 1, `${profile.name} shows its own alone`)
  }
})
