import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { findParticipant } from '../../storage/queries/conversations/participants.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { sendMessages } from '../messages/send-messages.ts'
import { changeParticipants } from './change-participants.ts'
import { getConversation } from './get-conversation.ts'
import { markRead } from './mark-read.ts'

async function start(t: TestContext, messages: number) {
  const { core, home } = await startServer(t)
  const system = systemCtx(core, home.account.id)
  const ctx = { ...system, actor: home.bob }
  const drafts = Array.from({ length: messages }, (_, index) => ({
    to: { id: home.conversation.id },
    by: home.ann,
    direction: 'outbound' as const,
    text: `m${index}`,
  }))
  await sendMessages(system, drafts, {}, () => ({ status: 200, body: null }))
  const conversation = await getConversation(ctx, { id: home.conversation.id })
  const mark = (seq: number) => core.store.tx((tx) => markRead(ctx, tx, conversation, seq))
  const stored = async () => (await findParticipant(core.store, home.account.id, conversation.id, home.bob.id))?.lastReadSeq
  const events = async () => (await core.store.all("select position from events where type = 'conversation.read'")).length
  return { core, home, system, conversation, mark, stored, events }
}

test('of readers at the same time the farthest one wins, whoever commits last', async (t) => {
  const { mark, stored } = await start(t, 20)
  await Promise.all([20, 3, 19, 7, 1, 12].map(mark))
  assert.equal(await stored(), 20)
})

test('the position moves forward only, never beyond the end, and only a move is an event', async (t) => {
  const { mark, stored, events } = await start(t, 3)
  assert.equal((await mark(2))?.lastReadSeq, 2)
  assert.equal((await mark(1))?.lastReadSeq, 2)
  assert.equal((await mark(2))?.lastReadSeq, 2)
  assert.deepEqual([await stored(), await events()], [2, 1])
  assert.equal((await mark(99))?.lastReadSeq, 3)
  assert.deepEqual([await stored(), await events()], [3, 2])
})

test('a customer who has left reads no more', async (t) => {
  const { core, home, system, conversation } = await start(t, 1)
  const leave = { action: 'remove' as const, authors: [home.jane], role: 'member' }
  await core.store.tx((tx) => changeParticipants(system, tx, conversation, leave))
  const read = core.store.tx((tx) => markRead({ ...system, actor: home.jane }, tx, conversation, 1))
  await assert.rejects(read, { code: 'not_a_participant' })
})
