import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../test/harness.ts'
import { ctxOf, say } from '../../../test/mews-client.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Message, NewMessage } from '../../model/message.ts'
import { createConversation } from '../conversations/create-conversation.ts'
import { deleteMessage } from './delete-message.ts'
import { type ListAcross, listMessagesAcross } from './list-messages-across.ts'

/** A generator with a seed, so that a failure can be seen again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

async function openConversations(server: TestServer, count: number): Promise<Conversation[]> {
  const ctx = ctxOf(server, server.home)
  const input = { applicationId: server.application.id }
  const opened: Conversation[] = []
  await server.core.store.tx(async (tx) => {
    for (let index = 0; index < count; index++) opened.push(await createConversation(ctx, tx, input))
  })
  return opened
}

const HIDDEN: Partial<NewMessage>[] = [
  { text: 'a note', private: true },
  { text: 'Ann joined', direction: 'system', by: { kind: 'system', id: 0 } },
  { text: '' },
  { text: null },
]

/** Sends at random into many conversations and returns what is to be shown, newest first. Many messages share a time. */
async function fill(server: TestServer, conversations: Conversation[], count: number, tick: () => void): Promise<Message[]> {
  const random = createRandom(7)
  const shown: Message[] = []
  for (let sent = 0; sent < count; sent++) {
    if (random(3) === 0) tick()
    // A few conversations get most of the messages.
    const conversation = conversations[Math.min(random(conversations.length), random(conversations.length))] as Conversation
    const hidden = random(3) === 0 ? HIDDEN[random(HIDDEN.length)] : undefined
    const [message] = await say(server, server.home, conversation, hidden ?? `message ${sent}`)
    if (!message || hidden) continue
    if (random(10) > 0) shown.unshift(message)
    else {
      const ref = { conversation: { id: conversation.id }, messageId: message.id }
      await server.core.store.tx((tx) => deleteMessage(ctxOf(server, server.home), tx, ref))
    }
  }
  return shown
}

async function walk(server: TestServer, query: ListAcross): Promise<Message[][]> {
  const ctx = { ...ctxOf(server, server.home), dialect: 'mews' as const }
  const pages: Message[][] = []
  let before = query.before
  for (;;) {
    const page = await listMessagesAcross(ctx, { ...query, before })
    if (page.length === 0) return pages
    pages.push(page)
    const last = page[page.length - 1] as Message
    before = { createdAt: last.createdAt, id: last.id }
    assert.ok(pages.length < 1000, 'the walk ends')
  }
}

test('pages over many conversations are those of one sorted list, none short in the middle, whatever hides between', async (t) => {
  let clock = 1_767_600_000_000_000
  const server = await startServer(t, { now: () => clock })
  const conversations = await openConversations(server, 12)
  const expected = await fill(server, conversations, 400, () => {
    clock += 1_500_000
  })
  const query = {
    accountIds: [server.home.account.id],
    conversationIds: conversations.map((one) => one.id),
    applicationId: server.application.id,
  }
  for (const limit of [1, 3, 20, 100, 1000]) {
    const pages = await walk(server, { ...query, limit })
    assert.deepEqual(pages.flat(), expected, `limit ${limit}`)
    for (const page of pages.slice(0, -1)) assert.equal(page.length, limit)
  }
  const [first] = conversations
  const own = expected.filter((message) => message.conversationId === first?.id)
  const pages = await walk(server, { ...query, conversationIds: [first?.id ?? 0], limit: 7 })
  assert.deepEqual(pages.flat(), own)
  for (const page of pages.slice(0, -1)) assert.equal(page.length, 7)
})

test('a span of time cuts a page at both ends, to the microsecond', async (t) => {
  let clock = 1_767_600_000_000_000
  const server = await startServer(t, { now: () => clock })
  const conversations = await openConversations(server, 5)
  const expected = await fill(server, conversations, 120, () => {
    clock += 1
  })
  const query = {
    accountIds: [server.home.account.id],
    conversationIds: conversations.map((one) => one.id),
    applicationId: server.application.id,
    limit: 1000,
  }
  const from = (expected[50] as Message).createdAt
  const before = (expected[20] as Message).createdAt
  const inSpan = expected.filter((message) => message.createdAt >= from && message.createdAt < before)
  assert.ok(inSpan.length > 10)
  assert.deepEqual((await walk(server, { ...query, created: { from, before } })).flat(), inSpan)
  const [mark] = inSpan
  const older = inSpan.slice(1)
  assert.deepEqual((await walk(server, { ...query, created: { from, before }, before: mark })).flat(), older)
})

test('a conversation that somebody else created has no messages here', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  await say(server, home, home.conversation, 'own')
  await say(server, home, home.ticket, 'not the application’s')
  await say(server, away, away.conversation, 'in another account')
  const ctx = { ...ctxOf(server, home), dialect: 'mews' as const }
  const conversationIds = [home.conversation.id, home.ticket.id, away.conversation.id]
  const list = async (accountIds: number[], applicationId: number) =>
    (await listMessagesAcross(ctx, { accountIds, conversationIds, applicationId, limit: 10 })).map((message) => message.text)
  assert.deepEqual(await list([home.account.id], server.application.id), ['own'])
  assert.deepEqual(await list([home.account.id, away.account.id], server.application.id), ['in another account', 'own'])
  assert.deepEqual(await list([home.account.id], server.application.id + 1), [])
})
