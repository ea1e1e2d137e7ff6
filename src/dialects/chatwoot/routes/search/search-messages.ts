import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { searchMessages as findMessages, narrowTo } from '../../../../core/search/search-messages.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Message } from '../../../../model/message.ts'
import { findConversations } from '../../../../storage/queries/conversations/conversations.ts'
import type { App } from '../../../dialect.ts'
import { memberOf } from '../../auth.ts'
import { renderMessages } from '../../faces/render-messages.ts'
import { answers, toPage } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

const PAGE_SIZE = 15
/** How far back pages go; one search reads all the pages before it. */
const MAX_PAGE = 100
const THREE_MONTHS_US = 90 * 86_400_000_000

/** Messages that hold all of the words, newest first, three months back (chatwoot sheet 5.7). */
export function searchMessages(app: App, profile: Profile): void {
  const querystring = Type.Object({
    q: Type.Optional(Type.String({ description: 'Words, the last one may be a beginning' })),
    page: Type.Optional(Type.String({ description: 'From 1; 15 messages a page' })),
  })
  const ok = Type.Object({ payload: Type.Object({ messages: Type.Array(profile.message.Wire) }) })
  app.get(
    '/search/messages',
    {
      config: { action: 'searchMessages' },
      schema: { summary: 'Search messages by words', querystring, response: answers(profile, ok) },
    },
    async ({ ctx, query }) => {
      const q = refuseBlank(query.q)
      const page = toPage(query.page, profile)
      if (page > MAX_PAGE) return { payload: { messages: [] } }
      const { role, id } = await memberOf(ctx)
      const { messages } = await findMessages(ctx, q, { limit: page * PAGE_SIZE, ...narrowTo(ctx, { role, id }) })
      const since = ctx.core.now() - THREE_MONTHS_US
      const shown = messages.slice((page - 1) * PAGE_SIZE).filter((message) => message.createdAt >= since)
      return { payload: { messages: await renderEach(ctx, profile, shown) } }
    },
  )
}

/** What somebody looks for; refused when it is nothing (chatwoot sheet 7). */
export function refuseBlank(q: string | undefined): string {
  if (!q?.trim()) throw new AppError('body_invalid', { message: 'Specify search string with parameter q' })
  return q
}

/** Messages of several conversations, in their order. */
async function renderEach(ctx: Ctx, profile: Profile, messages: readonly Message[]): Promise<Record<string, unknown>[]> {
  const refs = messages.map(({ conversationId: id }) => ({ id }))
  const conversations = new Map((await findConversations(ctx.core.store, ctx.accountId, refs)).map((one) => [one.id, one]))
  const wires = new Map<number, Record<string, unknown>>()
  for (const [id, group] of Map.groupBy(messages, (message) => message.conversationId)) {
    const rendered = await renderMessages(profile, ctx, ctx.core.store, { conversation: conversations.get(id), messages: group })
    for (const [index, message] of group.entries()) wires.set(message.id, rendered.wires[index] as Record<string, unknown>)
  }
  return messages.map((message) => wires.get(message.id) as Record<string, unknown>)
}
