import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'

test('a send retried with the same Idempotency-Key is stored once and answered twice alike, also after a restart', async (t) => {
  const server = await startServer(t)
  const { account, conversation, tokens } = server.home
  const path = `/ndoto/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`
  const send = (content: string) =>
    server.call('POST', path, {
      token: tokens.ndoto,
      headers: { 'idempotency-key': 'k1' },
      body: { content, message_type: 'outgoing' },
    })
  const [first, twin] = await Promise.all([send('Hello'), send('Hello')])
  assert.equal(first.status, 200)
  assert.equal(first.body.content, 'Hello')
  assert.deepEqual(twin.body, first.body)
  await server.restart()
  assert.deepEqual((await send('Hello')).body, first.body)
  assert.equal((await send('Another')).status, 422)
  const list = await server.call('GET', path, { token: tokens.ndoto })
  assert.equal(list.body.payload.length, 1)
})
