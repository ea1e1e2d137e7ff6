import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { sendMessages } from '../../../../core/messages/send-messages.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { addMember, assertShape, messagesOf, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

type Shown = { id: number; content: string }
const idsOf = (answer: { body: { payload: Shown[] } }) => answer.body.payload.map((one) => one.id)

/** Sends many plain messages at once and gives their ids, oldest first. */
async function fill(server: TestServer, count: number): Promise<number[]> {
  const { account, conversation, ann } = server.home
  const ctx = systemCtx(server.core, account.id)
  const ids: number[] = []
  for (let done = 0; done < count; done += 1000) {
    const messages = Array.from({ length: Math.min(1000, count - done) }, (_, index) => ({
      to: { id: conversation.id },
      by: ann,
      direction: 'outbound' as const,
      text: `message ${done + index}`,
    }))
    await sendMessages(ctx, messages, {}, (_db, sent) => {
      ids.push(...sent.messages.map((message) => message.id))
      return { status: 200, body: null }
    })
  }
  return ids
}

test("Ndoto's list has every field of the seed's answer", async (t) => {
  let now = 1_712_001_000_500_000
  const server = await startServer(t, { now: () => now })
  const { jane, conversation, channel } = server.home
  const messages = messagesOf(server, NDOTO)
  assert.deepEqual((await messages.list()).body, { payload: [] })
  const sent = await messages.send({ content: 'Hi, I need help with my order.', message_type: 'incoming' })
  now += 60_000_000
  const { status, body, headers } = await messages.list()
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
  assert.deepEqual(body, {
    payload: [
      {
        id: sent.body.id,
        content: 'Hi, I need help with my order.',
        message_type: 'incoming',
        status: 'sent',
        private: false,
        created_at: 1712001000,
        sender: { id: jane.id, name: 'Jane Doe', type: 'Contact' },
        attachments: [],
        conversation_id: conversation.number,
        inbox_id: channel.id,
        content_type: 'text',
        content_attributes: {},
        source_id: null,
      },
    ],
  })
})

test('Ndoto cuts by whole seconds, both ends excluded', async (t) => {
  let now = 0
  const server = await startServer(t, { now: () => now })
  const messages = messagesOf(server, NDOTO)
  const ids: number[] = []
  for (const at of [100.0, 100.9, 101.0, 102.5]) {
    now = (1_712_001_000 + at) * 1e6
    ids.push(await messages.say(`at ${at}`))
  }
  const base = 1_712_001_000
  const list = async (query: string) => idsOf(await messages.list(query))
  const [a, b, c, d] = ids as [number, number, number, number]
  assert.deepEqual(await list(`?after=${base + 100}`), [c, d])
  assert.deepEqual(await list(`?after=${base + 99}`), ids)
  assert.deepEqual(await list(`?before=${base + 101}`), [a, b])
  assert.deepEqual(await list(`?before=${base + 102}`), [a, b, c])
  assert.deepEqual(await list(`?after=${base + 100}&before=${base + 102}`), [c])
  assert.deepEqual(await list(`?after=${base + 102}&before=${base + 100}`), [])
  assert.deepEqual(await list(`?after=${base + 101}&before=${base + 101}`), [])
  assert.deepEqual(await list('?before=&after='), ids)
  assert.deepEqual(await list('?after=1712001000000'), [])
  assert.deepEqual(await list('?before=1712001000000'), ids)
  assert.deepEqual(await list('?before=-5'), [])
  assert.deepEqual(await list('?after=-5&before=99999999999999999999999'), ids)
  for (const wrong of ['2024-04-01', '12.5', 'abc', '1e3', '%201', '1;2']) {
    const answer = await messages.list(`?before=${wrong}`)
    assert.equal(answer.status, 400, wrong)
    assert.deepEqual(answer.body, { error: 'before must be a Unix timestamp in whole seconds' })
  }
  assert.equal((await messages.list('?before=1&before=2')).status, 400)
})

test('Chatwoot pages by ids: 20 at the end or before one, 100 after one, 1000 between two with the lower end', async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, CHATWOOT)
  const ids = await fill(server, 1205)
  const list = async (query = '') => idsOf(await messages.list(query))
  const at = (index: number) => ids[index] as number
  assert.deepEqual(await list(), ids.slice(-20))
  assert.deepEqual(await list(`?before=${at(100)}`), ids.slice(80, 100))
  assert.deepEqual(await list(`?before=${at(5)}`), ids.slice(0, 5))
  assert.deepEqual(await list(`?before=${at(0)}`), [])
  assert.deepEqual(await list(`?after=${at(100)}`), ids.slice(101, 201))
  assert.deepEqual(await list(`?after=${at(1204)}`), [])
  assert.deepEqual(await list(`?after=${at(10)}&before=${at(40)}`), ids.slice(10, 40))
  assert.deepEqual(await list(`?after=${at(0)}&before=${at(1204)}`), ids.slice(0, 1000))
  assert.deepEqual(await list('?after=abc'), ids.slice(0, 100))
  assert.deepEqual(await list('?before=abc'), [])
  assert.deepEqual(await list(`?before=${'9'.repeat(30)}`), ids.slice(-20))
  assert.deepEqual(await list('?after=-7'), ids.slice(0, 100))
  assert.deepEqual(await list('?after=&before='), ids.slice(-20))
})

