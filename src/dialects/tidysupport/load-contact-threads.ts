import type { Ctx } from '../../core/context.ts'
import type { Channel } from '../../model/channel.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Db } from '../../storage/db.ts'
import { listChannels } from '../../storage/queries/channels.ts'
import { countConversationsOf, countUnread } from '../../storage/queries/conversations/conversation-overviews.ts'
import { listConversations } from '../../storage/queries/conversations/conversations.ts'
import { findLatestConversationIds } from '../../storage/queries/conversations/latest-conversations.ts'
import { loadPreviews, type Preview } from './load-previews.ts'

/** No conversation is said to have more unread messages than this. */
const UNREAD_CAP = 500

/** A contact's conversations: the one with the latest activity, and how many there are. */
export type ContactThreads = { latest: Conversation; channel: Channel | undefined; preview: Preview; unread: number; count: number }

/** By contact id, with one query per kind of thing however many contacts there are; a contact without conversations is left out. */
export async function loadContactThreads(
  ctx: Ctx,
  contactIds: readonly number[],
  db: Db = ctx.core.store,
): Promise<ReadonlyMap<number, ContactThreads>> {
  const latestIds = [...(await findLatestConversationIds(db, ctx.accountId, contactIds, ctx.reach)).values()]
  if (latestIds.length === 0) return new Map()
  const conversations = await listConversations(db, ctx.accountId, { ids: latestIds, reach: ctx.reach }, { limit: latestIds.length })
  const [previews, unread, counts, channels] = await Promise.all([
    loadPreviews(ctx, conversations, db),
    countUnread(db, ctx.accountId, latestIds, UNREAD_CAP),
    countConversationsOf(db, ctx.accountId, contactIds, ctx.reach),
    listChannels(db, ctx.accountId),
  ])
  return new Map(
    conversations.flatMap((latest) => {
      const preview = previews.get(latest.id)
      if (latest.contactId === null || !preview) return []
      const channel = channels.find((one) => one.id === latest.channelId)
      const threads = { latest, channel, preview, unread: unread.get(latest.id) ?? 0, count: counts.get(latest.contactId) ?? 0 }
      return [[latest.contactId, threads] as const]
    }),
  )
}
