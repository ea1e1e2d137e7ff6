import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Participant } from '../../model/participant.ts'
import type { Tx } from '../../storage/db.ts'
import { advanceReadSeq, findParticipant } from '../../storage/queries/conversations/participants.ts'
import type { Ctx } from '../context.ts'
import { conversationEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

/**
 * Moves the caller's read position in a conversation forward to `seq`; it never moves back. Refuses with `not_a_participant` when the caller is not in it
 * or has left.
 */
export async function markRead(ctx: Ctx, tx: Tx, conversation: Conversation, seq: number): Promise<Participant> {
  const participant = await findParticipant(tx, ctx.accountId, conversation.id, ctx.actor.id)
  if (!participant || participant.leftAt !== null) throw new AppError('not_a_participant')
  const lastReadSeq = Math.min(seq, conversation.lastSeq)
  if (lastReadSeq <= participant.lastReadSeq) return participant
  if (!(await advanceReadSeq(tx, ctx.accountId, conversation.id, ctx.actor.id, lastReadSeq))) return participant
  const moved = { ...participant, lastReadSeq }
  const data = { authorId: moved.authorId, lastReadSeq }
  await recordEvents(tx, ctx.accountId, ctx.core.now(), [conversationEvent('conversation.read', conversation.id, ctx.actor, data)])
  return moved
}
