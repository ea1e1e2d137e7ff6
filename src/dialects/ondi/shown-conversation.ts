import type { Ctx } from '../../core/context.ts'
import { getConversation } from '../../core/conversations/get-conversation.ts'
import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { findMessage } from '../../storage/queries/messages/messages.ts'
import type { WireConversation } from './conversation.ts'

/** The message that a conversation's answer shows; a kept answer names it, so that it is made again once the message was edited or deleted. */
export function shownIn(ctx: Ctx, { latest_message: latest }: WireConversation): number[] {
  const id = latest ? ctx.core.ids.fromUuid('message', latest.id) : undefined
  return id === undefined ? [] : [id]
}

/** The conversation behind such an answer, as it is now. */
export async function findShown(ctx: Ctx, tx: Tx, [messageId = 0]: readonly number[]): Promise<Conversation> {
  const message = await findMessage(tx, ctx.accountId, messageId)
  if (!message) throw new AppError('conversation_not_found')
  return getConversation(ctx, { id: message.conversationId }, tx)
}
