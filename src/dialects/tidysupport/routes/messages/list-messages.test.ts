import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { createChannel } from '../../../../core/channels/create-channel.ts'
import { loadChannel } from '../../../../core/channels/load-channel.ts'
import { createConversation } from '../../../../core/conversations/create-conversation.ts'
import { deleteMessage } from '../../../../core/messages/delete-message.ts'
import { sendWithin } from '../../../../core/messages/send-within.ts'
import { refusal, startTidy } from '../../test-client.ts'

type Item = { id: string; contentText: string }
const texts = (answer: { body: { thread: { messages: { items: Item[] } } } }) =>
  answer.body.thread.messages.items.map((one) => one.contentText)

test('pages go from the oldest message to the newest, each behind the last one received', async (t) => {
  const { call, messages, say, server, home, ids } = await startTidy(t)
  const sent: number[] = []
  for (let number = 1; number <= 7; number++) sent.push(await say({ text: `m${number}` }))
  const first = await call('GET', `${messages}?limit=3`)
  assert.deepEqual(texts(first), ['m1', 'm2', 'm3'])
  assert.equal(first.body.thread.messages.hasMore, true)
  const ctx = systemCtx(server.core, home.account.id)
  // The cursor's message and one of the next page go; the page still begins behind its place.
  for (const messageId of sent.slice(2, 4)) {
    await server.core.store.tx((tx) => deleteMessage(ctx, tx, { conversation: { id: home.conversation.id }, messageId }))
  }
  const second = await call('GET', `${messages}?limit=3&cursor=${first.body.thread.messages.items[2].id}`)
  assert.deepEqual(texts(second), ['m5', 'm6', 'm7'])
  assert.equal(second.body.thread.messages.hasMore, false)
  const end = await call('GET', `${messages}?cursor=${ids.toPrefixed('message', sent[6] as number)}`)
  assert.deepEqual([texts(end), end.body.thread.messages.hasMore], [[], false])
})

test('a page holds 50 messages unless another limit from 1 to 100 is asked for', async (t) => {
  const { call, messages, server, home } = await startTidy(t)
  const many = Array.from({ length: 101 }, (_, index) => ({
    to: { id: home.conversation.id },
    by: 'contact' as const,
    direction: 'inbound' as const,
    text: `m${index}`,
  }))
  await server.core.store.tx((tx) => sendWithin(systemCtx(server.core, home.account.id), tx, many))
  assert.equal(texts(await call('GET', messages)).length, 50)
  assert.equal(texts(await call('GET', `${messages}?limit=100`)).length, 100)
  assert.equal(texts(await call('GET', `${messages}?limit=1`)).length, 1)
  for (const query of ['limit=0', 'limit=101', 'limit=-1', 'limit=1.5', 'limit=ten', 'limit=', 'limit=1&limit=2']) {
    const answer = await call('GET', `${messages}?${query}`)
    assert.equal(answer.status, 400, query)
    assert.equal(answer.body.error, 'Bad Request')
  }
})

test('an unknown cursor is refused, also one that is a message elsewhere', async (t) => {
  const { call, messages, say, home, ids } = await startTidy(t)
  const elsewhere = await say({ to: { id: home.ticket.id }, text: 'In the ticket' })
  for (const cursor of ['', 'msg_none', ids.toPrefixed('message', 999_999), ids.toPrefixed('message', elsewhere)]) {
    const answer = await call('GET', `${messages}?cursor=${cursor}`)
    assert.equal(answer.status, 400)
    assert.deepEqual(answer.body, refusal(400, 'Bad Request', 'The cursor is not valid.'))
  }
})

test('a conversation without a customer has no contact, and the source is that of its channel', async (t) => {
  const { call, inbox, server, home, ids } = await startTidy(t)
  const ctx = systemCtx(server.core, home.account.id)
  const sources = { api: 'API', email: 'EMAIL', web_widget: 'WIDGET' } as const
  for (const kind of ['api', 'email', 'web_widget'] as const) {
    const { channel, conversation } = await server.core.store.tx(async (tx) => {
      const channel = await createChannel(ctx, tx, { name: kind, kind })
      return { channel, conversation: await createConversation(ctx, tx, { kind: 'team', channelId: channel.id }) }
    })
    const { body } = await call('GET', `${inbox}/conversations/${ids.toPrefixed('conversation', conversation.id)}/messages`)
    assert.deepEqual(body.thread, {
      conversation: {
        id: ids.toPrefixed('conversation', conversation.id),
        status: 'OPEN',
        source: sources[kind],
        subject: null,
        summary: null,
      },
      contact: null,
      channel: { id: ids.toPrefixed('channel', channel.id), name: kind, email: null },
      messages: { items: [], hasMore: false },
    })
  }
})

test('reading changes nothing: no event, no unread state', async (t) => {
  const { call, messages, inbox, say, count } = await startTidy(t)
  await say({ text: 'Anybody there?' })
  const before = await count('events')
  await call('GET', messages)
  const list = await call('GET', `${inbox}/conversations?limit=1`)
  assert.equal(list.body.conversations.items[0].isUnread, true)
  assert.equal(await count('events'), before)
})

test('the channel is shown as it is now: a new name at once, another account’s never', async (t) => {
  const { call, messages, server, home } = await startTidy(t)
  const nameOf = async () => (await call('GET', messages)).body.thread.channel.name
  assert.equal(await nameOf(), home.channel.name)
  const renamed = await server.call('PATCH', `/parley/v1/channels/${home.channel.id}`, {
    token: home.tokens.parley,
    body: { name: 'Front desk' },
  })
  assert.equal(renamed.status, 200, renamed.text)
  assert.equal(await nameOf(), 'Front desk')
  const { away } = server
  assert.equal(await loadChannel(systemCtx(server.core, away.account.id), home.channel.id), undefined)
})
