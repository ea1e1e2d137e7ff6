import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { createWebhook } from '../../../../core/webhooks/create-webhook.ts'
import type { DialectName } from '../../../../model/token.ts'

const NOW = Date.UTC(2026, 0, 2) * 1000
const AT = '2026-01-02T00:00:00.000000Z'
const HOUR_US = 3_600_000_000

function makeElsewhere({ core, home }: TestServer, dialect: DialectName, url = `https://${dialect}.example/hook`) {
  const ctx = { ...systemCtx(core, home.account.id), dialect }
  return core.store.tx((tx) => createWebhook(ctx, tx, { url, events: ['message_created'] }, ['message_created']))
}

/** What the log says of a webhook. */
async function webhookEvents({ core, home }: TestServer, id: number): Promise<unknown[][]> {
  const sql = "select type, data from events where account_id = $1 and type like 'webhook.%' and subject_id = $2 order by position"
  return core.store.rows(sql, [home.account.id, id])
}

test('a webhook is made, shown with how it is, changed and deleted; its secret is shown where it was made', async (t) => {
  const server = await startServer(t, { now: () => NOW })
  const { home } = server
  const client = parleyClient(server, home.secrets.ann)
  const log = await server.core.store.one<{ position: number }>('select position from account_counters where account_id = $1', [
    home.account.id,
  ])
  const made = await client.post('/webhooks', {
    url: 'https://a.example/hook?key=1',
    name: 'CRM',
    events: ['message.*', 'contact.created'],
  })
  assert.equal(made.status, 201, made.text)
  const { secret, ...webhook } = made.body
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{32}$/)
  assert.deepEqual(webhook, {
    id: webhook.id,
    dialect: 'parley',
    target: 'webhook',
    url: 'https://a.example/hook?key=1',
    name: 'CRM',
    events: ['message.*', 'contact.created'],
    applicationId: null,
    egressAllow: [],
    status: 'active',
    pausedAt: null,
    pausedReason: null,
    position: log?.position,
    // Its own making is what it has not read yet.
    lag: 1,
    lastNumber: 0,
    pending: 0,
    failures: 0,
    failingSince: null,
    restsUntil: null,
    lastAttemptAt: null,
    lastErrorAt: null,
    lastError: null,
    oldSecretUntil: null,
    createdAt: AT,
    updatedAt: AT,
  })
  assert.deepEqual((await client.get(`/webhooks/${webhook.id}`)).body, webhook)
  const changed = await client.patch(`/webhooks/${webhook.id}`, { events: ['*'], name: null, status: 'paused' })
  assert.deepEqual(changed.body, { ...webhook, events: ['*'], name: null, status: 'paused', pausedAt: AT, lag: 2 })
  assert.equal((await client.delete(`/webhooks/${webhook.id}`)).status, 204)
  assert.equal((await client.get(`/webhooks/${webhook.id}`)).status, 404)
  assert.deepEqual((await client.get('/webhooks')).body, { webhooks: [], nextAfter: null })
  const types = (await webhookEvents(server, webhook.id)).map(([type]) => type)
  assert.deepEqual(types, ['webhook.created', 'webhook.updated', 'webhook.deleted'])
})

