import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { systemCtx } from '../../../core/accounts/create-account.ts'
import { changeParticipants } from '../../../core/conversations/change-participants.ts'
import { deleteMessage } from '../../../core/messages/delete-message.ts'
import { sendMessages } from '../../../core/messages/send-messages.ts'
import type { Message } from '../../../model/message.ts'
import { countUnreadBy, listReadMarks } from './read-marks.ts'

test('read marks and unread counts leave out tombstones, and notes unless they are asked for', async (t) => {
  const { core, home, away } = await startServer(t)
  const ctx = systemCtx(core, home.account.id)
  const to = { id: home.conversation.id }
  const sent: Message[] = []
  const draft = (text: string, extra = {}) => ({ to, by: home.jane, direction: 'inbound' as const, text, ...extra })
  await sendMessages(
    ctx,
    [draft('1'), draft('2', { private: true }), draft('3'), draft('4'), draft('5', { by: home.bob })],
    {},
    (_db, all) => {
      sent.push(...all.messages)
      return { status: 200, body: null }
    },
  )
  const [first, note, gone, , last] = sent as [Message, Message, Message, Message, Message]
  await core.store.tx((tx) => deleteMessage(ctx, tx, { conversation: to, messageId: gone.id }))
  const set = (authorId: number, seq: number) =>
    core.store.tx((tx) =>
      tx.run('update participants set last_read_seq = $3 where conversation_id = $1 and author_id = $2', [to.id, authorId, seq]),
    )
  await set(home.bob.id, gone.seq)
  await set(home.jane.id, last.seq)

  const ids = [home.conversation.id, home.ticket.id]
  const markOf = async (authorId: number, notes: boolean) => {
    const marks = await listReadMarks(core.store, home.account.id, ids, { notes })
    return marks.find((mark) => mark.conversationId === to.id && mark.authorId === authorId)?.messageId
  }
  assert.equal(await markOf(home.ann.id, true), null)
  assert.equal(await markOf(home.bob.id, false), first.id)
  assert.equal(await markOf(home.bob.id, true), note.id)
  assert.equal(await markOf(home.jane.id, false), last.id)

  const unreadOf = async (authorId: number, notes: boolean) =>
    Object.fromEntries(await countUnreadBy(core.store, home.account.id, ids, authorId, { notes }))
  assert.deepEqual(await unreadOf(home.ann.id, false), { [to.id]: 3, [home.ticket.id]: 0 })
  assert.deepEqual(await unreadOf(home.ann.id, true), { [to.id]: 4, [home.ticket.id]: 0 })
  assert.deepEqual(await unreadOf(home.bob.id, false), { [to.id]: 1, [home.ticket.id]: 0 }) // not their own
  assert.deepEqual(await unreadOf(home.jane.id, false), { [to.id]: 0, [home.ticket.id]: 0 })
  assert.deepEqual(await unreadOf(home.eve.id, false), {})
  const leave = { action: 'remove' as const, authors: [home.ann], role: 'member' }
  await core.store.tx((tx) => changeParticipants(ctx, tx, home.conversation, leave))
  assert.deepEqual(await unreadOf(home.ann.id, false), { [home.ticket.id]: 0 })

  assert.deepEqual(await listReadMarks(core.store, away.account.id, ids, { notes: true }), [])
  assert.deepEqual((await countUnreadBy(core.store, away.account.id, ids, home.bob.id, { notes: true })).size, 0)
  assert.deepEqual(await listReadMarks(core.store, home.account.id, [], { notes: true }), [])
})
