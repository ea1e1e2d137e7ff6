import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { AppError } from '../../model/errors.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { createContact } from '../contacts/create-contact.ts'
import type { Ctx } from '../context.ts'
import { createConversation } from '../conversations/create-conversation.ts'
import { updateConversation } from '../conversations/update-conversation.ts'
import { deleteMessage } from '../messages/delete-message.ts'
import { editMessage } from '../messages/edit-message.ts'
import { sendMessages } from '../messages/send-messages.ts'
import { replayEvents } from './replay-events.ts'

const WRITERS = 50
const ROUNDS = 8

/** What one writer does in one round; by its turn a send, a batch, an edit, a deletion, an opening or a change. Some are refused. */
async function write(ctx: Ctx, places: number[], turn: number): Promise<void> {
  const { store } = ctx.core
  const to = places[turn % places.length] as number
  const message = (text: string, conversationId = to) =>
    ({ to: { id: conversationId }, by: ctx.actor, direction: 'outbound', text, private: turn % 5 === 0 }) as const
  const send = async (...texts: string[]) => {
    let ids: number[] = []
    await sendMessages(
      ctx,
      texts.map((text) => message(text)),
      {},
      (_db, { messages }) => {
        ids = messages.map((one) => one.id)
        return { status: 200, body: null }
      },
    )
    return { conversation: { id: to }, messageId: ids[0] as number }
  }
  switch (turn % 8) {
    case 0: {
      const ref = await send('to be edited')
      await store.tx((tx) => editMessage(ctx, tx, ref, { text: `edited ${turn}` }))
      return
    }
    case 1: {
      const ref = await send('to be deleted')
      await store.tx((tx) => deleteMessage(ctx, tx, ref))
      return
    }
    case 2:
      await store.tx((tx) => createConversation(ctx, tx, { subject: `opened ${turn}` }))
      return
    case 3:
      await store.tx((tx) => updateConversation(ctx, tx, { id: to }, { subject: `turn ${turn}` }))
      return
    case 4: {
      const bad = [message('not stored'), message('nowhere', 999_999_999)]
      await assert.rejects(
        sendMessages(ctx, bad, {}, () => ({ status: 200, body: null })),
        AppError,
      )
      return
    }
    case 5: {
      const rolledBack = store.tx(async (tx) => {
        await createContact(ctx, tx, { name: 'Never there' })
        throw new AppError('not_allowed')
      })
      await assert.rejects(rolledBack, AppError)
      return
    }
    case 6:
      await send('one', 'two', 'three')
      return
    default:
      await send('plain')
  }
}

test('fifty writers at once leave no gap and no double in any seq or position, and a reader meanwhile misses nothing', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const { store } = server.core
  const writersOf = [home, away].map((place) => ({ ctx: { ...systemCtx(server.core, place.account.id), actor: place.ann }, place }))
  let writing = true

  // A reader that follows the log while it grows, as a webhook sender does.
  const reader = { role: 'administrator', id: home.ann.id } as const
  const followed: number[] = []
  const follow = async () => {
    const ctx = { ...systemCtx(server.core, home.account.id), actor: home.ann }
    let after = 0
    for (;;) {
      const last = !writing
      const page = await replayEvents(ctx, reader, { after, limit: 50 })
      followed.push(...page.events.map(({ event }) => event.position))
      after = page.nextAfter
      if (!page.more && last) return
      if (!page.more) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  const following = follow()
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const { ctx, place } = writersOf[writer % 2] as (typeof writersOf)[number]
      for (let round = 0; round < ROUNDS; round++) await write(ctx, [place.conversation.id, place.ticket.id], writer + round * 3)
    }),
  )
  writing = false
  await following

  for (const { account } of [home, away]) {
    const events = await store.all<{ position: number; type: string; message_id: number | null }>(
      'select position, type, message_id from events where account_id = $1 order by position',
      [account.id],
    )
    assert.deepEqual(
      events.map((event) => event.position),
      events.map((_, index) => index + 1),
    )
    const counter = await store.one<{ position: number }>('select position from account_counters where account_id = $1', [account.id])
    assert.equal(counter?.position, events.length)
    if (account.id === home.account.id) {
      assert.deepEqual(
        followed,
        events.map((event) => event.position),
      )
    }

    const conversations = await store.all<{ id: number; number: number; last_seq: number; public_count: number }>(
      'select id, number, last_seq, public_count from conversations where account_id = $1 order by number',
      [account.id],
    )
    assert.deepEqual(
      conversations.map((one) => one.number),
      conversations.map((_, index) => index + 1),
    )
    const messageIds: number[] = []
    for (const conversation of conversations) {
      const messages = await store.all<{ seq: number; id: number; private: number; deleted_at: number | null }>(
        'select seq, id, private, deleted_at from messages where account_id = $1 and conversation_id = $2 order by seq',
        [account.id, conversation.id],
      )
      assert.deepEqual(
        messages.map((message) => message.seq),
        messages.map((_, index) => index + 1),
      )
      assert.deepEqual(
        messages.map((message) => message.id),
        messages.map((message) => message.id).sort((a, b) => a - b),
      )
      assert.equal(conversation.last_seq, messages.length)
      assert.equal(conversation.public_count, messages.filter((message) => message.private === 0 && message.deleted_at === null).length)
      messageIds.push(...messages.map((message) => message.id))
    }
    const created = events.filter((event) => event.type === 'message.created').map((event) => event.message_id)
    assert.deepEqual(created.toSorted(), messageIds.toSorted())
  }
  assert.equal((await store.all("select id from contacts where name = 'Never there'")).length, 0)
})
