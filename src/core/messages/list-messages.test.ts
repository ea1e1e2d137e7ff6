import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { startServer } from '../../../test/harness.ts'
import type { Message } from '../../model/message.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Ctx } from '../context.ts'
import { getConversation } from '../conversations/get-conversation.ts'
import { deleteMessage } from './delete-message.ts'
import { type ListMessages, listMessages } from './list-messages.ts'
import { sendMessages } from './send-messages.ts'

const COUNT = 60
const START = 1_000_000

/** A conversation of sixty messages: notes, tombstones and Parley's own among them, ids with gaps, and times that several messages share. */
async function makeConversation(t: TestContext) {
  let now = START
  const server = await startServer(t, { now: () => now })
  const { account, conversation, ticket, ann, jane } = server.home
  const as = (actor: Ctx['actor']): Ctx => ({ ...systemCtx(server.core, account.id), actor })
  const answer = () => ({ status: 200, body: null })
  for (let index = 0; index < COUNT; index++) {
    now = START + Math.floor(index / 4) * 10
    const ctx = as(index % 7 === 6 ? { kind: 'system', id: 0 } : index % 3 === 0 ? jane : ann)
    const direction = ctx.actor.kind === 'system' ? 'system' : ctx.actor.kind === 'contact' ? 'inbound' : 'outbound'
    const message = { to: { id: conversation.id }, by: ctx.actor, direction, text: `m${index}`, private: index % 5 === 1 } as const
    await sendMessages(ctx, [message], {}, answer)
    if (index % 4 === 0) await sendMessages(ctx, [{ ...message, to: { id: ticket.id } }], {}, answer)
  }
  const team = as(ann)
  const everything = async () =>
    listMessages(team, await getConversation(team, { id: conversation.id }), { order: 'oldest', limit: COUNT, deleted: true, system: true })
  for (const message of await everything()) {
    const ref = { conversation: { id: conversation.id }, messageId: message.id }
    if (message.seq % 11 === 3) await server.core.store.tx((tx) => deleteMessage(team, tx, ref))
  }
  return { team, contact: as(jane), conversation: await getConversation(team, { id: conversation.id }), all: await everything() }
}

/** What the page must be, said plainly. */
function expectPage(all: readonly Message[], query: ListMessages, notes: boolean): number[] {
  const is = (bound: number | undefined, holds: (value: number) => boolean) => bound === undefined || holds(bound)
  const found = all.filter(
    (one) =>
      is(query.afterSeq, (value) => one.seq > value) &&
      is(query.beforeSeq, (value) => one.seq < value) &&
      is(query.afterId, (value) => one.id > value) &&
      is(query.fromId, (value) => one.id >= value) &&
      is(query.beforeId, (value) => one.id < value) &&
      is(query.fromTime, (value) => one.createdAt >= value) &&
      is(query.untilTime, (value) => one.createdAt <= value) &&
      is(query.beforeTime, (value) => one.createdAt < value) &&
      (query.deleted || one.deletedAt === null) &&
      (query.system || one.direction !== 'system') &&
      (!one.private || (notes && !query.publicOnly)),
  )
  if (query.order === 'newest') found.reverse()
  const offset = query.offset ?? 0
  return found.slice(offset, offset + query.limit).map((message) => message.seq)
}

test('every window holds exactly the messages that a naive filter finds', async (t) => {
  const { team, contact, conversation, all } = await makeConversation(t)
  assert.equal(all.length, COUNT)
  const ids = fc.integer({ min: (all[0]?.id ?? 0) - 3, max: (all.at(-1)?.id ?? 0) + 3 })
  const seqs = fc.integer({ min: 0, max: COUNT + 3 })
  const times = fc.integer({ min: START - 12, max: START + (COUNT / 4) * 10 + 12 })
  const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 2 })
  const queries = fc.record({
    afterSeq: maybe(seqs),
    beforeSeq: maybe(seqs),
    afterId: maybe(ids),
    fromId: maybe(ids),
    beforeId: maybe(ids),
    fromTime: maybe(times),
    untilTime: maybe(times),
    beforeTime: maybe(times),
    order: fc.constantFrom<'newest' | 'oldest'>('newest', 'oldest'),
    limit: fc.integer({ min: 1, max: COUNT }),
    offset: maybe(fc.integer({ min: 0, max: 5 })),
    deleted: fc.boolean(),
    system: fc.boolean(),
    publicOnly: maybe(fc.boolean()),
  })
  await fc.assert(
    fc.asyncProperty(queries, fc.boolean(), async (query, byTeam) => {
      const page = await listMessages(byTeam ? team : contact, conversation, query)
      assert.deepEqual(
        page.map((message) => message.seq),
        expectPage(all, query, byTeam),
      )
    }),
    { numRuns: 400 },
  )
})

test('ids and times of a conversation grow with seq, which has no gaps', async (t) => {
  const { all } = await makeConversation(t)
  for (const [index, message] of all.entries()) {
    assert.equal(message.seq, index + 1)
    const before = all[index - 1]
    if (before) assert.ok(message.id > before.id && message.createdAt >= before.createdAt)
  }
})

test('an empty conversation has no message in any window', async (t) => {
  const server = await startServer(t)
  const ctx = systemCtx(server.core, server.home.account.id)
  for (const window of [{}, { fromTime: 0 }, { beforeTime: 1e15 }, { fromId: 1 }, { beforeId: 1e9 }, { afterSeq: 0 }, { beforeSeq: 9 }]) {
    const page = await listMessages(ctx, server.home.conversation, { ...window, order: 'newest', limit: 5, deleted: true, system: true })
    assert.deepEqual(page, [], JSON.stringify(window))
  }
})
