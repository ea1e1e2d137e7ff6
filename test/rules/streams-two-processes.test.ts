import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuthorRef } from '../../src/model/author.ts'
import { openEventStream } from '../event-stream-client.ts'
import { call, ENGINE, startServer } from '../harness.ts'
import { waitFor } from '../wait-for.ts'

const EVENTS = '/parley/v1/events'

test('what one process writes, the streams of another one tell, in order, without gap or repeat; with hints and without', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const twin = await server.startTwin()
  const send = async (text: string) => {
    const path = `${twin}/parley/v1/conversations/${home.conversation.id}/messages`
    const answer = await call(path, 'POST', { token: home.secrets.ann, body: { text } })
    assert.equal(answer.status, 201)
  }
  const listen = async () => {
    const stream = await openEventStream(server.url + EVENTS, { token: home.secrets.bob })
    t.after(() => stream.close())
    await stream.next(({ type }) => type === 'ready')
    return stream
  }
  const hinted = await listen()
  for (let round = 0; round < 10; round++) await send(`with hints ${round}`)
  await waitFor(() => hinted.logged().length === 10)
  hinted.close()
  await waitFor(() => core.streams.counts.open === 0)

  // Nobody tells this process anything any more: what is left is the poll.
  const deaf = t.mock.method(core.store, 'onGrowth', () => () => {})
  const polling = await listen()
  assert.equal(deaf.mock.callCount(), 1)
  for (let round = 0; round < 3; round++) await send(`without ${round}`)
  await waitFor(() => polling.logged().length === 3)
  const [first] = polling.logged()
  assert.deepEqual(
    [...hinted.logged(), ...polling.logged()].map(({ id }) => id),
    Array.from({ length: 13 }, (_, index) => (first?.id ?? 0) - 10 + index),
  )
})

test('typing and presence cross from one process to another, in few notifications', {
  skip: ENGINE === 'sqlite' && 'the embedded store has one process',
}, async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const twin = await server.startTwin()
  const here = await openEventStream(server.url + EVENTS, { token: home.secrets.bob })
  t.after(() => here.close())
  await here.next(({ type }) => type === 'ready')
  const say = (on: boolean) =>
    call(`${twin}/parley/v1/conversations/${home.conversation.id}/typing`, 'POST', { token: home.secrets.ann, body: { on } })
  // Somebody else's word on the same channel is nobody's.
  for (const word of ['x', 'null', '{"grown":7}']) await core.store.run('select pg_notify($1, $2)', ['parley', word])
  // The processes find each other in a moment; until then a signal may be lost.
  await waitFor(async () => {
    assert.equal((await say(true)).status, 204)
    return here.events.some(({ type, data }) => type === 'typing' && (data.author as AuthorRef).id === home.ann.id)
  })
  const there = await openEventStream(twin + EVENTS, { token: home.secrets.jane })
  t.after(() => there.close())
  const came = await here.next(({ type, data }) => type === 'presence' && (data.author as AuthorRef).id === home.jane.id)
  assert.equal(came.data.online, true)
  const present = async () => {
    const { body } = await server.call('GET', '/parley/v1/presence', { token: home.secrets.ann })
    return body.present.map((one: AuthorRef) => one.id).includes(home.jane.id)
  }
  assert.equal(await present(), true)
  there.close()
  await here.next(({ type, data }) => type === 'presence' && (data.author as AuthorRef).id === home.jane.id && data.online === false)
  assert.equal(await present(), false)

  // Many writes in one go are few hints.
  const heard = t.mock.fn()
  t.after(core.store.onBroadcast(heard))
  const messages = Array.from({ length: 200 }, (_, index) => ({ conversationId: home.conversation.id, text: `${index}` }))
  const url = `${twin}/parley/v1/messages/batch`
  assert.equal((await call(url, 'POST', { token: home.secrets.ann, body: { messages } })).status, 201)
  await waitFor(() => here.logged().length === 200)
  assert.equal(heard.mock.callCount(), 0)
})
