import type { Ctx } from '../../../../core/context.ts'
import { loadOverview, type Overview } from '../../../../core/conversations/load-overviews.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import type { Message } from '../../../../model/message.ts'
import { listMessages, seekSeq } from '../../../../storage/queries/messages/messages.ts'

/** What an event is about: its conversation as the event left it, its message where it is about one, and when it was. */
export type EventOf = { conversation: Conversation; message?: Message | undefined; at: number }

/**
 * The overview that an event of a conversation is told with, to webhooks and over the socket alike. Its one message is the event's own, or else the newest public one there was
 * by then: whatever is told late, or twice, shows nothing newer than itself (chatwoot sheet 10, *Proposal*).
 */
export async function loadEventView(ctx: Ctx, of: EventOf): Promise<Overview> {
  const said = of.message ?? (await findNewestPublic(ctx, of))
  const shown = new Map([[of.conversation.id, { last: said, lastWritten: said }]])
  return loadOverview(ctx, ctx.core.store, of.conversation, { shown })
}

async function findNewestPublic({ core, accountId }: Ctx, { conversation, at }: EventOf): Promise<Message | undefined> {
  const page = { notes: false, deleted: true, system: true, order: 'newest', limit: 1 } as const
  const [newest] = await listMessages(core.store, accountId, conversation.id, page)
  if (!newest || newest.createdAt <= at) return newest
  const before = await seekSeq(core.store, { accountId, conversationId: conversation.id, lastSeq: newest.seq }, 'created_at', at + 1)
  return (await listMessages(core.store, accountId, conversation.id, { ...page, before }))[0]
}
