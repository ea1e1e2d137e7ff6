import { type Conversation, isActive } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { findParticipant } from '../../storage/queries/conversations/participants.ts'
import type { Ctx } from '../context.ts'
import { changeParticipants } from '../conversations/change-participants.ts'
import { updateConversation } from '../conversations/update-conversation.ts'

/**
 * Makes the calling member the one who answers a ticket, and adds them to its conversation. `ticket` is locked by the caller. Refuses with
 * `conversation_not_active`, `ticket_claimed`.
 */
export async function claimTicket(ctx: Ctx, tx: Tx, ticket: Conversation): Promise<Conversation> {
  const { actor } = ctx
  if (!isActive(ticket)) throw new AppError('conversation_not_active')
  if (ticket.assigneeId !== null) throw new AppError('ticket_claimed')
  const { conversation } = await updateConversation(ctx, tx, { id: ticket.id }, { assigneeId: actor.id })
  const known = await findParticipant(tx, ctx.accountId, ticket.id, actor.id)
  if (!known || known.leftAt !== null) {
    await changeParticipants(ctx, tx, conversation, { action: 'add', authors: [actor], role: known?.role ?? 'member' })
  }
  return conversation
}
