import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Db } from '../../storage/db.ts'
import { findConversation, findRevision } from '../../storage/queries/conversations/conversations.ts'
import type { Ctx } from '../context.ts'
import { checkReach } from './check-reach.ts'
import { keepConversation, keptConversation, knownRef } from './recent.ts'

/** The conversation of the caller's account, or the refusal `conversation_not_found`; another account's conversation is no different from none. */
export async function getConversation(ctx: Ctx, ref: ConversationRef, db: Db = ctx.core.store): Promise<Conversation> {
  const conversation = db === ctx.core.store ? await readKept(ctx, ref) : await findConversation(db, ctx.accountId, ref)
  if (!conversation) throw new AppError('conversation_not_found')
  if (ctx.reach !== 'all') await checkReach(ctx, [conversation], db)
  return conversation
}

/** What is kept of it if it still stands at the present revision, or else what there is now. */
async function readKept({ core, accountId }: Ctx, ref: ConversationRef): Promise<Conversation | undefined> {
  const head = await findRevision(core.store, accountId, knownRef(core.recent, accountId, ref))
  if (!head) return undefined
  const known = keptConversation(core.recent, accountId, { id: head.id })
  if (known?.revision === head.revision) return known
  const conversation = await findConversation(core.store, accountId, { id: head.id })
  if (conversation) keepConversation(core.recent, conversation)
  return conversation
}
