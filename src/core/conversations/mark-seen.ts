import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import type { Tx } from '../../storage/db.ts'
import { findLastInbound } from '../../storage/queries/conversations/conversation-overviews.ts'
import { updateConversation } from '../../storage/queries/conversations/conversations.ts'
import { findParticipant, updateParticipants } from '../../storage/queries/conversations/participants.ts'
import { findMessageTime } from '../../storage/queries/messages/message-statuses.ts'
import { seekSeq } from '../../storage/queries/messages/messages.ts'
import type { Ctx } from '../context.ts'
import { conversationEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { moveReplies } from '../messages/move-replies.ts'
import { lockConversation } from './check-reach.ts'
import { forgetAfter } from './recent.ts'

/**
 * Notes that the team has looked at a conversation, and its assignee if the caller is that; a caller who takes part has read up to its end.
 * Refuses with `conversation_not_found`.
 */
export async function markSeenByTeam(ctx: Ctx, tx: Tx, ref: ConversationRef): Promise<Conversation> {
  const { before, after, now } = await lockForLook(ctx, tx, ref)
  after.agentSeenAt = now
  if (before.assigneeId === ctx.actor.id) after.assigneeSeenAt = now
  await updateConversation(tx, after)
  forgetAfter(tx, ctx.core.recent, after.id)
  const participant = await findParticipant(tx, ctx.accountId, before.id, ctx.actor.id)
  const reads = participant && participant.leftAt === null && participant.lastReadSeq < before.lastSeq
  if (reads) await updateParticipants(tx, [{ ...participant, lastReadSeq: before.lastSeq }])
  const data = { authorId: ctx.actor.id, lastReadSeq: before.lastSeq }
  await recordEvents(tx, ctx.accountId, now, [conversationEvent('conversation.read', before.id, ctx.actor, data)])
  return after
}

/** The look is taken back to this long before the message that is unread again (chatwoot sheet 6.2). */
const BEFORE_US = 1_000_000

/**
 * Takes the team's look back to before the customer's latest message, so that it is unread again; without one nothing was looked at. Read positions stay: those
 * never move back. Refuses with `conversation_not_found`.
 */
export async function markUnread(ctx: Ctx, tx: Tx, ref: ConversationRef): Promise<Conversation> {
  const { before, after, now } = await lockForLook(ctx, tx, ref)
  const last = await findLastInbound(tx, before)
  const seenAt = last === undefined ? null : last.createdAt - BEFORE_US
  after.agentSeenAt = seenAt
  after.assigneeSeenAt = seenAt
  await updateConversation(tx, after)
  forgetAfter(tx, ctx.core.recent, after.id)
  const data = { authorId: ctx.actor.id, messageId: last?.id ?? null }
  await recordEvents(tx, ctx.accountId, now, [conversationEvent('conversation.unread', before.id, ctx.actor, data)])
  return after
}

/**
 * Notes that the contact has looked at a conversation: the team's messages up to now become `read` (chatwoot sheet 9).
 * Refuses with `conversation_not_found`.
 */
export async function markSeenByContact(ctx: Ctx, tx: Tx, ref: ConversationRef): Promise<Conversation> {
  const { before, after, now } = await lockForLook(ctx, tx, ref)
  after.contactSeenAt = now
  await updateConversation(tx, after)
  forgetAfter(tx, ctx.core.recent, after.id)
  const of = { accountId: ctx.accountId, conversationId: before.id, lastSeq: before.lastSeq }
  const from = await seekSeq(tx, of, 'created_at', before.contactSeenAt ?? 0)
  const events = await moveReplies(ctx, tx, before, { from, through: before.lastSeq, to: 'read' })
  const data = { authorId: ctx.actor.id, lastReadSeq: before.lastSeq }
  await recordEvents(tx, ctx.accountId, now, [...events, conversationEvent('conversation.read', before.id, ctx.actor, data)])
  return after
}

/** Notes, of a conversation that the caller has locked, that its contact has looked at it as it was at a message; an earlier look than the last is none. */
export async function noteLook(ctx: Ctx, tx: Tx, conversation: Conversation, seq: number): Promise<void> {
  const at = await findMessageTime(tx, ctx.accountId, conversation.id, seq)
  if (at === undefined || at <= (conversation.contactSeenAt ?? 0)) return
  await updateConversation(tx, { ...conversation, contactSeenAt: at })
  forgetAfter(tx, ctx.core.recent, conversation.id)
}

/** The same of the team, and of the assignee if the caller is that; says whether it was later than the last look. */
export async function noteTeamLook(ctx: Ctx, tx: Tx, conversation: Conversation, seq: number): Promise<boolean> {
  const at = await findMessageTime(tx, ctx.accountId, conversation.id, seq)
  if (at === undefined || at <= (conversation.agentSeenAt ?? 0)) return false
  const seen = conversation.assigneeId === ctx.actor.id ? { agentSeenAt: at, assigneeSeenAt: at } : { agentSeenAt: at }
  await updateConversation(tx, { ...conversation, ...seen })
  forgetAfter(tx, ctx.core.recent, conversation.id)
  return true
}

async function lockForLook(ctx: Ctx, tx: Tx, ref: ConversationRef) {
  const before = await lockConversation(ctx, tx, ref)
  // A message's time is never before its conversation's last activity, so neither is a look at it.
  return { before, after: { ...before }, now: Math.max(ctx.core.now(), before.lastActivityAt) }
}
