import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Db } from '../../storage/db.ts'
import { findConversation } from '../../storage/queries/conversations.ts'
import type { Ctx } from '../context.ts'

/** The conversation of the caller's account, or the refusal `conversation_not_found`; another account's conversation is no different from none. */
export async function getConversation(ctx: Ctx, ref: ConversationRef, db: Db = ctx.core.store): Promise<Conversation> {
  const conversation = await findConversation(db, ctx.accountId, ref)
  if (!conversation) throw new AppError('conversation_not_found')
  return conversation
}