test('all webhooks of the account are listed, page by page; those made elsewhere are paused here and changed there', async (t) => {
  const server = await startServer(t)
  const client = parleyClient(server, server.home.secrets.ann)
  const chatwoot = await makeElsewhere(server, 'chatwoot')
  const own = (await client.post('/webhooks', { url: 'https://a.example', events: ['*'] })).body
  const tidy = await makeElsewhere(server, 'tidysupport')
  const bot = await makeElsewhere(server, 'ndoto')
  await server.core.store.tx((tx) => tx.run("update webhooks set target = 'bot' where id = $1", [bot.id]))

  const first = (await client.get('/webhooks?limit=2')).body
  assert.deepEqual([first.webhooks.map((one: { id: number }) => one.id), first.nextAfter], [[chatwoot.id, own.id], own.id])
  const rest = (await client.get(`/webhooks?after=${first.nextAfter}&limit=3`)).body
  assert.deepEqual(
    rest.webhooks.map((one: Record<string, unknown>) => [one.id, one.dialect, one.target]),
    [
      [tidy.id, 'tidysupport', 'webhook'],
      [bot.id, 'ndoto', 'bot'],
    ],
  )
  assert.equal(rest.nextAfter, null)

  const events = await webhookEvents(server, chatwoot.id)
  for (const { id } of [chatwoot, bot]) {
    for (const refused of [
      await client.patch(`/webhooks/${id}`, { url: 'https://b.example' }),
      await client.delete(`/webhooks/${id}`),
      await client.post(`/webhooks/${id}/test`),
    ]) {
      assert.deepEqual([refused.status, refused.body.error.code], [409, 'webhook_made_elsewhere'])
    }
  }
  assert.deepEqual(await webhookEvents(server, chatwoot.id), events)
  for (const { id } of [chatwoot, bot, own]) {
    assert.equal((await client.post(`/webhooks/${id}/pause`)).body.status, 'paused')
    assert.equal((await client.post(`/webhooks/${id}/pause`)).status, 200)
    assert.deepEqual((await webhookEvents(server, id)).slice(1), [['webhook.updated', '{"fields":["status"]}']])
  }
})

test('a new secret signs with the old one beside it for a while; those of channels and bots are theirs', async (t) => {
  let now = NOW
  const server = await startServer(t, { now: () => now })
  const client = parleyClient(server, server.home.secrets.ann)
  const { secret, id } = (await client.post('/webhooks', { url: 'https://a.example', events: ['*'] })).body
  const rotated = (await client.post(`/webhooks/${id}/secret`)).body
  assert.match(rotated.secret, /^whsec_/)
  assert.notEqual(rotated.secret, secret)
  assert.equal(rotated.oldSecretUntil, '2026-01-03T00:00:00.000000Z')
  now += 24 * HOUR_US
  assert.equal((await client.get(`/webhooks/${id}`)).body.oldSecretUntil, null)
  assert.equal((await client.post(`/webhooks/${id}/secret`, { overlapHours: 168 })).body.oldSecretUntil, '2026-01-10T00:00:00.000000Z')
  assert.equal((await client.post(`/webhooks/${id}/secret`, { overlapHours: 0 })).body.oldSecretUntil, null)
  for (const overlapHours of [-1, 169, 1.5, '24']) assert.equal((await client.post(`/webhooks/${id}/secret`, { overlapHours })).status, 422)
  assert.equal(
    (await client.post(`/webhooks/${id}/secret`, {}, { headers: { 'idempotency-key': 'a' } })).text,
    (await client.post(`/webhooks/${id}/secret`, {}, { headers: { 'idempotency-key': 'a' } })).text,
  )

  const chatwoot = await makeElsewhere(server, 'chatwoot')
  const shown = (await client.post(`/webhooks/${chatwoot.id}/secret`)).body.secret
  const kept = await server.core.store.one<{ secret: string; old_secret: string }>(
    'select secret, old_secret from webhooks where id = $1',
    [chatwoot.id],
  )
  assert.deepEqual([kept?.secret, kept?.old_secret], [shown, chatwoot.secret])
  await server.core.store.tx((tx) => tx.run("update webhooks set target = 'channel' where id = $1", [chatwoot.id]))
  assert.equal((await client.post(`/webhooks/${chatwoot.id}/secret`)).body.error.code, 'webhook_made_elsewhere')
})

test('a test is an event of the log about the webhook; a paused one is not tested', async (t) => {
  const server = await startServer(t)
  const client = parleyClient(server, server.home.secrets.ann)
  const { id } = (await client.post('/webhooks', { url: 'https://a.example', events: ['contact.created'] })).body
  const tested = await client.post(`/webhooks/${id}/test`)
  assert.equal(tested.status, 202)
  const { events } = (await client.get(`/events?after=${tested.body.position - 1}`)).body
  assert.deepEqual([events.length, events[0].type, events[0].subjectId], [1, 'webhook.tested', id])
  await client.post(`/webhooks/${id}/pause`)
  assert.equal((await client.post(`/webhooks/${id}/test`)).body.error.code, 'webhook_paused')
})

