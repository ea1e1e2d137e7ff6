import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ENGINE, startServer } from '../../../test/harness.ts'
import { parleyClient } from '../../../test/parley-client.ts'
import { waitFor } from '../../../test/wait-for.ts'
import { seekSeqs } from '../../storage/queries/messages/messages-across.ts'
import { insertNotificationReads } from '../../storage/queries/messages/notifications.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { sendWithFiles } from '../attachments/send-with-files.ts'
import { storeAttachment } from '../attachments/store-attachment.ts'
import { updateConversation } from '../conversations/update-conversation.ts'
import { listMessagesAcross } from '../messages/list-messages-across.ts'
import { sendMessages } from '../messages/send-messages.ts'
import { searchMessages } from '../search/search-messages.ts'
import { keepRetention } from './keep-retention.ts'
import { TRIM_STEP, trimMessages } from './trim-messages.ts'

const DAY = 86_400_000_000
const FOREVER = { messageDays: null, eventDays: null, deliveryDays: null }
const going = () => false

async function start(t: TestContext) {
  const clock = { now: 1_800_000_000_000_000 }
  const server = await startServer(t, { now: () => clock.now })
  const { account, ann, conversation } = server.home
  const ctx = { ...systemCtx(server.core, account.id), actor: ann }
  const send = (texts: string[], to = conversation.id, priv = false) =>
    sendMessages(
      ctx,
      texts.map((text) => ({ to: { id: to }, by: ann, direction: 'outbound' as const, text, private: priv })),
      {},
      (_db, { messages }) => ({ status: 200, body: null, messageIds: messages.map((one) => one.id) }),
    )
  const seqs = async (id = conversation.id) =>
    (
      await server.core.store.all<{ seq: number }>('select seq from messages where account_id = $1 and conversation_id = $2 order by seq', [
        account.id,
        id,
      ])
    ).map((row) => row.seq)
  return { server, clock, ctx, send, seqs, home: server.home }
}

test('messages beyond their age go with their files, words and marks, and what is read goes on as if they had never been', async (t) => {
  const { server, clock, ctx, send, seqs, home } = await start(t)
  const { core } = server
  const ann = parleyClient(server, home.secrets.ann)
  const path = `/conversations/${home.conversation.id}/messages`
  const file = await storeAttachment(core, home.account.id, { name: 'a.txt', mediaType: 'text/plain', bytes: Buffer.from('planted') })
  await sendWithFiles(ctx, [file], () =>
    sendMessages(
      ctx,
      [{ to: { id: home.conversation.id }, by: home.ann, direction: 'outbound', text: 'planted one', attachments: [file] }],
      {},
      () => ({ status: 200, body: null }),
    ),
  )
  const keyed = { headers: { 'idempotency-key': 'k' } }
  const first = await ann.post(path, { text: 'planted two' }, keyed)
  await send(['planted three'], home.conversation.id, true)
  await send(['planted four', 'planted five'])
  const { messages: indexed } = await searchMessages(ctx, 'planted', { limit: 10 })
  assert.equal(indexed.length, 5)
  await core.store.tx((tx) => insertNotificationReads(tx, home.account.id, home.bob.id, [first.body.id]))

  clock.now += 10 * DAY
  await send(['kept one', 'kept two'])
  const whole = (await ann.get(path)).body.messages
  assert.equal(await trimMessages(ctx, clock.now - 10 * DAY, going), 0, 'no sooner')
  assert.equal(await trimMessages(ctx, clock.now - 9 * DAY, going), 5)

  assert.deepEqual(await seqs(), [6, 7])
  assert.deepEqual((await ann.get(path)).body.messages, whole.slice(0, 2))
  assert.deepEqual((await ann.get(`${path}?order=oldest&limit=1`)).body.messages, [whole[1]])
  const { body: conversation } = await ann.get(`/conversations/${home.conversation.id}`)
  assert.deepEqual([conversation.lastSeq, conversation.publicCount], [7, 2])
  assert.deepEqual((await searchMessages(ctx, 'planted', { limit: 10 })).messages, [])
  await waitFor(async () => server.blobFiles().length === 0)
  for (const table of ['messages', 'attachments', 'notification_reads', 'idempotency_keys', 'loose_blobs']) {
    const rows = await core.store.all(`select * from ${table}`)
    assert.ok(!JSON.stringify(rows).includes('planted') && !JSON.stringify(rows).includes(`"message_id":${first.body.id},"id"`), table)
  }
  assert.equal((await core.store.all('select 1 from notification_reads')).length, 0)
  // By time and across conversations: what is gone is before everything.
  const head = { conversationId: home.conversation.id, lastSeq: 7, revision: 0 }
  const place = (createdAt: number) => seekSeqs(core.store, home.account.id, [head], { createdAt, id: 0 })
  assert.equal((await place(clock.now)).get(head.conversationId), 5)
  assert.equal((await place(clock.now + 1)).get(head.conversationId), 7)
  const across = { accountIds: [home.account.id], applicationId: server.application.id, limit: 10 }
  const both = [home.conversation.id, (await ann.post('/conversations', { subject: 'Another' })).body.id]
  await core.store.tx((tx) => tx.run('update conversations set application_id = $1', [server.application.id]))
  await send(['in another'], both[1])
  const texts = (await listMessagesAcross(ctx, { ...across, conversationIds: both })).map((message) => message.text)
  assert.deepEqual(texts.toSorted(), ['in another', 'kept one', 'kept two'])
})

