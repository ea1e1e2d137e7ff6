import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { openEventStream } from '../../../../test/event-stream-client.ts'
import { startServer, type TestServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'
import { waitFor } from '../../../../test/wait-for.ts'

const EVENTS = '/parley/v1/events'

function opener(t: TestContext, server: TestServer) {
  return async (token: string | undefined, query = '', headers: Record<string, string> = {}, url = server.url) => {
    const stream = await openEventStream(url + EVENTS + query, { ...(token !== undefined && { token }), headers })
    t.after(() => stream.close())
    return stream
  }
}

test('a stream tells from any position what the replay tells, then what happens, with neither gap nor repeat, also while others write', async (t) => {
  const server = await startServer(t)
  const open = opener(t, server)
  const { conversation, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const send = (text: string) => client.post(`/conversations/${conversation.id}/messages`, { text })
  const before = (await client.get('/events?limit=500')).body.nextAfter
  for (let round = 0; round < 5; round++) await send(`before ${round}`)
  const live = await open(secrets.ann)
  assert.deepEqual([live.status, live.headers.get('content-type')], [200, 'text/event-stream; charset=utf-8'])
  const streams = [live]
  for (let round = 0; round < 30; round++) {
    await Promise.all([send(`a ${round}`), send(`b ${round}`)])
    if (round % 10 === 0) streams.push(await open(secrets.ann, `?after=${before + round}`))
    if (round % 10 === 5) streams.push(await open(secrets.ann, '?after=1', { 'last-event-id': String(before + round) }))
  }
  const { body } = await client.get(`/events?after=${before}&limit=500`)
  for (const stream of streams) {
    await waitFor(() => stream.lastEventId() === body.nextAfter)
    const from = stream.events[0]?.id ?? 0
    assert.deepEqual(stream.events[0], { id: from, type: 'ready', data: { position: from } })
    const positions = Array.from({ length: body.nextAfter - from }, (_, index) => from + 1 + index)
    assert.deepEqual(
      stream.logged().map((event) => event.id),
      positions,
    )
  }
  assert.equal(live.events[0]?.id, before + 5)
  // Once nothing changes any more, a stream that resumes says exactly what the replay does.
  const again = await open(secrets.ann, `?after=${before}`)
  await waitFor(() => again.lastEventId() === body.nextAfter)
  assert.deepEqual(
    again.logged(),
    body.events.map((event: { position: number; type: string }) => ({ id: event.position, type: event.type, data: event })),
  )
})
