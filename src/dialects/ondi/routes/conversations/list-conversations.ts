import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { findPeople } from '../../../../core/conversations/find-people.ts'
import { AppError } from '../../../../model/errors.ts'
import { countConversations, listConversations as listPage } from '../../../../storage/queries/conversations/conversations.ts'
import type { App } from '../../../dialect.ts'
import { isAdministrator } from '../../access.ts'
import { STATUSES, type StatusName, WireConversation } from '../../conversation.ts'
import { loadConversations } from '../../load-conversations.ts'
import { parsePaging } from '../../paging.ts'
import { FAILURES, PAGING_QUERY, Success, TENANT_QUERY } from '../../schemas.ts'
import { idOf } from '../../uuids.ts'

/** ondi sheet 4.3: the conversations somebody is in, by default the caller, newest activity first. Only a system admin sees somebody else's. */
export function listConversations(app: App): void {
  app.get(
    '/messaging/conversations',
    {
      config: { action: 'readConversations' },
      schema: {
        summary: 'List conversations',
        querystring: Type.Object({
          ...TENANT_QUERY,
          ...PAGING_QUERY,
          type: Type.Optional(Type.String({ description: '`support`, `order`, `delivery`, `team`…' })),
          status: Type.Optional(Type.String({ description: '`active`, `closed` or `archived`' })),
          user_id: Type.Optional(Type.String({ description: 'UUID of the user whose conversations are wanted; the caller when absent' })),
        }),
        response: {
          200: Success({ conversations: Type.Array(WireConversation), total: Type.Integer(), page: Type.Integer(), limit: Type.Integer() }),
          ...FAILURES,
        },
      },
    },
    async ({ ctx, query }) => {
      const { page, limit, offset } = parsePaging(query)
      const { store } = ctx.core
      const filter = {
        reach: ctx.reach,
        participantId: await findWanted(ctx, query.user_id),
        kind: query.type || undefined,
        statuses: query.status ? statusesOf(query.status) : undefined,
      }
      const total = await countConversations(store, ctx.accountId, filter)
      // By `updatedAt`, which no note moves: the order of all activity would tell when one was written.
      const window = { limit, offset, orderBy: 'updated_at' } as const
      const found = offset < total ? await listPage(store, ctx.accountId, filter, window) : []
      const conversations = await loadConversations(ctx, store, found)
      return { success: true as const, message: 'Conversations retrieved successfully', conversations, total, page, limit }
    },
  )
}

/** Whose conversations are wanted. Somebody without the right to ask does not learn whether the user exists. */
async function findWanted(ctx: Ctx, userId: string | undefined): Promise<number> {
  if (!userId) return ctx.actor.id
  const id = idOf(ctx, 'author', userId, 'user_id')
  if (id === ctx.actor.id) return id
  if (!(await isAdministrator(ctx))) throw new AppError('not_allowed', { message: 'Only an admin may list the conversations of others' })
  if (id === undefined) throw new AppError('participant_not_found')
  await findPeople(ctx.core.store, ctx.accountId, [id])
  return id
}

function statusesOf(status: string) {
  if (Object.hasOwn(STATUSES, status)) return STATUSES[status as StatusName]
  throw new AppError('query_invalid', { message: `status must be one of ${Object.keys(STATUSES).join(', ')}`, field: 'status' })
}
