import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { parleyClient } from '../../../test/parley-client.ts'
import { DIALECTS } from '../../dialects/index.ts'
import { applySeed } from './apply-seed.ts'
import { SeedError } from './seed-schema.ts'

const SUBSCRIPTIONS = new Map(DIALECTS.flatMap(({ name, subscriptions }) => (subscriptions ? [[name, subscriptions]] : [])))
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`

test('a seed’s webhooks are made once in each API’s words, with the secrets it chose or new ones that are shown', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const seed = (...webhooks: object[]) => ({ accounts: [{ name: home.account.name, webhooks }] })
  const declared = seed(
    { dialect: 'parley', url: 'https://a.example', events: ['message.*'], secret: SECRET, name: 'CRM' },
    { dialect: 'parley', url: 'https://b.example', events: ['*'] },
    { dialect: 'chatwoot', url: 'https://a.example', events: ['message_created'], secret: 'a-secret-of-mine' },
    { dialect: 'tidysupport', url: 'https://a.example', events: ['MESSAGE_CREATED'], name: 'Desk' },
  )
  const { made, secrets } = await applySeed(core, declared, SUBSCRIPTIONS)
  assert.deepEqual(made, { webhooks: 4 })
  assert.deepEqual(
    secrets.map(({ account, dialect, label, secret }) => [account, dialect, label, secret.startsWith('whsec_')]),
    [
      [home.account.name, 'parley', 'https://b.example', true],
      [home.account.name, 'tidysupport', 'Desk', false],
    ],
  )
  const kept = await core.store.rows('select dialect, secret from webhooks where account_id = $1 order by id', [home.account.id])
  const bytes = Buffer.alloc(24, 7).toString('base64url')
  assert.deepEqual(
    [kept[0], kept[2], kept[3]],
    [
      ['parley', bytes],
      ['chatwoot', 'a-secret-of-mine'],
      ['tidysupport', secrets[1]?.secret],
    ],
  )
  const shown = (await parleyClient(server, home.secrets.ann).get('/webhooks')).body.webhooks
  assert.deepEqual([shown.length, shown[0].name, shown[0].events, shown[0].status], [4, 'CRM', ['message.*'], 'active'])
  assert.deepEqual(await applySeed(core, declared, SUBSCRIPTIONS), { made: {}, secrets: [] })

  for (const [webhook, words] of [
    [{ url: 'https://c.example' }, /^accounts\[0\]\.webhooks\[0\] must name a dialect and events, or an application$/],
    [{ dialect: 'ondi', url: 'https://c.example', events: ['*'] }, /webhooks\[0\]\.dialect: nobody makes webhooks in ondi$/],
    [
      { dialect: 'parley', url: 'https://c.example', events: ['message.sent'] },
      /webhooks\[0\]\.events: message\.sent must be some of \*, /,
    ],
    [{ dialect: 'parley', url: 'c.example', events: ['*'] }, /webhooks\[0\]: A webhook needs an http/],
    [{ dialect: 'parley', url: 'https://c.example', events: ['*'], secret: 'my own secret' }, /webhooks\[0\]\.secret must be 8 to/],
    [{ dialect: 'parley', url: 'https://c.example', events: ['*'], secret: 'my-own-secret' }, /webhooks\[0\]\.secret is not of the form/],
    [{ application: 'Bridge', url: 'https://c.example', events: ['*'] }, /webhooks\[0\]\.events is not said of an application’s$/],
  ] as const) {
    const refused = applySeed(core, seed(webhook), SUBSCRIPTIONS)
    await assert.rejects(refused, (error) => error instanceof SeedError && words.test(error.message), JSON.stringify(webhook))
  }
  assert.equal((await parleyClient(server, home.secrets.ann).get('/webhooks')).body.webhooks.length, 4)
})
