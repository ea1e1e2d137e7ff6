import { setImmediate } from 'node:timers/promises'
import { type Conversation, isActive } from '../../model/conversation.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import { lockConversations } from '../../storage/queries/conversations/conversations.ts'
import {
  findEmptyConversations,
  findOldMessages,
  listOldestMessages,
  type OldMessage,
} from '../../storage/queries/retention/trim-messages.ts'
import type { Ctx } from '../context.ts'
import { takeAway } from '../conversations/delete-conversation.ts'
import { recordEvents } from '../events/record-events.ts'
import { removeMessages } from './remove-messages.ts'

/** Messages in one transaction: on the embedded store a few milliseconds in which nothing else happens. */
export const TRIM_STEP = 100

/**
 * Deletes an account's messages from before a time, with their files, their words in the index and what else was noted of them, and says how many went. Ids and times grow with seq in a
 * conversation, so each loses its beginning and has no gap behind it. A conversation that is closed and left empty goes as a whole.
 */
export async function trimMessages(ctx: Ctx, before: number, isStopped: () => boolean): Promise<number> {
  const { core, accountId } = ctx
  let trimmed = 0
  let afterId = 0
  while (!isStopped()) {
    const page = await listOldestMessages(core.store, accountId, { afterId, limit: TRIM_STEP })
    const old = page.filter((message) => message.createdAt < before)
    if (old.length > 0) trimmed += await core.store.tx((tx) => trimStep(ctx, tx, old, before))
    const last = page.at(-1)
    if (!last || page.length < TRIM_STEP || old.length === 0) break
    afterId = last.id
    await setImmediate()
  }
  return trimmed
}

async function trimStep(ctx: Ctx, tx: Tx, old: readonly OldMessage[], before: number): Promise<number> {
  const { core, accountId } = ctx
  const conversationIds = [...new Set(old.map((message) => message.conversationId))]
  const conversations = await lockConversations(
    tx,
    accountId,
    conversationIds.map((id) => ({ id })),
  )
  // Under the locks: one may have been deleted meanwhile, alone or with its conversation.
  const found = await findOldMessages(
    tx,
    accountId,
    old.map((message) => message.id),
  )
  const { conversations: rest } = await removeMessages(ctx, tx, conversations, found)
  await recordEvents(tx, accountId, core.now(), await takeEmpty(ctx, tx, rest, before))
  return found.length
}

/** Deletes those conversations that are over: closed, without a message, and quiet since before the time. */
async function takeEmpty(ctx: Ctx, tx: Tx, conversations: readonly Conversation[], before: number): Promise<NewEvent[]> {
  const closed = conversations.filter((one) => !isActive(one) && one.lastActivityAt < before)
  const empty = await findEmptyConversations(
    tx,
    ctx.accountId,
    closed.map((one) => one.id),
  )
  const events: NewEvent[] = []
  for (const one of closed) if (empty.has(one.id)) events.push(await takeAway(ctx, tx, one))
  return events
}
