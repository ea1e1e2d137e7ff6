import { type TSchema, Type } from 'typebox'
import type { ConversationFilter } from '../../../../storage/queries/conversations/conversation-filter.ts'
import type { AssigneeCounts } from '../../../../storage/queries/conversations/conversation-overviews.ts'
import { listAttributeDefinitions } from '../../../../storage/queries/records/attribute-definitions.ts'
import type { App } from '../../../dialect.ts'
import { attributeKeys } from '../../inputs/filter-attributes.ts'
import { CONVERSATION_KEYS } from '../../inputs/filter-conversations.ts'
import { FilterBody, readConditions } from '../../inputs/filter-query.ts'
import { answers, toPage } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { count, PAGE_SIZE, showPage } from './list-conversations.ts'

const Counts = Type.Object({ mine_count: Type.Integer(), unassigned_count: Type.Integer(), all_count: Type.Integer() })

/** The three counts of whatever is searched for (chatwoot sheet 6.2). */
export function Found(item: TSchema) {
  return Type.Object({ meta: Counts, payload: Type.Array(item) })
}

export function toFoundMeta({ mine, unassigned, all }: AssigneeCounts) {
  return { mine_count: mine, unassigned_count: unassigned, all_count: all }
}

/** Conversations by rows of conditions, joined by `AND` and `OR` as SQL joins them, the latest activity first (chatwoot sheet 6.2, ndoto sheet 4). */
export function filterConversations(app: App, profile: Profile): void {
  const { conversation, filterAsList, Counts, toCounts } = profile.desk
  const item = conversation.Wire(profile.message)
  const ok = filterAsList ? Type.Object({ data: Type.Object({ meta: Counts, payload: Type.Array(item) }) }) : Found(item)
  const querystring = Type.Object({ page: Type.Optional(Type.String({ description: 'From 1; 25 conversations a page' })) })
  app.post(
    '/conversations/filter',
    {
      config: { action: 'readConversations' },
      schema: { summary: 'Filter conversations', querystring, body: FilterBody, response: answers(profile, ok) },
    },
    async ({ ctx, query, body }) => {
      const page = toPage(query.page, profile)
      const definitions = await listAttributeDefinitions(ctx.core.store, ctx.accountId, 'conversation')
      const keys = { ...attributeKeys(definitions), ...CONVERSATION_KEYS }
      const filter: ConversationFilter = { reach: ctx.reach, conditions: readConditions(body.payload, keys, ctx.core.now()) }
      const payload = await showPage(ctx, profile, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE })
      const counts = await count(ctx, profile, filter)
      return filterAsList ? { data: { meta: toCounts(counts), payload } } : { meta: toFoundMeta(counts), payload }
    },
  )
}
