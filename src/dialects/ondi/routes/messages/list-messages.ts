import { Type } from 'typebox'
import { loadAuthors } from '../../../../core/authors.ts'
import type { Ctx } from '../../../../core/context.ts'
import { markRead } from '../../../../core/conversations/mark-read.ts'
import { listMessages as listPage, resolveWindow } from '../../../../core/messages/list-messages.ts'
import { seesNotes } from '../../../../core/visibility.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import type { Message } from '../../../../model/message.ts'
import { countMessages } from '../../../../storage/queries/messages/messages.ts'
import type { App } from '../../../dialect.ts'
import { keptSerializer } from '../../../kept-wires.ts'
import { type Access, checkMayRead, openConversation } from '../../access.ts'
import { toWireMessages, WireMessage } from '../../message.ts'
import { type Paging, parsePaging } from '../../paging.ts'
import { CONVERSATION_PARAMS, FAILURES, PAGING_QUERY, Success, TENANT_QUERY } from '../../schemas.ts'
import { parseTimestampRange, type TimeRange } from '../../timestamp-range.ts'
import { conversationIdOf } from '../../uuids.ts'

export const VISIBLE = { deleted: false, system: true }

/**
 * ondi sheet 4.1: newest first, for participants and system admins, of tickets only for their customer and the support members. A listing
 * moves the caller's last-read message forward to the newest one in the page.
 */
export function listMessages(app: App): void {
  app.get(
    '/messaging/conversations/:conversationId/messages',
    {
      serializerCompiler: keptSerializer,
      config: { action: 'readConversations' },
      schema: {
        summary: 'List messages',
        params: CONVERSATION_PARAMS,
        querystring: Type.Object({
          ...TENANT_QUERY,
          ...PAGING_QUERY,
          timestamp_range: Type.Optional(
            Type.String({
              description: '`<from>,<until>`, both inclusive, either may be empty: `2023-01-01T00:00:00Z,2023-01-02T00:00:00Z`',
            }),
          ),
        }),
        response: {
          200: Success({ messages: Type.Array(WireMessage), total: Type.Integer(), page: Type.Integer(), limit: Type.Integer() }),
          ...FAILURES,
        },
      },
    },
    async ({ ctx, params, query }) => {
      const paging = parsePaging(query)
      const range = parseTimestampRange(query.timestamp_range)
      const access = await openConversation(ctx, conversationIdOf(ctx, params))
      await checkMayRead(ctx, access)
      const { total, messages } = await readPage(ctx, access.conversation, paging, range)
      const authors = await loadAuthors(
        ctx.core,
        ctx.core.store,
        ctx.accountId,
        messages.map((message) => message.author),
      )
      await moveLastRead(ctx, access, messages)
      return {
        success: true as const,
        message: 'Messages retrieved successfully',
        messages: toWireMessages(ctx, access.conversation.id, authors, messages),
        total,
        page: paging.page,
        limit: paging.limit,
      }
    },
  )
}

/** Without a range the total is the count the conversation keeps, so a listing costs the same however long the conversation is. */
async function readPage(
  ctx: Ctx,
  conversation: Conversation,
  { limit, offset }: Paging,
  range: TimeRange | undefined,
): Promise<{ total: number; messages: Message[] }> {
  const bounds = range && (await resolveWindow(ctx, conversation, range))
  const total = bounds
    ? await countMessages(ctx.core.store, ctx.accountId, conversation.id, { ...VISIBLE, ...bounds, notes: seesNotes(ctx) })
    : conversation.publicCount
  if (offset >= total) return { total, messages: [] }
  const window = bounds && { afterSeq: bounds.after, beforeSeq: bounds.before }
  return { total, messages: await listPage(ctx, conversation, { ...VISIBLE, ...window, order: 'newest', limit, offset }) }
}

/** Never back, and nothing for a reader who is not in the conversation (ondi sheet 4.1), or who is only looked over the shoulder. */
async function moveLastRead(ctx: Ctx, { conversation, participant }: Access, messages: readonly Message[]): Promise<void> {
  const newest = messages[0]
  if (!participant || !newest || ctx.token?.isPass || newest.seq <= participant.lastReadSeq) return
  await ctx.core.store.tx((tx) => markRead(ctx, tx, conversation, newest.seq, 'listed'))
}
