import { TICKET_KIND } from '../../model/ticket.ts'
import type { Db } from '../../storage/db.ts'
import {
  listNotificationReads,
  listNotifyingConversations,
  listNotifyingMessages,
  type NotifyingConversation,
  type NotifyingMessage,
} from '../../storage/queries/messages/notifications.ts'
import type { Ctx } from '../context.ts'
import { findSupporters, mayReadTicket } from '../tickets/ticket-access.ts'

/** That somebody else wrote into a conversation the caller is in. It has the message's id. */
export type Notification = NotifyingMessage & { isRead: boolean }

/** Older ones fall off the end. */
export const MAX_NOTIFICATIONS = 500
/** So many conversations are read at once. */
const CHUNK = 32

/**
 * The caller's notifications, newest first: one for each message of somebody else's in the conversations they are in, since they joined (ondi sheet 4.8). None is
 * stored; they are made from the messages, which costs the one who asks and nobody who sends. One is read when its message is, or when it was marked so by itself.
 */
export async function listNotifications(ctx: Ctx, db: Db = ctx.core.store): Promise<Notification[]> {
  const { accountId, actor } = ctx
  const [conversations, reads] = await Promise.all([listOpen(ctx, db), listNotificationReads(db, accountId, actor.id)])
  let newest: Notification[] = []
  for (let first = 0; first < conversations.length; first += CHUNK) {
    const oldest = newest[MAX_NOTIFICATIONS - 1]
    // Conversations come by their latest activity: nothing in the rest is newer than this.
    if (oldest && oldest.createdAt > (conversations[first] as NotifyingConversation).lastActivityAt) break
    const chunk = new Map(conversations.slice(first, first + CHUNK).map((one) => [one.id, one]))
    const found = await listNotifyingMessages(db, accountId, {
      authorId: actor.id,
      conversationIds: [...chunk.keys()],
      depth: MAX_NOTIFICATIONS,
    })
    newest = [...newest, ...found.flatMap((message) => toNotification(message, chunk, reads))].sort(newestFirst).slice(0, MAX_NOTIFICATIONS)
  }
  return newest
}

/** Whoever may not open a ticket is told nothing of what is said in it. */
async function listOpen(ctx: Ctx, db: Db): Promise<NotifyingConversation[]> {
  const all = await listNotifyingConversations(db, ctx.accountId, ctx.actor.id)
  if (!all.some((one) => one.kind === TICKET_KIND)) return all
  const supporters = await findSupporters(ctx, db)
  return all.filter((one) => one.kind !== TICKET_KIND || mayReadTicket(ctx, one, supporters))
}

function toNotification(
  message: NotifyingMessage,
  conversations: ReadonlyMap<number, NotifyingConversation>,
  reads: ReadonlySet<number>,
): Notification[] {
  const conversation = conversations.get(message.conversationId)
  if (!conversation || message.createdAt < conversation.joinedAt) return []
  return [{ ...message, isRead: message.seq <= conversation.seenSeq || reads.has(message.id) }]
}

function newestFirst(a: Notification, b: Notification): number {
  return b.createdAt - a.createdAt || b.id - a.id
}
