import { Type } from 'typebox'
import { openConversations } from '../../../../core/conversations/open-conversation.ts'
import { narrowTo, searchMessages } from '../../../../core/search/search-messages.ts'
import type { App } from '../../../dialect.ts'
import { answers } from '../../errors.ts'
import { Id, Limit, Nullable, Query, QueryText } from '../../wire.ts'
import { toWireMessages, WireMessage } from '../../wires/message.ts'
import { ConversationView, showConversations } from '../../wires/overview.ts'

const Page = Type.Object({
  messages: Type.Array(WireMessage),
  conversations: Type.Optional(
    Type.Array(ConversationView, { description: 'With `include=conversations`: those the messages are in, each once' }),
  ),
  nextBefore: Nullable(Type.Integer({ description: 'Give it as `before` to continue; null when there is nothing more' })),
})

export function searchRoutes(app: App): void {
  app.get(
    '/search/messages',
    {
      config: { action: 'searchMessages' },
      schema: {
        summary: 'Search messages by their words',
        description:
          'Messages that hold all of the words, newest first; the last word may be a beginning. Case and accents do not matter. Whatever was acknowledged before the search is found.',
        querystring: Query({
          q: QueryText(500, { minLength: 1 }),
          before: Type.Optional(Id),
          limit: Limit(100, 20),
          include: Type.Optional(
            Type.Enum(['conversations'], {
              description: '`conversations` adds those the messages are in, as a list with `include=overview` shows them',
            }),
          ),
        }),
        response: answers({ 200: Page }),
      },
    },
    async ({ ctx, reader, query: { q, before, limit = 20, include } }) => {
      const { messages, nextBefore } = await searchMessages(ctx, q, { limit, beforeId: before, ...narrowTo(ctx, reader) })
      const found = { messages: await toWireMessages(ctx, ctx.core.store, messages), nextBefore }
      if (!include) return found
      const ids = messages.map((one) => one.conversationId)
      const conversations = await openConversations(ctx, reader, ids)
      return { ...found, conversations: await showConversations(ctx, reader, [...conversations.values()], 'overview') }
    },
  )
}