test('Chatwoot names the conversation in meta, and leaves notes and activities out when asked', async (t) => {
  const server = await startServer(t)
  const { account, conversation, jane, bob } = server.home
  const messages = messagesOf(server, CHATWOOT)
  await server.core.store.tx((tx) =>
    updateConversation(systemCtx(server.core, account.id), tx, { id: conversation.id }, { labels: ['vip'], assigneeId: bob.id }),
  )
  const shown = [await messages.say('Hello')]
  const note = await messages.say('Only for us', { private: true })
  const activity = await messages.say('Bob was assigned', { message_type: 'activity' })
  shown.push(await messages.say('Out of office', { message_type: 'template' }))
  const { body } = await messages.list()
  assertShape(CHATWOOT.message.List, body)
  assert.deepEqual(body.payload.map((one: Shown) => one.id).slice(-4), [shown[0], note, activity, shown[1]])
  assert.deepEqual(
    body.payload.slice(0, -4).map((one: { content: string; message_type: number }) => [one.message_type, one.content]),
    [
      [2, 'Parley assigned the conversation to Bob Home'],
      [2, 'Parley added the label vip'],
    ],
  )
  assert.deepEqual(body.meta.labels, ['vip'])
  assert.deepEqual(body.meta.additional_attributes, {})
  assert.equal(body.meta.contact.id, jane.id)
  assert.equal(body.meta.assignee.id, bob.id)
  assert.equal(body.meta.agent_last_seen_at, null)
  assert.equal(body.meta.assignee_last_seen_at, null)
  assert.deepEqual(idsOf(await messages.list('?filter_internal_messages=true')), shown)
  assert.deepEqual(idsOf(await messages.list(`?filter_internal_messages=1&after=${shown[0]}`)), [shown[1]])
  assert.equal((await messages.list('?filter_internal_messages=')).body.payload.length, 6)
})

test('99digital lists everything with its meta, and takes ids', async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, DIGITAL99)
  const ids = await fill(server, 45)
  const { body } = await messages.list()
  assertShape(DIGITAL99.message.List, body)
  assert.deepEqual(Object.keys(body), ['meta', 'payload'])
  assert.deepEqual(Object.keys(body.meta).sort(), [
    'additional_attributes',
    'agent_last_seen_at',
    'assignee_last_seen_at',
    'contact',
    'labels',
  ])
  assert.equal(body.meta.contact.type, 'contact')
  assert.deepEqual(
    body.payload.map((one: Shown) => one.id),
    ids,
  )
  assert.deepEqual(idsOf(await messages.list(`?before=${ids[30]}`)), ids.slice(0, 30))
  assert.deepEqual(idsOf(await messages.list(`?after=${ids[30]}`)), ids.slice(31))
  assert.deepEqual(idsOf(await messages.list(`?after=${ids[3]}&before=${ids[30]}`)), ids.slice(3, 30))
})

test('a list of everything neither skips nor repeats while others write', async (t) => {
  const server = await startServer(t)
  const messages = messagesOf(server, NDOTO)
  const ids = await fill(server, 3000)
  const writes = Array.from({ length: 20 }, (_, index) => messages.say(`late ${index}`))
  const [answer] = await Promise.all([messages.list(), ...writes])
  const seen = answer.body.payload
  assertShape(NDOTO.message.List, { payload: seen.slice(0, 3) })
  const found: number[] = seen.map((one: Shown) => one.id)
  assert.deepEqual(found.slice(0, 3000), ids)
  assert.equal(new Set(found).size, found.length)
  assert.deepEqual(
    found,
    found.toSorted((a, b) => a - b),
  )
  assert.equal((await messages.list()).body.payload.length, 3020)
  const all = await messagesOf(server, DIGITAL99).list()
  assert.equal(all.body.payload.length, 3020)
  assert.equal(all.body.meta.labels.length, 0)
})

test('a list needs a credential of the account', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const messages = messagesOf(server, profile)
    await messages.say('Hello')
    assert.equal((await server.call('GET', messages.path)).status, 401)
    assert.equal((await server.call('GET', messages.path, { token: 'wrong' })).status, 401)
    const foreign = await server.call('GET', messages.path, { token: server.away.tokens[profile.name] })
    assert.equal(foreign.status, profile === NDOTO ? 403 : 401)
    // Away has a conversation with the same number, which must not be home's.
    const { account, conversation } = server.away
    const path = `${profile.mount}/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`
    const own = await server.call('GET', path, { token: server.away.tokens[profile.name] })
    assert.deepEqual(own.body.payload, [])
    assert.equal((await messages.call('GET', '', { headers: { 'content-type': 'application/json' } })).status, 200)
  }
})

test("Chatwoot's list is closed to bots, who may send", async (t) => {
  const server = await startServer(t)
  const { secret } = await addMember(server, 'Botty', 'bot')
  const messages = messagesOf(server, CHATWOOT)
  const refused = await messages.call('GET', '', { token: secret })
  assert.equal(refused.status, 401)
  assert.deepEqual(refused.body, { error: 'Access to this endpoint is not authorized for bots' })
  const sent = await messages.send({ content: 'Beep' }, { token: secret })
  assert.equal(sent.status, 200)
  assert.equal(sent.body.sender.type, 'agent_bot')
  assert.equal((await messagesOf(server, NDOTO).call('GET', '', { token: secret })).status, 200)
})
