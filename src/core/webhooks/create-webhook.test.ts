import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { insertWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { createWebhook } from './create-webhook.ts'

test('an account has a thousand webhooks at most, whatever API they are made in, and another account is not counted', async (t) => {
  const { core, home, away } = await startServer(t)
  const add = (accountId: number, path: number, dialect: 'parley' | 'chatwoot' = 'parley') =>
    core.store.tx((tx) =>
      createWebhook({ ...systemCtx(core, accountId), dialect }, tx, { url: `https://a.example/${path}`, events: ['all'] }, ['all']),
    )
  const { id, ...first } = await add(home.account.id, 1)
  await core.store.tx(async (tx) => {
    for (let path = 2; path < 1000; path++)
      await insertWebhook(tx, { ...first, id: id + 1_000_000 + path, url: `https://a.example/${path}` })
  })
  await add(home.account.id, 1000, 'chatwoot')
  for (const dialect of ['parley', 'chatwoot'] as const) {
    await assert.rejects(add(home.account.id, 1001, dialect), { code: 'too_many_webhooks' })
  }
  await add(away.account.id, 1)
})
