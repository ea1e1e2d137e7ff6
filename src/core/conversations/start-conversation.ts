import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Message, NewMessage } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import type { Ctx } from '../context.ts'
import type { SendRule } from '../messages/draft-message.ts'
import { sendWithin } from '../messages/send-within.ts'
import { type CreateConversation, createConversation } from './create-conversation.ts'

/** A conversation as it is opened, with the messages it opens with. */
export type StartConversation = CreateConversation & { messages: readonly Omit<NewMessage, 'to'>[]; rule?: SendRule }

/**
 * Opens a conversation and sends its first messages in the same transaction, so that neither is there without the other; with no messages it is
 * `createConversation`. Refuses as `createConversation` and `sendMessages` do.
 */
export async function startConversation(
  ctx: Ctx,
  tx: Tx,
  { messages, rule, ...input }: StartConversation,
): Promise<{ conversation: Conversation; messages: Message[] }> {
  const created = await createConversation(ctx, tx, input)
  if (messages.length === 0) return { conversation: created, messages: [] }
  const sent = await sendWithin(
    ctx,
    tx,
    messages.map((message) => ({ ...message, to: { id: created.id } })),
    rule,
  )
  const conversation = sent.conversations.get(created.id)
  if (!conversation) throw new AppError('conversation_not_found')
  return { conversation, messages: sent.messages }
}
