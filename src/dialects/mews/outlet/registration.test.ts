import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startReceiver } from '../../../../test/delivery/start-receiver.ts'
import { startServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'
import { createApplication } from '../../../core/applications/create-application.ts'
import { applySeed } from '../../../core/seed/apply-seed.ts'
import { integrationIdOf } from './integration-id.ts'

const URL = 'https://mews.example/hook?Token=secret'
const events = ['message.created']

test('an administrator registers an application’s general webhook, once for each account, and changes, tests and deletes it', async (t) => {
  const server = await startServer(t)
  const { home, away, application, core } = server
  const client = parleyClient(server, home.secrets.ann)
  const mine = { url: URL, events, applicationId: application.id }
  const twins = await Promise.all([client.post('/webhooks', mine), client.post('/webhooks', { ...mine, url: `${URL}2` })])
  assert.deepEqual(twins.map(({ status }) => status).toSorted(), [201, 409])
  const made = twins.find(({ status }) => status === 201)?.body
  assert.deepEqual([made.dialect, made.applicationId, made.events], ['mews', application.id, events])
  const again = await client.post('/webhooks', { ...mine, url: 'https://other.example' })
  assert.deepEqual([again.status, again.body.error.code], [409, 'webhook_application_taken'])
  // Another account's is another one.
  assert.equal((await parleyClient(server, away.secrets.ann).post('/webhooks', mine)).status, 201)

  const nobody = await core.store.tx((tx) => createApplication(core, tx, { name: 'Without access' }))
  for (const [wrong, code] of [
    [{ applicationId: nobody.id }, 'application_not_found'],
    [{ applicationId: 2 ** 40 }, 'application_not_found'],
    [{ applicationId: home.ann.id }, 'application_not_found'],
    [{ applicationId: 'x' }, 'body_invalid'],
    [{ events: ['message.updated'] }, 'webhook_events_invalid'],
    [{ events: ['*'] }, 'webhook_events_invalid'],
    [{ url: 'ftp://mews.example' }, 'webhook_url_invalid'],
  ] as const) {
    const refused = await client.post('/webhooks', { ...mine, url: 'https://third.example', ...wrong })
    assert.equal(refused.body.error.code, code, JSON.stringify(wrong))
  }
  const path = `/webhooks/${made.id}`
  assert.equal((await parleyClient(server, home.secrets.bob).post('/webhooks', mine)).status, 403)
  assert.equal((await parleyClient(server, away.secrets.ann).patch(path, { name: 'x' })).status, 404)
  assert.equal((await client.patch(path, { events: ['contact.created'] })).body.error.code, 'webhook_events_invalid')
  const changed = await client.patch(path, { url: 'https://moved.example', name: 'Mews' })
  assert.deepEqual([changed.body.url, changed.body.name, changed.body.applicationId], ['https://moved.example', 'Mews', application.id])
  assert.equal((await client.post(`${path}/test`)).status, 202)
  assert.equal((await client.delete(path)).status, 204)
  assert.equal((await client.get(path)).status, 404)
})

test('a seed file registers it as well, and leaves one that is there alone', async (t) => {
  const { core, home } = await startServer(t)
  const seed = (url: string) => ({
    applications: [{ name: 'Sample Client' }],
    accounts: [{ name: 'Home', webhooks: [{ application: 'Sample Client', url, name: 'General' }] }],
  })
  const rows = () => core.store.all('select url, name, dialect, events from webhooks where account_id = $1', [home.account.id])
  await applySeed(core, seed(URL))
  await applySeed(core, seed('https://moved.example'))
  assert.deepEqual(
    (await rows()).map((row) => ({ ...(row as object) })),
    [{ url: URL, name: 'General', dialect: 'mews', events: JSON.stringify(events) }],
  )
  await assert.rejects(applySeed(core, { accounts: [{ name: 'Home', webhooks: [{ application: 'Nobody', url: URL }] }] }), /Nobody/)
})

test('its receiver is told of a message as it is sent, with the secret in the address and nothing signed', async (t) => {
  const server = await startServer(t, { delivery: true })
  const { home, application, core } = server
  const receiver = await startReceiver(t)
  const client = parleyClient(server, home.secrets.ann)
  await client.post('/webhooks', { url: `${receiver.url}/hook?Token=secret`, events, applicationId: application.id })
  const sent = await client.post(`/conversations/${home.conversation.id}/messages`, { text: 'Welcome' })
  await client.post(`/conversations/${home.ticket.id}/messages`, { text: 'Of no application' })
  await server.deliver()
  assert.deepEqual(
    receiver.taken.map(({ path, body }) => [path, body]),
    [
      [
        '/hook?Token=secret',
        {
          EnterpriseId: core.ids.toUuid('account', home.account.id),
          IntegrationId: integrationIdOf(core.ids, { accountId: home.account.id, applicationId: application.id }),
          Events: [{ Discriminator: 'MessageAdded', Value: { Id: core.ids.toUuid('message', sent.body.id) } }],
        },
      ],
    ],
  )
  const names = Object.keys(receiver.taken[0]?.headers ?? {}).filter((name) => /sign|token|authorization/.test(name))
  assert.deepEqual(names, [])
})
