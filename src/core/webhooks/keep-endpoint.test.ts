import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { insertDeliveries, lockDeliveries } from '../../storage/queries/webhooks/deliveries.ts'
import { findReceiver } from '../../storage/queries/webhooks/receivers.ts'

test('the address of an inbox or a bot is told from when it is set until it is gone, in the words of the API it was last set through', async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const accountId = home.account.id
  const call = async (dialect: 'chatwoot' | 'ndoto' | '99digital', method: string, path: string, body?: object) => {
    const answer = await server.call(method, `/${dialect}/api/v1/accounts/${accountId}${path}`, { token: home.tokens[dialect], body })
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const endpoint = (id: number) => findReceiver(core.store, accountId, id)

  const url = 'https://bridge.example/hook'
  const { id } = await call('ndoto', 'POST', '/inboxes', { name: 'App', channel: { type: 'api', webhook_url: url } })
  const made = await endpoint(id)
  const said = { target: 'channel', dialect: 'ndoto', url, events: ['*'], status: 'active', lastNumber: 0 }
  assert.deepEqual({ ...made, ...said }, made)
  assert.ok((made?.secret ?? '').length >= 24 && (made?.position ?? 0) > 0)
  // It is nobody's webhook to list, to change or to delete.
  for (const dialect of ['chatwoot', 'ndoto', '99digital'] as const) {
    assert.deepEqual(
      [(await call(dialect, 'GET', '/webhooks')).payload].flatMap((one) => one.webhooks ?? one),
      [],
    )
    const path = `/${dialect}/api/v1/accounts/${accountId}/webhooks/${id}`
    assert.equal((await server.call('DELETE', path, { token: home.tokens[dialect] })).status, 404)
  }

  await call('chatwoot', 'PATCH', `/inboxes/${id}`, { name: 'Application' })
  assert.deepEqual(await endpoint(id), made)
  const gone = `update webhooks set status = 'paused', paused_reason = 'gone', failures = 9, egress_allow = '["10.0.0.5"]' where id = $1`
  await core.store.tx((tx) => tx.run(gone, [id]))
  await call('chatwoot', 'PATCH', `/inboxes/${id}`, { channel: { webhook_url: `${url}/2` } })
  const moved = await endpoint(id)
  const allowed = { dialect: 'chatwoot', url: `${url}/2`, egressAllow: ['10.0.0.5'] }
  assert.deepEqual({ ...moved, updatedAt: 0 }, { ...made, ...allowed, updatedAt: 0 })
  // What the installation let it reach is one receiver, not whatever else lies there.
  await call('chatwoot', 'PATCH', `/inboxes/${id}`, { channel: { webhook_url: 'https://bridge.example:8443/hook' } })
  assert.deepEqual((await endpoint(id))?.egressAllow, [])

  const pending = { conversationId: null, messageId: null, state: 'pending' as const, attempts: 0, firstAttemptAt: null, settledAt: null }
  const delivery = { accountId, webhookId: id, number: 7, position: 1, event: 'message_created', lane: 0, createdAt: 1, ...pending }
  await core.store.tx((tx) => insertDeliveries(tx, [delivery]))
  await call('chatwoot', 'PATCH', `/inboxes/${id}`, { channel: { webhook_url: '' } })
  assert.equal(await endpoint(id), undefined)
  const kept = await core.store.tx((tx) => lockDeliveries(tx, accountId, { webhookId: id, numbers: [7] }))
  assert.deepEqual(
    kept.map((one) => one.state),
    ['failed'],
  )
  await call('99digital', 'PATCH', `/inboxes/${id}`, { channel: { webhook_url: url } })
  const again = await endpoint(id)
  assert.deepEqual([again?.dialect, again?.lastNumber], ['99digital', 7])
  assert.notEqual(again?.secret, made?.secret)
  await call('chatwoot', 'DELETE', `/inboxes/${id}`)
  assert.equal(await endpoint(id), undefined)

  const parley = { token: home.tokens.parley, body: { name: 'Own', webhookUrl: url } }
  const { body: own } = await server.call('POST', '/parley/v1/channels', parley)
  assert.equal((await endpoint(own.id))?.dialect, 'chatwoot')

  const bot = await call('ndoto', 'POST', '/agent_bots', { name: 'Helper', outgoing_url: url })
  assert.deepEqual([(await endpoint(bot.id))?.target, (await endpoint(bot.id))?.dialect], ['bot', 'ndoto'])
  await call('chatwoot', 'PATCH', `/agent_bots/${bot.id}`, { description: 'Answers first' })
  assert.equal((await endpoint(bot.id))?.dialect, 'ndoto')
  await call('chatwoot', 'PATCH', `/agent_bots/${bot.id}`, { outgoing_url: null })
  assert.equal(await endpoint(bot.id), undefined)
  await call('chatwoot', 'PATCH', `/agent_bots/${bot.id}`, { outgoing_url: `${url}/3` })
  assert.equal((await endpoint(bot.id))?.url, `${url}/3`)
  await call('chatwoot', 'DELETE', `/agent_bots/${bot.id}`)
  assert.equal(await endpoint(bot.id), undefined)
})
