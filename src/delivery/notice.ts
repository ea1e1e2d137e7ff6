import { loadChannel } from '../core/channels/load-channel.ts'
import type { Ctx } from '../core/context.ts'
import { asAfter, messageAsAfter } from '../core/events/as-after.ts'
import type { Noticed } from '../dialects/dialect.ts'
import type { LogEvent } from '../model/event.ts'
import { findConversations } from '../storage/queries/conversations/conversations.ts'
import { findMessages } from '../storage/queries/messages/messages.ts'

/** Events with what they are about: as they left it as far as the log knows, and otherwise as it is now. */
export async function notice(ctx: Ctx, events: readonly LogEvent[]): Promise<Noticed[]> {
  const { store } = ctx.core
  const ids = unique(events.map((event) => event.conversationId))
  const [conversations, messages] = await Promise.all([
    ids.length === 0
      ? []
      : findConversations(
          store,
          ctx.accountId,
          ids.map((id) => ({ id })),
        ),
    findMessages(store, ctx.accountId, unique(events.map((event) => event.messageId))),
  ])
  const conversationOf = new Map(conversations.map((one) => [one.id, one]))
  const messageOf = new Map(messages.map((one) => [one.id, one]))
  const channelIds = unique(conversations.map((one) => one.channelId))
  const channelOf = new Map(await Promise.all(channelIds.map(async (id) => [id, await loadChannel(ctx, id)] as const)))
  return events.map((event) => {
    const conversation = event.conversationId === null ? undefined : conversationOf.get(event.conversationId)
    const message = event.messageId === null ? undefined : messageOf.get(event.messageId)
    return {
      event,
      conversation: conversation && asAfter(event, conversation),
      message: message && messageAsAfter(event, message),
      channel: conversation && channelOf.get(conversation.channelId),
    }
  })
}

function unique(ids: readonly (number | null)[]): number[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
