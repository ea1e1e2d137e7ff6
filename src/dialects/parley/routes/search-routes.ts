import { Type } from 'typebox'
import { narrowTo, searchMessages } from '../../../core/search/search-messages.ts'
import type { App } from '../../dialect.ts'
import { answers } from '../errors.ts'
import { toWireMessages, WireMessage } from '../message.ts'
import { Id, Limit, Nullable, Query, QueryText } from '../wire.ts'

const Page = Type.Object({
  messages: Type.Array(WireMessage),
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
        querystring: Query({ q: QueryText(500, { minLength: 1 }), before: Type.Optional(Id), limit: Limit(100, 20) }),
        response: answers({ 200: Page }),
      },
    },
    async ({ ctx, reader, query: { q, before, limit = 20 } }) => {
      const { messages, nextBefore } = await searchMessages(ctx, q, { limit, beforeId: before, ...narrowTo(ctx, reader) })
      return { messages: await toWireMessages(ctx, ctx.core.store, messages), nextBefore }
    },
  )
}