test('a bad address, an unknown event or field is refused and named, and nothing is left behind', async (t) => {
  const server = await startServer(t)
  const client = parleyClient(server, server.home.secrets.ann)
  const events = ['message.created']
  const { id } = (await client.post('/webhooks', { url: 'https://a.example', events })).body
  const before = [await server.core.store.all('select * from webhooks'), await server.core.store.all('select count(*) from events')]
  for (const [body, status, code, field] of [
    [{ events }, 422, 'body_invalid', 'url'],
    [{ url: 'https://b.example' }, 422, 'body_invalid', 'events'],
    [{ url: 'ftp://b.example', events }, 422, 'webhook_url_invalid', 'url'],
    [{ url: 'https://a.example', events }, 409, 'webhook_url_taken', 'url'],
    [{ url: 'https://b.example', events: [] }, 422, 'body_invalid', 'events'],
    [{ url: 'https://b.example', events: ['message.sent'] }, 422, 'body_invalid', 'events'],
    [{ url: 'https://b.example', events: ['webhook.tested'] }, 422, 'body_invalid', 'events'],
    [{ url: 'https://b.example', events, secret: 'mine' }, 422, 'body_invalid', 'secret'],
    [{ url: 'https://b.example', events, egressAllow: ['10.0.0.0/8'] }, 422, 'body_invalid', 'egressAllow'],
  ] as const) {
    const refused = await client.post('/webhooks', body)
    assert.deepEqual([refused.status, refused.body.error.code, refused.body.error.field], [status, code, field], JSON.stringify(body))
    if ('events' in body && body.events[0]?.includes('.') && field === 'events')
      assert.match(refused.body.error.message, /message\.created, /)
  }
  assert.equal((await client.patch(`/webhooks/${id}`, { status: 'off' })).status, 422)
  for (const path of ['/webhooks/0', '/webhooks/x', `/webhooks/${2 ** 45}`, `/webhooks/${id}/deliveries/1`])
    assert.equal((await client.get(path)).status, 404, path)
  assert.deepEqual(
    [await server.core.store.all('select * from webhooks'), await server.core.store.all('select count(*) from events')],
    before,
  )
})

test('only a token of the installation lets a webhook reach what is not public, and only where its receiver is', async (t) => {
  const server = await startServer(t)
  const { home, away, installToken } = server
  const client = parleyClient(server, home.secrets.ann)
  const { id } = (await client.post('/webhooks', { url: 'http://10.0.0.5/a', events: ['*'] })).body
  const allow = (ranges: unknown, token = installToken, account = home.account.id) =>
    server.call('PUT', `/parley/v1/accounts/${account}/webhooks/${id}/egress`, { token, body: { allow: ranges } })
  assert.equal((await allow(['10.0.0.5/32'], home.secrets.ann)).status, 403)
  assert.equal((await allow(['10.0.0.5/32'], installToken, away.account.id)).status, 404)
  for (const wrong of [['10.0.0.0/33'], ['localhost'], ['10.0.0.5', '']]) assert.equal((await allow(wrong)).status, 422, `${wrong}`)
  assert.deepEqual((await client.get(`/webhooks/${id}`)).body.egressAllow, [])
  const allowed = await allow(['10.0.0.5/32', 'fd00::/8', 'fd00::/8'])
  assert.deepEqual([allowed.status, allowed.body.egressAllow], [200, ['10.0.0.5/32', 'fd00::/8']])
  const events = await webhookEvents(server, id)
  assert.deepEqual(events.at(-1), ['webhook.updated', '{"fields":["egressAllow"]}'])

  assert.deepEqual((await client.patch(`/webhooks/${id}`, { url: 'http://10.0.0.5/b' })).body.egressAllow, ['10.0.0.5/32', 'fd00::/8'])
  assert.deepEqual((await client.patch(`/webhooks/${id}`, { url: 'http://10.0.0.5:9200/b' })).body.egressAllow, [])
})
