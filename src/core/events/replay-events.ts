import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { EventType, LogEvent } from '../../model/event.ts'
import type { Message } from '../../model/message.ts'
import type { Reach } from '../../model/reach.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { getOldestPosition, listEvents } from '../../storage/queries/events.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import { type Reader, seesAllConversations } from '../access.ts'
import type { Ctx } from '../context.ts'
import { openConversations } from '../conversations/open-conversation.ts'
import { seesNotes } from '../visibility.ts'

/** An event with what it is about as that is now; a message that is about nothing, or is gone, is undefined. */
export type Happening = { event: LogEvent; conversation: Conversation | undefined; message: Message | undefined }

/**
 * `nextAfter` is the position up to which the log was read, whatever of it was shown; `more` says that the log went on behind it when it was read.
 */
export type Replay = { events: Happening[]; nextAfter: number; more: boolean }

/** What a reader outside of the team's overview is told about a change of a conversation; anything else of it is the business's own. */
const PUBLIC_CHANGES = ['status', 'subject']
/** What the team does for itself. */
const TEAM_ONLY: readonly EventType[] = ['conversation.unread']
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
  const overview = seesAllConversations(reader.role)
  const notes = seesNotes(ctx)
  const scan = overview && ctx.reach === 'all' ? page.limit : Math.max(SCAN, page.limit)
  const scanned = await listEvents(core.store, accountId, { after: page.after ?? 0, limit: scan, notes: true })
  await checkHeld(ctx, { after: page.after, next: scanned[0]?.position, newest })
  const of = scanned.flatMap((event) => event.conversationId ?? [])
  const conversations = await openConversations(ctx, reader, of)
  const seen = scanned.flatMap((event) => showTo(event, { reach: ctx.reach, overview, notes, conversations })).slice(0, page.limit)
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
  const oldest = await getOldestPosition(core.store, accountId)
  throw new AppError('position_gone', {
    message: `The log no longer holds what is behind position ${read.after}; it goes on behind ${oldest - 1}.`,
  })
}

type View = { reach: Reach; overview: boolean; notes: boolean; conversations: ReadonlyMap<number, Conversation> }

/** The event as it is shown, or nothing. */
function showTo(event: LogEvent, view: View): LogEvent[] {
  if (event.private && !view.notes) return []
  if (view.overview && (view.reach === 'all' || event.conversationId === null)) return [event]
  if (event.conversationId === null || !view.conversations.has(event.conversationId)) return []
  if (view.overview) return [event]
  if (TEAM_ONLY.includes(event.type)) return []
  // How long customers wait is the business's own.
  if (event.type === 'message.created') return [{ ...event, data: {} }]
  if (event.type !== 'conversation.updated') return [event]
  const data = Object.fromEntries(Object.entries(event.data).filter(([field]) => PUBLIC_CHANGES.includes(field)))
  return Object.keys(data).length > 0 ? [{ ...event, data }] : []
}
