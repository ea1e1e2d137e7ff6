import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { settleStranded } from '../../src/core/messages/settle-stranded.ts'
import { answer, startReceiver } from '../delivery/start-receiver.ts'
import { ENGINE, startServer } from '../harness.ts'

const HOUR = 3_600_000_000
const NOTHING: readonly never[] = []

/** Home's website hands over to a bridge; the clock is lent. */
async function start(t: TestContext) {
  let now = 1_770_000_000_000_000
  const server = await startServer(t, { now: () => now, delivery: true })
  const { home, core } = server
  const bridge = await startReceiver(t)
  const { ids } = core
  const own = `/parley/v1/conversations/${home.conversation.id}`
  const family = `/chatwoot/api/v1/accounts/${home.account.id}`
  const talk = `${family}/conversations/${home.conversation.number}/messages`
  const thread = `/tidysupport/v1/workspaces/${ids.toPrefixed('account', home.account.id)}/support/inbox/conversations/${ids.toPrefixed('conversation', home.conversation.id)}/messages`

  async function ok(method: string, path: string, body?: object, token = home.secrets.ann) {
    const said = await server.call(method, path, { token, body })
    assert.ok(said.status < 300, `${method} ${path}: ${said.text}`)
    return said.body
  }
  return {
    server,
    bridge,
    own,
    talk,
    thread,
    ok,
    pass(hours: number) {
      now += hours * HOUR
    },
    setAddress: (url: string) => ok('PATCH', `${family}/inboxes/${home.channel.id}`, { channel: { webhook_url: url } }),
    say: async (content: string) => (await ok('POST', talk, { content })).id as number,
    /** How far a message has come, in the words of each API that has some. */
    async seen(id: number) {
      const mine = await ok('GET', `${own}/messages/${id}`)
      const theirs = (await ok('GET', talk)).payload.find((one: { id: number }) => one.id === id)
      const tidy = (await ok('GET', thread, undefined, home.tokens.tidysupport)).thread.messages.items
      const one = tidy.find((item: { id: string }) => item.id === ids.toPrefixed('message', id))
      assert.equal(one.sentAt === null, mine.sentAt === null)
      return [mine.status, mine.failure?.cause ?? null, theirs.status, theirs.content_attributes.external_error ?? null, one.status]
    },
    /** The moves of a message as the log has them. */
    async moves(id: number) {
      const { events } = await ok('GET', '/parley/v1/events?limit=200')
      const about = events.filter((one: { type: string; messageId: number }) => one.type === 'message.updated' && one.messageId === id)
      return about.map(({ data }: { data: { status: string[] } }) => data.status.join(' '))
    },
    /** When the conversation last changed, to those who are shown no status. */
    updatedAt: async () => (await ok('GET', own)).updatedAt,
  }
}

test('what a bridge is handed is pending, then sent; what it does not take is tried again, and sent when it does after all', async (t) => {
  const { server, bridge, ok, own, talk, thread, say, seen, moves, setAddress, pass, updatedAt } = await start(t)
  const before = await say('There is no bridge yet')
  await setAddress(`${bridge.url}/hook`)
  bridge.behave(() => answer(500))
  const id = await say('Your room is ready')
  assert.deepEqual(await seen(id), ['pending', null, 'sent', null, 'PENDING'])
  // Only what the team says to the customer is handed over.
  const note = await ok('POST', talk, { content: 'Loud guest', private: true })
  const asked = await ok('POST', talk, { content: 'When?', message_type: 'incoming' })
  for (const other of [before, note.id, asked.id]) assert.deepEqual([(await ok('GET', `${own}/messages/${other}`)).status], ['sent'])

  const at = await updatedAt()
  await server.deliver()
  assert.deepEqual(await seen(id), ['retrying', 'it answered 500', 'sent', null, 'RETRYING'])
  bridge.behave(() => answer(200))
  pass(1)
  await server.deliver()
  assert.deepEqual(await seen(id), ['sent', null, 'sent', null, 'SENT'])
  assert.deepEqual(await moves(id), ['pending retrying', 'retrying sent'])
  assert.deepEqual([await moves(before), await moves(note.id), await moves(asked.id)], [NOTHING, NOTHING, NOTHING])
  assert.equal(await updatedAt(), at, 'to those who are shown no status nothing has happened')

  // Through another API it goes the same way.
  const replied = await ok('POST', thread, { contentText: 'Come up' }, server.home.tokens.tidysupport)
  assert.deepEqual([replied.message.status, replied.message.sentAt], ['PENDING', null])
  await server.deliver()
  const { items } = (await ok('GET', thread, undefined, server.home.tokens.tidysupport)).thread.messages
  assert.deepEqual([items.at(-1).status, items.at(-1).sentAt === null], ['SENT', false])
})

