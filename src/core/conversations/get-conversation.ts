import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Db } from '../../storage/db.ts'
import { findConversation, findRevision } from '../../storage/queries/conversations.ts'
import type { Ctx } from '../context.ts'
import { checkReach } from './check-reach.ts'
import { keepConversation, keptConversation, knownRef } from './recent.ts'

/** The conversation of the caller's account, or the refusal `conversation_not_found`; another account's conversation is no different from none. */
export async function getConversation(ctx: Ctx, ref: ConversationRef, db: Db = ctx.core.store): Promise<Conversation> {
  if (db !== ctx.core.store) return found(ctx, await findConversation(db, ctx.accountId, ref), db)
  const head = await findRevision(db, ctx.accountId, knownRef(ctx.core.recent, ctx.accountId, ref))
  if (!head) throw new AppError('conversation_not_found')
  const known = keptConversation(ctx.core.recent, ctx.accountId, { id: head.id })
  if (known?.revision === head.revision) return found(ctx, known, db)
  const conversation = await findConversation(db, ctx.accountId, { id: head.id })
  if (conversation) keepConversation(ctx.core.recent, conversation)
  return found(ctx, conversation, db)
}

async function found(ctx: Ctx, conversation: Conversation | undefined, db: Db): Promise<Conversation> {
  if (!conversation) throw new AppError('conversation_not_found')
  if (ctx.reach !== 'all') await checkReach(ctx, [conversation], db)
  return conversation
}
