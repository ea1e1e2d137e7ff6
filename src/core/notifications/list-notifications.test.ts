import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ENGINE, startServer } from '../../../test/harness.ts'
import type { AuthorRef } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Ctx } from '../context.ts'
import { createConversation } from '../conversations/create-conversation.ts'
import { getConversation } from '../conversations/get-conversation.ts'
import { markRead } from '../conversations/mark-read.ts'
import { sendWithin } from '../messages/send-within.ts'
import { listNotifications } from './list-notifications.ts'
import { markNotifications } from './mark-notifications.ts'

async function start(t: TestContext) {
  const clock = { time: Date.UTC(2026, 0, 2) * 1000 }
  const { core, home } = await startServer(t, { now: () => clock.time })
  const as = (actor: AuthorRef): Ctx => ({ ...systemCtx(core, home.account.id), actor, dialect: 'ondi' })
  const say = async (text: string, to: Conversation = home.conversation, by: AuthorRef = home.jane) => {
    clock.time += 1_000_000
    const said = { to: { id: to.id }, by, direction: 'inbound' as const, text }
    const { messages } = await core.store.tx((tx) => sendWithin(as(by), tx, [said]))
    return messages[0] as { id: number; seq: number }
  }
  const begin = () =>
    core.store.tx((tx) =>
      createConversation(as(home.ann), tx, { contactId: home.jane.id, participants: [{ author: home.bob, role: 'member' }] }),
    )
  const bob = as(home.bob)
  const seen = async (ctx = bob) => (await listNotifications(ctx)).map((one) => [one.id, one.isRead])
  const mark = (ids?: number[], ctx = bob) => core.store.tx((tx) => markNotifications(ctx, tx, ids))
  return { core, home, clock, as, say, begin, bob, seen, mark }
}

test('notifications of many conversations come in one order, the newest first', async (t) => {
  const { home, say, begin, seen } = await start(t)
  const others = await Promise.all(Array.from({ length: 40 }, begin))
  const ids: number[] = []
  for (const [index, one] of [...others, home.conversation, ...others.slice(0, 3)].entries())
    ids.unshift((await say(`No ${index}`, one)).id)
  assert.deepEqual(
    await seen(),
    ids.map((id) => [id, false]),
  )
})

test('marked singly or all at once, read in the conversation or marked here: each once, and no mark moves back', async (t) => {
  const { core, home, say, begin, bob, seen, mark } = await start(t)
  const other = await begin()
  const [a, b] = [await say('a'), await say('b')]
  const c = await say('c', other)
  assert.deepEqual(await mark([a.id]), { marked: 1, unread: 2 })
  assert.deepEqual(await mark([a.id]), { marked: 0, unread: 2 })
  const now = await getConversation(bob, { id: home.conversation.id })
  await core.store.tx((tx) => markRead(bob, tx, now, b.seq))
  assert.deepEqual(await seen(), [
    [c.id, false],
    [b.id, true],
    [a.id, true],
  ])
  assert.deepEqual(await mark(), { marked: 1, unread: 0 })
  assert.deepEqual(await mark(), { marked: 0, unread: 0 })
  const d = await say('d')
  assert.deepEqual((await seen())[0], [d.id, false])
  assert.deepEqual(await mark([d.id]), { marked: 1, unread: 0 })
  const events = await core.store.all<{ data: string }>("select data from events where type = 'notifications.read' order by position")
  assert.deepEqual(
    events.map((one) => JSON.parse(one.data).count),
    [1, 1, 1],
  )
})

test('whoever is not notified of something cannot mark it, and then nothing is marked', async (t) => {
  const { home, as, say, seen, mark } = await start(t)
  const own = await say('my own', home.conversation, home.bob)
  const heard = await say('heard')
  for (const ids of [[own.id], [heard.id, 2 ** 45]]) await assert.rejects(mark(ids), { code: 'notification_not_found' })
  await assert.rejects(mark([heard.id], as(home.eve)), { code: 'notification_not_found' })
  assert.deepEqual(await seen(), [[heard.id, false]])
})

test('the messages are found by the ends of their conversations, never by walking the account', {
  skip: ENGINE === 'postgres' && 'a plan of SQLite’s',
}, async (t) => {
  const { core, home } = await start(t)
  const plan = await core.store.all<{ detail: string }>(
    `explain query plan select m.id from conversations c cross join messages m
     where c.account_id = $1 and c.id = any($2) and m.account_id = $1 and m.conversation_id = c.id and m.seq > c.last_seq - cast($3 as bigint)
       and m.author_id <> $4 and m.private = 0 and m.deleted_at is null`,
    [home.account.id, [home.conversation.id], 500, home.bob.id],
  )
  const details = plan.map((one) => one.detail).join('\n')
  assert.match(details, /SEARCH m USING PRIMARY KEY \(account_id=\? AND conversation_id=\? AND seq>\?\)/)
  assert.match(details, /SEARCH c USING PRIMARY KEY/)
})