test('a receipt through one API shows in all, moves forward only, and two at once leave what is farther', async (t) => {
  const { server, own, talk, ok, say, seen, moves } = await start(t)
  const { home } = server
  const [first, second, third, fourth, fifth] = [await say('1'), await say('2'), await say('3'), await say('4'), await say('5')]
  await ok('PATCH', `${talk}/${first}`, { status: 'delivered' })
  assert.deepEqual(await seen(first), ['delivered', null, 'delivered', null, 'SENT'])
  await ok('PATCH', `${own}/messages/${first}`, { status: 'sent' })
  await ok('PATCH', `${own}/messages/${first}`, { status: 'failed', cause: 'Too late' })
  assert.deepEqual(await moves(first), ['sent delivered'])
  await ok('PATCH', `${own}/messages/${second}`, { status: 'failed', cause: 'No such number' })
  assert.deepEqual(await seen(second), ['failed', 'No such number', 'failed', 'No such number', 'FAILED'])
  // Why is the business's own.
  const page = await ok('GET', `${own}/messages`, undefined, home.secrets.jane)
  assert.deepEqual(page.messages.find((one: { id: number }) => one.id === second).failure, { cause: null })
  for (const path of [`${own}/messages`, '/parley/v1/events?limit=200'])
    assert.doesNotMatch(JSON.stringify(await ok('GET', path, undefined, home.secrets.jane)), /No such number/)

  // A customer reads through OnDi; what failed has not reached them.
  const conversation = server.core.ids.toUuid('conversation', home.conversation.id)
  await ok('POST', `${own}/participants`, { authorId: home.jane.id })
  const upTo = server.core.ids.toUuid('message', third)
  await ok('PUT', `/ondi/messaging/conversations/${conversation}/read-status?message_id=${upTo}`, undefined, home.secrets.jane)
  assert.deepEqual(
    [(await seen(first))[2], (await seen(second))[2], (await seen(third))[2], (await seen(fourth))[2]],
    ['read', 'failed', 'read', 'sent'],
  )
  const { contact_last_seen_at: looked } = await ok('GET', talk.replace(/\/messages$/, ''))
  assert.equal(looked, Math.floor(Date.parse((await ok('GET', `${own}/messages/${third}`)).createdAt) / 1000))

  const { seq } = await ok('GET', `${own}/messages/${fifth}`)
  const receipt = (status: string) => ok('POST', `${own}/receipts`, { status, seq })
  const [one, other] = await Promise.all([receipt('delivered'), receipt('read')])
  assert.ok(one.moved + other.moved >= 2)
  assert.deepEqual([(await seen(fourth))[0], (await seen(fifth))[0], (await seen(second))[0]], ['read', 'read', 'failed'])
  assert.deepEqual(await receipt('read'), { moved: 0 })
  for (const id of [fourth, fifth]) assert.match((await moves(id)).join(), /^(sent delivered,delivered read|sent read)$/)
})

test('a member who reads has read nothing for the customer, and a note has no status', async (t) => {
  const { own, talk, ok, say, seen, moves, server } = await start(t)
  const id = await say('Hello')
  const note = await ok('POST', talk, { content: 'Note', private: true })
  await ok('POST', `${own}/read`, { seq: 2 })
  assert.deepEqual((await seen(id))[0], 'sent')
  await ok('PATCH', `${own}/messages/${note.id}`, { status: 'read' })
  await ok('POST', `${own}/receipts`, { status: 'read', seq: 2 })
  assert.deepEqual([(await ok('GET', `${own}/messages/${note.id}`)).status, await moves(note.id)], ['sent', NOTHING])
  assert.deepEqual(await moves(id), ['sent read'])
  const asCustomer = { token: server.home.secrets.jane, body: { status: 'read', seq: 2 } }
  assert.equal((await server.call('POST', `${own}/receipts`, asCustomer)).status, 403)
})

