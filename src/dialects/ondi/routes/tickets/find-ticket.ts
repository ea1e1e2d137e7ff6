import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { isTicket } from '../../../../core/tickets/ticket-access.ts'
import { ACTIVE_STATUSES, type Conversation, type ConversationStatus } from '../../../../model/conversation.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Db, Tx } from '../../../../storage/db.ts'
import { lockConversations } from '../../../../storage/queries/conversations/conversations.ts'
import { isUuid } from '../../uuids.ts'

export const TICKET_PARAMS = Type.Object({ ticketId: Type.String({ description: 'UUID of the ticket' }) })

/** The conversation that is a ticket; another kind's, or another account's, is none. */
export async function findTicket(ctx: Ctx, id: number, db?: Db): Promise<Conversation> {
  const conversation = await getConversation(ctx, { id }, db).catch((error: unknown) => {
    throw error instanceof AppError ? new AppError('ticket_not_found', { cause: error }) : error
  })
  if (!isTicket(conversation)) throw new AppError('ticket_not_found')
  return conversation
}

/** The same, locked until the transaction ends. */
export async function lockTicket(ctx: Ctx, tx: Tx, id: number): Promise<Conversation> {
  await lockConversations(tx, ctx.accountId, [{ id }])
  return findTicket(ctx, id, tx)
}

/** The ticket named in a path. */
export function ticketIdOf(ctx: Ctx, { ticketId }: { ticketId: string }): number {
  if (!isUuid(ticketId)) throw new AppError('request_malformed', { message: 'ticketId must be a UUID' })
  const id = ctx.core.ids.fromUuid('ticket', ticketId)
  if (id === undefined) throw new AppError('ticket_not_found')
  return id
}

/** The statuses of conversations behind a ticket's; an empty value means "not given". */
export function statusesOf(status: string | undefined): readonly ConversationStatus[] | undefined {
  if (!status) return undefined
  if (status === 'open') return ACTIVE_STATUSES
  if (status === 'closed') return ['resolved', 'archived']
  throw new AppError('query_invalid', { message: 'status must be one of open, closed', field: 'status' })
}
