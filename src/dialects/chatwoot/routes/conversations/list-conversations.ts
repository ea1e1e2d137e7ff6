import { Type } from 'typebox'
import { loadOverviews } from '../../../../core/conversations/load-overviews.ts'
import { countByAssignee } from '../../../../storage/queries/conversation-overviews.ts'
import { listConversations as listPage } from '../../../../storage/queries/conversations.ts'
import type { App } from '../../../dialect.ts'
import { ConversationQuery, readAssignee, readFilter, readOrder } from '../../inputs/conversation-query.ts'
import { answers, toPage } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

const PAGE_SIZE = 25
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
    { config: { action: 'readConversations' }, schema: { summary: 'List conversations', querystring, response: answers(profile, ok) } },
    async ({ ctx, query }) => {
      const db = ctx.core.store
      const page = toPage(query.page, profile)
      const order = readOrder(query, profile)
      const assignee = readAssignee(ctx, query, profile)
      const filter = await readFilter(ctx, query, profile)
      const limit = query.updated_within ? UNPAGED : PAGE_SIZE
      const offset = query.updated_within ? 0 : (page - 1) * PAGE_SIZE
      const found = await listPage(db, ctx.accountId, { ...filter, ...assignee }, { ...order, limit, offset })
      const overviews = await loadOverviews(ctx, db, found, { deleted: profile.message.keepsDeleted })
      return {
        data: {
          meta: toCounts(await countByAssignee(db, ctx.accountId, filter, ctx.actor.id)),
          payload: overviews.map((one) => conversation.toWire(one, { ctx, message: profile.message })),
        },
      }
    },
  )
}

/** chatwoot sheet 6.2, 99digital sheet 4. */
export function countConversations(app: App, profile: Profile): void {
  const { Counts, toCounts } = profile.desk
  const response = answers(profile, Type.Object({ meta: Counts }))
  app.get(
    '/conversations/meta',
    { config: { action: 'readConversations' }, schema: { summary: 'Count conversations', querystring: ConversationQuery, response } },
    async ({ ctx, query }) => {
      const filter = await readFilter(ctx, query, profile)
      return { meta: toCounts(await countByAssignee(ctx.core.store, ctx.accountId, filter, ctx.actor.id)) }
    },
  )
}
