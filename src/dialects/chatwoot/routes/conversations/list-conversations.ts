import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { loadOverviews } from '../../../../core/conversations/load-overviews.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { ConversationFilter } from '../../../../storage/queries/conversations/conversation-filter.ts'
import { type AssigneeCounts, countByAssignee } from '../../../../storage/queries/conversations/conversation-overviews.ts'
import { listConversations as listPage } from '../../../../storage/queries/conversations/conversations.ts'
import type { App } from '../../../dialect.ts'
import { ConversationQuery, readAssignee, readFilter, readOrder } from '../../inputs/conversation-query.ts'
import { answers, toPage } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

export const PAGE_SIZE = 25
/** What an answer that is not paged holds at most (chatwoot sheet 6.2, `updated_within`). */
const UNPAGED = 1000

/** chatwoot sheet 6.2, ndoto sheet 4, 99digital sheet 4. The counts are of everything the filter lets through, whoever it is assigned to. */
export function listConversations(app: App, profile: Profile): void {
  const { conversation, Counts, toCounts } = profile.desk
  const querystring = Type.Object({
    ...ConversationQuery.properties,
    page: Type.Optional(Type.String({ description: 'From 1; 25 conversations a page' })),
  })
  const ok = Type.Object({ data: Type.Object({ meta: Counts, payload: Type.Array(conversation.Wire(profile.message)) }) })
  app.get(
    '/conversations',
    {
      config: { action: 'readConversations' },
      schema: { summary: 'List conversations', querystring, response: answers(profile, ok) },
    },
    async ({ ctx, query }) => {
      const page = toPage(query.page, profile)
      const order = readOrder(query, profile)
      const assignee = readAssignee(ctx, query, profile)
      const filter = await readFilter(ctx, query, profile)
      const limit = query.updated_within ? UNPAGED : PAGE_SIZE
      const offset = query.updated_within ? 0 : (page - 1) * PAGE_SIZE
      const payload = await showPage(ctx, profile, { ...filter, ...assignee }, { ...order, limit, offset })
      return { data: { meta: toCounts(await count(ctx, profile, filter)), payload } }
    },
  )
}

/** chatwoot sheet 6.2, 99digital sheet 4. */
export function countConversations(app: App, profile: Profile): void {
  const { Counts, toCounts } = profile.desk
  const response = answers(profile, Type.Object({ meta: Counts }))
  app.get(
    '/conversations/meta',
    {
      config: { action: 'readConversations' },
      schema: { summary: 'Count conversations', querystring: ConversationQuery, response },
    },
    async ({ ctx, query }) => ({ meta: toCounts(await count(ctx, profile, await readFilter(ctx, query, profile))) }),
  )
}

/** How what a filter lets through divides by assignee. */
export function count(ctx: Ctx, profile: Profile, filter: ConversationFilter): Promise<AssigneeCounts> {
  const of = { memberId: ctx.actor.id, unanswered: profile.desk.countsUnanswered }
  return countByAssignee(ctx.core.store, ctx.accountId, filter, of)
}

/** A page of whole conversations. */
export async function showPage(
  ctx: Ctx,
  profile: Profile,
  filter: ConversationFilter,
  page: Parameters<typeof listPage>[3],
): Promise<JsonObject[]> {
  const db = ctx.core.store
  const found = await listPage(db, ctx.accountId, filter, page)
  const overviews = await loadOverviews(ctx, db, found, { deleted: profile.message.keepsDeleted })
  return overviews.map((one) => profile.desk.conversation.toWire(one, { ctx, message: profile.message }))
}
