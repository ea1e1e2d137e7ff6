import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import type { ConversationFilter } from '../../../../storage/queries/conversations/conversation-filter.ts'
import { countConversations, listConversations } from '../../../../storage/queries/conversations/conversations.ts'
import type { Paging } from '../../paging.ts'
import { Success } from '../../schemas.ts'
import { loadTickets, WireTicket } from '../../ticket.ts'

export const TicketList = Success({ tickets: Type.Array(WireTicket), total: Type.Integer(), page: Type.Integer(), limit: Type.Integer() })

/** A page of tickets, newest first. */
export async function listTicketPage(ctx: Ctx, { page, limit, offset }: Paging, filter: ConversationFilter) {
  const { store } = ctx.core
  const total = await countConversations(store, ctx.accountId, filter)
  const found = offset < total ? await listConversations(store, ctx.accountId, filter, { limit, offset, orderBy: 'created_at' }) : []
  const tickets = await loadTickets(ctx, store, found)
  return { success: true as const, message: 'Tickets retrieved successfully', tickets, total, page, limit }
}
