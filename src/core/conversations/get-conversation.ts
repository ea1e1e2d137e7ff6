import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Db } from '../../storage/db.ts'
import { findConversation, findRevision } from '../../storage/queries/conversations.ts'
import type { Ctx } from '../context.ts'
import { keepConversation, keptConversation, knownRef } from './recent.ts'

/** The conversation of the caller's account, or the refusal `conversation_not_found`; another account's conversation is no different from none. */
export async function getConversation(ctx: Ctx, ref: ConversationRef, db: Db = ctx.core.store): Promise<Conversation> {
  if (db !== ctx.core.store) return found(await findConversation(db, ctx.accountId, ref))
  const head = await findRevision(db, ctx.accountId, knownRef(ctx.core.recent, ctx.accountId, ref))
  if (!head) throw new AppError('conversation_not_found')
  const known = keptConversation(ctx.core.recent, ctx.accountId, { id: head.id })
  if (known?.revision === head.revision) return known
  const conversation = found(await findConversation(db, ctx.accountId, { id: head.id }))
  keepConversation(ctx.core.recent, conversation)
  return conversation
}

function found(conversation: Conversation | undefined): Conversation {
  if (!conversation) throw new AppError('conversation_not_found')
  return conversation
}
