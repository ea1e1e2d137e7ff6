import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { LogEvent } from '../../model/event.ts'
import type { Message } from '../../model/message.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { getOldestPosition, listEvents } from '../../storage/queries/events.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import type { Reader } from '../access.ts'
import type { Ctx } from '../context.ts'
import { openConversations } from '../conversations/open-conversation.ts'
import { seesWholeLog, showEvent, viewOf } from './show-event.ts'

/** An event with what it is about as that is now; a message that is about nothing, or is gone, is undefined. */
export type Happening = { event: LogEvent; conversation: Conversation | undefined; message: Message | undefined }

/**
 * `nextAfter` is the position up to which the log was read, whatever of it was shown; `more` says that the log went on behind it when it was read.
 */
export type Replay = { events: Happening[]; nextAfter: number; more: boolean }

const SCAN = 1000

/**
 * The account's log after a position, oldest first, as far as the reader may see it: notes only for those who see notes, and for somebody with single
 * conversations only what happened in those. Such a reader's page may be empty while there is more. Without `after` it begins with the oldest event there is; refuses with
 * `position_gone` where what is behind `after` has been trimmed.
 */
export async function replayEvents(ctx: Ctx, reader: Reader, page: { after?: number; limit: number }): Promise<Replay> {
  const { core, accountId } = ctx
  // Read first: whatever has a position up to this one is visible to the query behind it, because positions become visible in order.
  const newest = await getPosition(core.store, accountId)
  const view = viewOf(ctx, reader)
  const scan = seesWholeLog(view) ? page.limit : Math.max(SCAN, page.limit)
  const scanned = await listEvents(core.store, accountId, { after: page.after ?? 0, limit: scan, notes: true })
  await checkHeld(ctx, { after: page.after, next: scanned[0]?.position, newest })
  const of = scanned.flatMap((event) => event.conversationId ?? [])
  const conversations = await openConversations(ctx, reader, of)
  const isOpen = (id: number | null) => id !== null && conversations.has(id)
  const seen = scanned.flatMap((event) => showEvent(event, view, isOpen(event.conversationId)) ?? []).slice(0, page.limit)
  const messages = await findMessages(core.store, accountId, [...new Set(seen.flatMap((event) => event.messageId ?? []))])
  const byId = new Map(messages.map((message) => [message.id, message]))
  const last = seen.length === page.limit ? seen.at(-1) : scanned.at(-1)
  const nextAfter = last?.position ?? page.after ?? newest
  return {
    events: seen.map((event) => ({
      event,
      conversation: event.conversationId === null ? undefined : conversations.get(event.conversationId),
      message: event.messageId === null ? undefined : byId.get(event.messageId),
    })),
    nextAfter,
    more: nextAfter < newest,
  }
}

/** Positions have no gaps, so a log that does not go on right behind a position has lost what was there. */
async function checkHeld(
  { core, accountId }: Ctx,
  read: { after: number | undefined; next: number | undefined; newest: number },
): Promise<void> {
  if (read.after === undefined || (read.next === undefined ? read.after >= read.newest : read.next === read.after + 1)) return
  const oldestPosition = await getOldestPosition(core.store, accountId)
  const message = `The log no longer holds what is behind position ${read.after}; it goes on behind ${oldestPosition - 1}.`
  throw new AppError('position_gone', { message, oldestPosition })
}
