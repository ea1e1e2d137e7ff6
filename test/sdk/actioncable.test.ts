import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { createCable } from '@anycable/core'
import { voicesOf } from '../clients/voices.ts'
import { ENGINE, startServer, type TestServer } from '../harness.ts'
import { waitFor } from '../wait-for.ts'
import type { Place } from '../world.ts'
import type { Order, Report } from './actioncable-page.ts'

type Data = {
  id: number
  content: string
  users: Record<string, string>
  contacts?: Record<string, string>
  user: { name: string }
  account_id: number
}
type Told = { event: string; data: Data }

/** A page whose subscriptions are named, and everything they were told. */
function openPage(t: TestContext, server: TestServer) {
  const address = () => `${server.url.replace('http', 'ws')}/cable`
  const worker = new Worker(new URL('./actioncable-page.ts', import.meta.url), { workerData: address() })
  t.after(() => worker.terminate())
  const reports: Report[] = []
  worker.on('message', (one: Report) => reports.push(one))
  const order = (one: Order) => worker.postMessage(one)
  const of = (key: string) => {
    const told = () => reports.flatMap((one) => (one.key === key && 'told' in one ? [one.told as unknown as Told] : []))
    return {
      told,
      states: () => reports.flatMap((one) => (one.key === key && 'state' in one ? [one.state] : [])),
      texts: () => told().flatMap(({ event, data }) => (event === 'message.created' ? [data.content] : [])),
      heard: (event: string) => told().findLast((one) => one.event === event)?.data,
      perform: (action: string) => order({ perform: key, action }),
    }
  }
  return {
    subscribe(key: string, params: { pubsub_token: string; account_id?: number; user_id?: number }) {
      order({ subscribe: key, params })
      return of(key)
    },
    look: () => order({ look: address() }),
  }
}

test('@rails/actioncable, unmodified: an agent and a customer are told what happens, whatever it came through, also after a restart', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const voices = await voicesOf(server)
  const page = openPage(t, server)
  const profile = (await server.call('GET', '/chatwoot/api/v1/profile', { token: home.tokens.chatwoot })).body
  const ann = page.subscribe('ann', { pubsub_token: profile.pubsub_token, account_id: profile.account_id, user_id: profile.id })
  const visitor = await janeOf(server, home)
  const jane = page.subscribe('jane', { pubsub_token: visitor.pubsub_token })
  const wrong = page.subscribe('wrong', { pubsub_token: `${profile.pubsub_token}x`, account_id: profile.account_id, user_id: profile.id })
  await waitFor(() => [ann, jane, wrong].every(({ states }) => states().length > 0))
  assert.deepEqual([ann.states(), jane.states(), wrong.states()], [['connected'], ['connected'], ['rejected']])

  await voices.ndoto.send(home.conversation.id, 'Between us', { private: true })
  await voices.ndoto.send(home.conversation.id, 'By Ndoto')
  await voices.ondi.send(home.conversation.id, 'By OnDi')
  await voices.client.send(home.conversation.id, 'By Jane')
  await waitFor(() => ann.texts().length === 4 && jane.texts().length === 3)
  assert.deepEqual(ann.texts(), ['Between us', 'By Ndoto', 'By OnDi', 'By Jane'])
  assert.deepEqual(jane.texts(), ['By Ndoto', 'By OnDi', 'By Jane'])
  assert.ok([...ann.told(), ...jane.told()].every(({ data }) => data.account_id === home.account.id))

  const at = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}`
  await server.call('POST', `${at}/toggle_typing_status`, { token: home.tokens.chatwoot, body: { typing_status: 'on' } })
  await waitFor(() => jane.heard('conversation.typing_on') !== undefined)
  assert.equal(jane.heard('conversation.typing_on')?.user.name, home.ann.name)
  assert.equal(ann.heard('conversation.typing_on'), undefined)
  ann.perform('update_presence')
  await waitFor(() => ann.heard('presence.update')?.contacts?.[home.jane.id] === 'online')
  const { users, contacts } = ann.heard('presence.update') as Data
  assert.deepEqual([Object.keys(users), contacts], [[`${home.ann.id}`], { [home.jane.id]: 'online' }])

  await server.restart()
  await waitFor(() => [ann, jane].every(({ states }) => states().includes('disconnected')))
  // Somebody looks at the page again: the library need not wait for its next turn.
  page.look()
  await waitFor(() => [ann, jane].every(({ states }) => states().at(-1) === 'connected'))
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
