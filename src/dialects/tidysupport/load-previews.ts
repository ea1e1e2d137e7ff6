import type { Ctx } from '../../core/context.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Db } from '../../storage/db.ts'
import { findLastMessageIds } from '../../storage/queries/conversations/conversation-overviews.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import { toPreview } from './message.ts'

/** When a conversation's last message was written, in microseconds, and one line of it. */
export type Preview = { at: number; text: string }

/**
 * The previews of some conversations, by id: the newest message that somebody wrote and the customer may see; notes never show here (tidysupport
 * sheet 3.4). A conversation without one has its own time and an empty line.
 */
export async function loadPreviews(
  ctx: Ctx,
  conversations: readonly Conversation[],
  db: Db = ctx.core.store,
): Promise<ReadonlyMap<number, Preview>> {
  const ids = conversations.map((one) => one.id)
  const latest = await findLastMessageIds(db, ctx.accountId, ids, { notes: false, system: false, deleted: false })
  const messages = new Map((await findMessages(db, ctx.accountId, [...latest.values()])).map((one) => [one.id, one]))
  return new Map(
    conversations.map(({ id, createdAt }) => {
      const message = messages.get(latest.get(id) ?? 0)
      return [id, message ? { at: message.createdAt, text: toPreview(message) } : { at: createdAt, text: '' }] as const
    }),
  )
}
