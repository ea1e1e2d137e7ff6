import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCable } from '@anycable/core'
import { type Consumer, createConsumer } from '@rails/actioncable'
import { voicesOf } from '../clients/voices.ts'
import { ENGINE, startServer, type TestServer } from '../harness.ts'
import { waitFor } from '../wait-for.ts'
import type { Place } from '../world.ts'

/** What a page has and Node has not: the library asks it whether somebody looks. */
const page = new EventTarget()
Object.assign(globalThis, {
  document: { visibilityState: 'visible' },
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
})

type Data = { id: number; content: string; users: Record<string, string>; contacts?: object; user: { name: string }; account_id: number }
type Told = { event: string; data: Data }

/** Subscribes as a dashboard or a widget does, and keeps what it is told. */
function subscribe(consumer: Consumer, params: { pubsub_token: string; account_id?: number; user_id?: number }) {
  const told: Told[] = []
  const states: string[] = []
  const subscription = consumer.subscriptions.create(
    { channel: 'RoomChannel', ...params },
    {
      connected: () => void states.push('connected'),
      disconnected: ({ willAttemptReconnect }: { willAttemptReconnect: boolean | undefined }) =>
        void states.push(willAttemptReconnect ? 'waiting' : 'gone'),
      rejected: () => void states.push('rejected'),
      received: (one: Told) => void told.push(one),
    },
  )
  const texts = () => told.filter(({ event }) => event === 'message.created').map(({ data }) => data.content)
  return { subscription, told, states, texts, heard: (event: string) => told.find((one) => one.event === event)?.data }
}

test('@rails/actioncable, unmodified: an agent and a customer are told what happens, whatever it came through, also after a restart', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const voices = await voicesOf(server)
  const connect = () => {
    const consumer = createConsumer(() => `${server.url.replace('http', 'ws')}/cable`)
    t.after(() => consumer.disconnect())
    return consumer
  }
  const profile = (await server.call('GET', '/chatwoot/api/v1/profile', { token: home.tokens.chatwoot })).body
  const ann = subscribe(connect(), { pubsub_token: profile.pubsub_token, account_id: profile.account_id, user_id: profile.id })
  const visitor = await janeOf(server, home)
  const jane = subscribe(connect(), { pubsub_token: visitor.pubsub_token })
  const wrong = subscribe(connect(), { pubsub_token: `${profile.pubsub_token}x`, account_id: profile.account_id, user_id: profile.id })
  await waitFor(() => [ann, jane, wrong].every(({ states }) => states.length > 0))
  assert.deepEqual([ann.states, jane.states, wrong.states], [['connected'], ['connected'], ['rejected']])

  await voices.ndoto.send(home.conversation.id, 'Between us', { private: true })
  await voices.ndoto.send(home.conversation.id, 'By Ndoto')
  await voices.ondi.send(home.conversation.id, 'By OnDi')
  await voices.client.send(home.conversation.id, 'By Jane')
  await waitFor(() => ann.texts().length === 4 && jane.texts().length === 3)
  assert.deepEqual(ann.texts(), ['Between us', 'By Ndoto', 'By OnDi', 'By Jane'])
  assert.deepEqual(jane.texts(), ['By Ndoto', 'By OnDi', 'By Jane'])
  assert.ok([...ann.told, ...jane.told].every(({ data }) => data.account_id === home.account.id))

  const at = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}`
  await server.call('POST', `${at}/toggle_typing_status`, { token: home.tokens.chatwoot, body: { typing_status: 'on' } })
  await waitFor(() => jane.heard('conversation.typing_on') !== undefined)
  assert.equal(jane.heard('conversation.typing_on')?.user.name, home.ann.name)
  assert.equal(ann.heard('conversation.typing_on'), undefined)
  ann.told.length = 0
  ann.subscription.perform('update_presence')
  await waitFor(() => ann.heard('presence.update') !== undefined)
  const { users, contacts } = ann.heard('presence.update') as Data
  assert.deepEqual([Object.keys(users), contacts], [[`${home.ann.id}`], { [home.jane.id]: 'online' }])

  await server.restart()
  await waitFor(() => [ann, jane].every(({ states }) => states.includes('waiting')))
  // Somebody looks at the page again: the library need not wait for its next turn.
  page.dispatchEvent(new Event('visibilitychange'))
  await waitFor(() => [ann, jane].every(({ states }) => states.join() === 'connected,waiting,connected'))
  await (await voicesOf(server)).tidysupport.send(home.conversation.id, 'Back again')
  await waitFor(() => ann.texts().includes('Back again') && jane.texts().includes('Back again'))
})

const skip = ENGINE === 'postgres' && 'no store takes part in how it speaks'

test('@anycable/core, unmodified, speaks to it as well', { skip }, async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { pubsub_token } = await janeOf(server, home)
  const cable = createCable(`${server.url.replace('http', 'ws')}/chatwoot/cable`)
  t.after(() => cable.disconnect())
  const channel = cable.subscribeTo('RoomChannel', { pubsub_token })
  const told: Told[] = []
  channel.on('message', (one) => void told.push(one as unknown as Told))
  await channel.ensureSubscribed()
  await (await voicesOf(server)).parley.send(home.conversation.id, 'By Parley')
  await waitFor(() => told.some(({ data }) => data.content === 'By Parley'))
})

/** Jane as her own page knows her. */
async function janeOf(server: TestServer, { account, channel, jane, tokens }: Place): Promise<{ pubsub_token: string }> {
  const of = `/chatwoot/api/v1/accounts/${account.id}/contacts/${jane.id}/contactable_inboxes`
  const { payload } = (await server.call('GET', of, { token: tokens.chatwoot })).body
  return (await server.call('GET', `/chatwoot/public/api/v1/inboxes/${channel.identifier}/contacts/${payload[0].source_id}`)).body
}
