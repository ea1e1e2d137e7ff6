import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { insertNotificationReads, moveNotificationMarks } from '../../storage/queries/messages/notifications.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { listNotifications } from './list-notifications.ts'

/**
 * Marks some of the caller's notifications as read, or all of them, and says how many were unread and how many still are. The conversations stay as read as they were.
 * Refuses with `notification_not_found` when one of the ids is none of the caller's.
 */
export async function markNotifications(ctx: Ctx, tx: Tx, ids: readonly number[] | undefined): Promise<{ marked: number; unread: number }> {
  const { accountId, actor, core } = ctx
  const all = await listNotifications(ctx, tx)
  const unread = all.filter((one) => !one.isRead)
  const wanted = new Set(ids)
  if (ids && all.filter((one) => wanted.has(one.id)).length < wanted.size) throw new AppError('notification_not_found')
  const marked = ids ? unread.filter((one) => wanted.has(one.id)) : unread
  if (marked.length === 0) return { marked: 0, unread: unread.length }
  if (ids) {
    const messageIds = marked.map((one) => one.id)
    await insertNotificationReads(tx, accountId, actor.id, messageIds)
  } else {
    // By conversation and seq, in which nothing ever becomes visible behind what was seen; an id or a time could be overtaken.
    const seqs = new Map<number, number>()
    for (const { conversationId, seq } of all) seqs.set(conversationId, Math.max(seq, seqs.get(conversationId) ?? 0))
    await moveNotificationMarks(tx, accountId, actor.id, seqs)
  }
  await recordEvents(tx, accountId, core.now(), [subjectEvent('notifications.read', actor.id, actor, { count: marked.length })])
  return { marked: marked.length, unread: unread.length - marked.length }
}
