import type { Answer, Ctx } from '../../../../core/context.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { type Conversation, isActive } from '../../../../model/conversation.ts'
import type { Tx } from '../../../../storage/db.ts'
import { jsonAnswer } from '../../../requests.ts'
import { shownIn } from '../../shown-conversation.ts'
import { loadTicket } from '../../ticket.ts'

/** Opens or closes a ticket, and so its conversation. Pending and snoozed ones are open, archived ones closed: nothing changes for them. */
export async function changeTicketStatus(ctx: Ctx, tx: Tx, ticket: Conversation, status: 'open' | 'closed'): Promise<Answer> {
  let conversation = ticket
  if (isActive(ticket) !== (status === 'open')) {
    const wanted = status === 'open' ? 'open' : 'resolved'
    conversation = (await updateConversation(ctx, tx, { id: ticket.id }, { status: wanted })).conversation
  }
  return changedAnswer(ctx, tx, conversation)
}

export function changedAnswer(ctx: Ctx, tx: Tx, ticket: Conversation): Promise<Answer> {
  return ticketAnswer(ctx, tx, 200, ticket, 'Ticket updated successfully')
}

/** The answer to a write, which shows the latest message of the ticket's conversation. */
export async function ticketAnswer(ctx: Ctx, tx: Tx, status: number, ticket: Conversation, message: string): Promise<Answer> {
  const data = await loadTicket(ctx, tx, ticket)
  return jsonAnswer(status, { success: true, message, data }, shownIn(ctx, data.conversation))
}
