import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Participant } from '../../model/participant.ts'
import type { Tx } from '../../storage/db.ts'
import { lockConversations } from '../../storage/queries/conversations/conversations.ts'
import { advanceReadSeq, findParticipant } from '../../storage/queries/conversations/participants.ts'
import type { Ctx } from '../context.ts'
import { conversationEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { moveReplies } from '../messages/move-replies.ts'
import { noteLook } from './mark-seen.ts'

/**
 * Moves the caller's read position in a conversation forward to `seq`; it never moves back. What the team has said up to there is `read` once a customer has read it. Refuses with
 * `not_a_participant` when the caller is not in it or has left.
 */
export async function markRead(ctx: Ctx, tx: Tx, conversation: Conversation, seq: number): Promise<Participant> {
  // A member moves nothing but their own row; before a customer's the conversation is locked, as everywhere.
  const isCustomer = ctx.actor.kind === 'contact'
  const [locked] = isCustomer ? await lockConversations(tx, ctx.accountId, [{ id: conversation.id }]) : []
  const participant = await findParticipant(tx, ctx.accountId, conversation.id, ctx.actor.id)
  if (!participant || participant.leftAt !== null) throw new AppError('not_a_participant')
  const lastReadSeq = Math.min(seq, conversation.lastSeq)
  if (lastReadSeq <= participant.lastReadSeq) return participant
  if (!(await advanceReadSeq(tx, ctx.accountId, conversation.id, ctx.actor.id, lastReadSeq))) return participant
  const moved = { ...participant, lastReadSeq }
  const data = { authorId: moved.authorId, lastReadSeq }
  const events = locked ? await readReplies(ctx, tx, locked, { from: participant.lastReadSeq + 1, through: lastReadSeq }) : []
  events.push(conversationEvent('conversation.read', conversation.id, ctx.actor, data))
  await recordEvents(tx, ctx.accountId, ctx.core.now(), events)
  return moved
}

/** A customer's reading is a look at the conversation, as far as it goes: whoever shows when its contact last looked shows that. */
async function readReplies(ctx: Ctx, tx: Tx, conversation: Conversation, of: { from: number; through: number }): Promise<NewEvent[]> {
  const events = await moveReplies(ctx, tx, conversation, { ...of, to: 'read' })
  if (conversation.contactId === ctx.actor.id) await noteLook(ctx, tx, conversation, of.through)
  return events
}