test('what is given up is failed with its cause, and a retry hands it over again', async (t) => {
  const { server, bridge, ok, own, talk, say, seen, moves, setAddress, pass } = await start(t)
  await setAddress(bridge.url)
  let refused = ''
  bridge.behave(({ body }) => answer((body as unknown as { content?: string }).content === refused ? 400 : 200))
  refused = 'Nobody takes this'
  const id = await say(refused)
  for (let hour = 0; hour <= 74; hour += 37) {
    await server.deliver()
    // Others are taken meanwhile: it is not the receiver that is down.
    await ok('POST', `${own.replace(/\d+$/, String(server.home.ticket.id))}/messages`, { text: `Hour ${hour}` })
    await server.deliver()
    pass(37)
  }
  await server.deliver()
  const [status, cause, , error] = await seen(id)
  assert.equal(status, 'failed')
  assert.match(cause, /400/)
  assert.equal(error, cause)

  refused = ''
  const taken = bridge.taken.length
  assert.equal((await ok('POST', `${talk}/${id}/retry`)).status, 'sent')
  assert.deepEqual(await seen(id), ['pending', null, 'sent', null, 'PENDING'])
  // Behind what the lane still has to tell, which is that the message failed.
  pass(1)
  await server.deliver()
  assert.deepEqual(await seen(id), ['sent', null, 'sent', null, 'SENT'])
  const again = bridge.taken.slice(taken).map(({ body }) => body as unknown as { event: string; content: string })
  assert.deepEqual(
    again.filter(({ event }) => event === 'message_created').map(({ content }) => content),
    ['Nobody takes this'],
  )
  assert.deepEqual(await moves(id), ['pending retrying', 'retrying failed', 'failed pending', 'pending sent'])
  assert.equal((await ok('POST', `${own}/messages/${id}/retry`)).status, 'sent')
  assert.deepEqual((await moves(id)).length, 4)
})

test('nothing waits for ever: without an address, or behind one that was paused, a message is failed and says why', async (t) => {
  const { server, bridge, ok, say, seen, setAddress, pass } = await start(t)
  const { core, home } = server
  const settle = () => settleStranded(core, () => false)
  await setAddress(bridge.url)
  bridge.behave(() => answer(500))
  const lost = await say('For an address that goes')
  assert.equal(await settle(), 0)
  await setAddress('')
  assert.equal(await settle(), 1)
  assert.deepEqual(await seen(lost), [
    'failed',
    'The channel has no address any more.',
    'failed',
    'The channel has no address any more.',
    'FAILED',
  ])
  assert.equal((await ok('POST', `/parley/v1/conversations/${home.conversation.id}/messages/${lost}/retry`)).status, 'sent')

  await setAddress(bridge.url)
  bridge.behave(() => answer(410))
  const refused = await say('For one that is gone')
  await server.deliver()
  const waits = await say('For one that is paused already')
  assert.equal(await settle(), 2)
  const [reason] = (await ok('GET', '/parley/v1/webhooks')).webhooks.map((one: { pausedReason: string }) => one.pausedReason)
  assert.match(reason, /410/)
  for (const id of [refused, waits]) assert.deepEqual((await seen(id)).slice(0, 2), ['failed', reason])

  bridge.behave(() => answer(200))
  await ok('POST', `/parley/v1/webhooks/${home.channel.id}/resume`)
  await server.deliver()
  for (const id of [refused, waits]) assert.deepEqual((await seen(id))[0], 'sent', 'it works after all')

  // Somebody pauses the address, who will let it go on: nothing is lost, unless they say so.
  await ok('POST', `/parley/v1/webhooks/${home.channel.id}/pause`)
  const patient = await say('For whoever has paused it')
  assert.deepEqual([await settle(), (await seen(patient))[0]], [0, 'pending'])
  await ok('POST', `/parley/v1/webhooks/${home.channel.id}/resume`, { from: 'now' })
  pass(1)
  await say('Later')
  await server.deliver()
  assert.equal(await settle(), 1)
  assert.deepEqual((await seen(patient)).slice(0, 2), ['failed', 'The channel’s address was let go on without it.'])
})

test('a channel without an address costs a send no look at the store', {
  skip: ENGINE === 'postgres' && 'what is kept in memory is one for both',
}, async (t) => {
  const { server, say } = await start(t)
  await say('Warm')
  const { store } = server.core
  let reads = 0
  const all = store.all.bind(store)
  t.mock.method(store, 'all', ((sql: string, params: never) => {
    if (/from channels/.test(sql)) reads += 1
    return all(sql, params)
  }) as typeof store.all)
  for (let index = 0; index < 5; index++) await say(`m${index}`)
  assert.equal(reads, 0)
})
