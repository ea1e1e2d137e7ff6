import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import { isWithin, opensByPart } from '../../model/reach.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { findConversations, lockConversations } from '../../storage/queries/conversations/conversations.ts'
import { findParticipants } from '../../storage/queries/conversations/participants.ts'
import type { Ctx } from '../context.ts'

/** Refuses with `conversation_not_found` what the caller does not reach: to them it does not exist. */
export async function checkReach(ctx: Ctx, conversations: readonly Conversation[], db: Db = ctx.core.store): Promise<void> {
  const { reach, accountId } = ctx
  if (reach === 'all') return
  const beyond = conversations.filter((conversation) => !isWithin(reach, conversation)).map(({ id }) => id)
  if (beyond.length === 0) return
  if (!opensByPart(reach)) throw new AppError('conversation_not_found')
  const rows = await findParticipants(db, accountId, beyond, [reach.memberId])
  const joined = new Set(rows.filter((row) => row.leftAt === null).map((row) => row.conversationId))
  if (!beyond.every((id) => joined.has(id))) throw new AppError('conversation_not_found')
}

/** The same of conversations that are only named; those that do not exist are left to whoever looks for them. */
export async function checkReachOf(ctx: Ctx, refs: readonly ConversationRef[]): Promise<void> {
  if (ctx.reach !== 'all') await checkReach(ctx, await findConversations(ctx.core.store, ctx.accountId, refs))
}

/** A conversation that is about to change, locked until the transaction ends. Refuses with `conversation_not_found`. */
export async function lockConversation(ctx: Ctx, tx: Tx, ref: ConversationRef): Promise<Conversation> {
  const [conversation] = await lockConversations(tx, ctx.accountId, [ref])
  if (!conversation) throw new AppError('conversation_not_found')
  await checkReach(ctx, [conversation], tx)
  return conversation
}
