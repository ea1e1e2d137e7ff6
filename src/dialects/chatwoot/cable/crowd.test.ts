import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openEventStream } from '../../../../test/event-stream-client.ts'
import { startServer } from '../../../../test/harness.ts'
import { makeVisitor } from '../client-api/client-test.ts'
import { contactIdentifier, dialCable, memberIdentifier } from './cable-test.ts'

test('one person has a hundred subscriptions at most, and nobody’s socket takes the place of a stream', async (t) => {
  const server = await startServer(t, { streamLimits: { total: 3, perCaller: 3 } })
  const { contact } = await makeVisitor(server)
  const own = JSON.parse(contactIdentifier(contact))
  const subscribe = async (from: number, count: number) => {
    const client = await dialCable(t, server)
    for (let number = from; number < from + count; number += 1) {
      const said = await client.subscribe(JSON.stringify({ ...own, number }))
      assert.equal(said.type, number < 100 ? 'confirm_subscription' : 'reject_subscription')
    }
    return client
  }
  const first = await subscribe(0, 20)
  for (const from of [20, 40, 60, 80]) await subscribe(from, 20)
  const late = await subscribe(100, 1)
  assert.equal((await late.subscribe(memberIdentifier(server, server.home.ann.id))).type, 'confirm_subscription')
  first.send({ command: 'unsubscribe', identifier: JSON.stringify({ ...own, number: 0 }) })
  await first.subscribe('{}')
  assert.equal((await late.subscribe(contactIdentifier(contact))).type, 'confirm_subscription')

  const stream = await openEventStream(`${server.url}/parley/v1/events`, { token: server.home.secrets.ann })
  t.after(() => stream.close())
  assert.equal(stream.status, 200)
})
