import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { createWebhook } from './create-webhook.ts'

test('an account has a hundred webhooks at most, whatever API they are made in, and another account is not counted', async (t) => {
  const server = await startServer(t)
  const { core, home, away } = server
  const add = (accountId: number, path: number, dialect: 'parley' | 'chatwoot') =>
    core.store.tx((tx) =>
      createWebhook({ ...systemCtx(core, accountId), dialect }, tx, { url: `https://a.example/${path}`, events: ['all'] }, ['all']),
    )
  for (let path = 1; path <= 100; path++) await add(home.account.id, path, path % 2 ? 'parley' : 'chatwoot')
  for (const dialect of ['parley', 'chatwoot'] as const)
    await assert.rejects(add(home.account.id, 101, dialect), { code: 'too_many_webhooks' })
  await add(away.account.id, 1, 'parley')
  const { body } = await server.call('GET', '/parley/v1/webhooks?limit=200', { token: home.tokens.parley })
  assert.equal(body.webhooks.length, 100)
})
