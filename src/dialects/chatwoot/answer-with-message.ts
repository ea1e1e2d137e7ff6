import type { Answer, Ctx } from '../../core/context.ts'
import { getConversation } from '../../core/conversations/get-conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Message } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { findMessage } from '../../storage/queries/messages/messages.ts'
import { jsonAnswer } from '../requests.ts'
import { renderMessages } from './faces/render-messages.ts'
import type { Profile } from './profile.ts'

/** The answer that shows one message, given itself or, to show it as it is now, by its id. Refuses with `message_not_found`. */
export async function answerWithMessage(profile: Profile, ctx: Ctx, tx: Tx, given: Message | number | undefined): Promise<Answer> {
  const message = typeof given === 'number' ? await findMessage(tx, ctx.accountId, given) : given
  if (!message) throw new AppError('message_not_found')
  const conversation = await getConversation(ctx, { id: message.conversationId }, tx)
  const { wires } = await renderMessages(profile, ctx, tx, { conversation, messages: [message] })
  return jsonAnswer(200, wires[0], [message.id])
}
