import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { answer, startReceiver } from '../../../../test/delivery/start-receiver.ts'
import { startTidy } from '../test-client.ts'

const HOOKS = '/tidysupport/v1/webhooks'

test('a webhook is tested and told like any other, and shows when it was and what went wrong', async (t) => {
  let now = Date.parse('2026-02-03T04:05:06.789Z') * 1000
  const { call, server, say } = await startTidy(t, { now: () => now, delivery: true })
  const receiver = await startReceiver(t)
  const made = (await call('POST', HOOKS, { body: { url: receiver.url, events: ['MESSAGE_CREATED'] } })).body.webhook
  const shown = async () => {
    const { lastAttemptedAt, lastErrorAt, lastErrorMessage } = (await call('GET', `${HOOKS}/${made.id}`)).body.webhook
    return [lastAttemptedAt, lastErrorAt, lastErrorMessage]
  }
  assert.equal((await call('POST', `${HOOKS}/${made.id}/test`)).status, 200)
  await server.deliver()
  const [tested] = receiver.taken
  assert.deepEqual(tested?.body, { event: 'testing.connection', version: 1, timestamp: '2026-02-03T04:05:06.789Z', payload: {} })
  const v1 = createHmac('sha256', made.secret)
    .update(`1770091506.${JSON.stringify(tested?.body)}`)
    .digest('hex')
  assert.equal(tested?.headers['x-tidysupport-signature'], `t=1770091506,v1=${v1}`)
  assert.deepEqual(await shown(), ['2026-02-03T04:05:06Z', null, null])

  receiver.behave(() => answer(503))
  now += 1_000_000
  await say({ text: 'Anybody there?' })
  await server.deliver()
  assert.deepEqual(await shown(), ['2026-02-03T04:05:07Z', '2026-02-03T04:05:07Z', '{"message":"it answered 503"}'])
  receiver.behave(() => answer(204))
  now += 3_600_000_000
  await server.deliver()
  assert.deepEqual(
    receiver.taken.map(({ body }) => (body as unknown as { event: string }).event),
    ['testing.connection', 'message.received'],
  )
  assert.deepEqual(await shown(), ['2026-02-03T05:05:07Z', '2026-02-03T04:05:07Z', '{"message":"it answered 503"}'])
})
