import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Participant } from '../../model/participant.ts'
import type { Tx } from '../../storage/db.ts'
import { countUnread } from '../../storage/queries/conversations/conversation-overviews.ts'
import { lockConversations } from '../../storage/queries/conversations/conversations.ts'
import { advanceReadSeq, findParticipant } from '../../storage/queries/conversations/participants.ts'
import { seesAllConversations } from '../access.ts'
import { loadAuthor } from '../authors.ts'
import type { Ctx } from '../context.ts'
import { conversationEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { moveReplies } from '../messages/move-replies.ts'
import { noteLook, noteTeamLook } from './mark-seen.ts'

/**
 * Moves the caller's read position in a conversation forward to `seq`; it never moves back. What the team has said up to there is `read` once a customer has read it, and
 * what a customer has said is seen once somebody of the team has who sees all conversations. Such a one need not be in it, and then has no position of their own: the
 * answer is undefined. Refuses everybody else who is not in it, or has left, with `not_a_participant`. What is only `listed` moves the reader's own position: for the team to have
 * seen it, the conversation's revision would rise, and whatever is sent at that moment be decided anew.
 */
export async function markRead(
  ctx: Ctx,
  tx: Tx,
  conversation: Conversation,
  seq: number,
  how: 'read' | 'listed' = 'read',
): Promise<Participant | undefined> {
  const { accountId, actor } = ctx
  const isDesk = how === 'read' && actor.kind === 'member' && (await seesAll(ctx, tx))
  const looks = actor.kind === 'contact' || (isDesk && (await countUnread(tx, accountId, [conversation.id], 1)).get(conversation.id) === 1)
  // Whatever of the conversation's own is about to move, it is locked before, as everywhere; a member's row alone needs no lock.
  const [locked] = looks ? await lockConversations(tx, accountId, [{ id: conversation.id }]) : []
  const found = await findParticipant(tx, accountId, conversation.id, actor.id)
  const participant = found?.leftAt === null ? found : undefined
  if (!participant && !isDesk) throw new AppError('not_a_participant')
  const lastReadSeq = Math.min(seq, conversation.lastSeq)
  const from = participant?.lastReadSeq ?? lastReadSeq
  const moved = lastReadSeq > from && (await advanceReadSeq(tx, accountId, conversation.id, actor.id, lastReadSeq))
  const looked = isDesk && locked !== undefined && (await noteTeamLook(ctx, tx, locked, lastReadSeq))
  if (!moved && !looked) return participant
  const events = !isDesk && locked ? await readReplies(ctx, tx, locked, { from: from + 1, through: lastReadSeq }) : []
  const reached = Math.max(from, lastReadSeq)
  events.push(conversationEvent('conversation.read', conversation.id, actor, { authorId: actor.id, lastReadSeq: reached }))
  await recordEvents(tx, accountId, ctx.core.now(), events)
  return participant && { ...participant, lastReadSeq: reached }
}

async function seesAll({ core, accountId, actor }: Ctx, tx: Tx): Promise<boolean> {
  const author = await loadAuthor(core, tx, accountId, actor)
  return author?.kind === 'member' && seesAllConversations(author.role)
}

/** A customer's reading is a look at the conversation, as far as it goes: whoever shows when its contact last looked shows that. */
async function readReplies(ctx: Ctx, tx: Tx, conversation: Conversation, of: { from: number; through: number }): Promise<NewEvent[]> {
  const events = await moveReplies(ctx, tx, conversation, { ...of, to: 'read' })
  if (conversation.contactId === ctx.actor.id) await noteLook(ctx, tx, conversation, of.through)
  return events
}