test('while messages are trimmed, in bounded steps, sends go on; nothing is left behind and nothing goes twice', async (t) => {
  const { server, clock, ctx, send, seqs, home } = await start(t)
  const places = [home.conversation.id, home.ticket.id]
  for (const to of places)
    await send(
      Array.from({ length: 350 }, (_, index) => `old ${index}`),
      to,
    )
  clock.now += 2 * DAY
  const before = clock.now - DAY
  let steps = 0
  const writes: Promise<unknown>[] = []
  // Asked before every step; each time somebody sends.
  const stop = () => {
    writes.push(...places.map((to) => send([`new ${steps}`], to)))
    steps += 1
    return false
  }
  let twinSteps = 0
  const stopTwin = () => twinSteps++ < 0
  const [one, twin] = await Promise.all([trimMessages(ctx, before, stop), trimMessages(ctx, before, stopTwin)])
  await Promise.all(writes)
  assert.equal(one + twin, 700)
  // Each passes by what the other was first to take.
  assert.ok(steps + twinSteps >= 700 / TRIM_STEP, `${steps} and ${twinSteps} steps`)
  for (const to of places) {
    const left = await seqs(to)
    assert.deepEqual(
      left,
      Array.from({ length: steps }, (_, index) => 351 + index),
    )
    const conversation = await parleyClient(server, home.secrets.ann).get(`/conversations/${to}`)
    assert.deepEqual([conversation.body.lastSeq, conversation.body.publicCount], [350 + steps, steps])
  }
  assert.equal(await trimMessages(ctx, before, going), 0)
})

test('a trim that ends after a step goes on with the next run, by the account’s own word or the installation’s', async (t) => {
  const { server, clock, ctx, send, seqs, home } = await start(t)
  const { core } = server
  const ann = parleyClient(server, home.secrets.ann)
  await send(Array.from({ length: TRIM_STEP + 50 }, (_, index) => `old ${index}`))
  await searchMessages(ctx, 'old', { limit: 1 })
  clock.now += 8 * DAY
  let asked = 0
  assert.equal(await trimMessages(ctx, clock.now - DAY, () => asked++ > 0), TRIM_STEP)
  assert.equal((await seqs())[0], TRIM_STEP + 1)
  const account = `/accounts/${home.account.id}`
  assert.deepEqual((await ann.patch(account, { retention: { messageDays: 9 } })).body.retention, { messageDays: 9 })
  assert.deepEqual(await keepRetention(core, { ...FOREVER, messageDays: 1 }, going), { messages: 0, events: 0, deliveries: 0 })
  await ann.patch(account, { retention: { eventDays: null } })
  assert.deepEqual((await ann.patch(account, { retention: { messageDays: 'default' } })).body.retention, { eventDays: null })
  assert.equal((await keepRetention(core, FOREVER, going)).messages, 0)
  assert.equal((await keepRetention(core, { ...FOREVER, messageDays: 7 }, () => true)).messages, 0, 'a server that stops does not begin')
  assert.equal((await keepRetention(core, { ...FOREVER, messageDays: 7 }, going)).messages, 50)
  assert.deepEqual(await seqs(), [])
  if (ENGINE === 'postgres') return
  const [index] = await core.store.all<{ bytes: number }>('select sum(length(block)) as bytes from message_search_data')
  assert.ok((index?.bytes ?? 0) < 100, 'the index is freed')
})

test('a conversation that is closed and left empty goes, with a word in the log; an open one stays', async (t) => {
  const { server, clock, ctx, send, home } = await start(t)
  const ann = parleyClient(server, home.secrets.ann)
  for (const to of [home.conversation.id, home.ticket.id]) await send(['bye'], to)
  await server.core.store.tx((tx) => updateConversation(ctx, tx, { id: home.ticket.id }, { status: 'resolved' }))
  clock.now += 2 * DAY
  assert.ok((await trimMessages(ctx, clock.now - DAY, going)) >= 2)
  assert.equal((await ann.get(`/conversations/${home.ticket.id}`)).status, 404)
  const open = await ann.get(`/conversations/${home.conversation.id}`)
  assert.deepEqual([open.status, open.body.publicCount], [200, 0])
  assert.equal((await ann.get('/events')).body.events.at(-1).type, 'conversation.deleted')
  await send(['back again'])
  assert.equal((await ann.get(`/conversations/${home.conversation.id}/messages`)).body.messages[0].seq, 2)
})
