import { Type } from 'typebox'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { deleteMessage as removeMessage } from '../../../../core/messages/delete-message.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { renderMessages } from '../../faces/render-messages.ts'
import { toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { refusals } from '../../refusals.ts'

/**
 * Where deleted messages stay in lists the answer is the message as it now is, also the second time (chatwoot sheet 5.5); elsewhere it is empty and the message is
 * gone (ndoto sheet 3.3, 99digital sheet 3.3).
 */
export function deleteMessage(app: App, profile: Profile): void {
  const { keepsDeleted, Wire } = profile.message
  app.delete(
    '/conversations/:conversation_id/messages/:message_id',
    {
      config: { action: 'changeMessages' },
      schema: {
        summary: 'Delete a message',
        params: Type.Object({ account_id: Type.String(), conversation_id: Type.String(), message_id: Type.String() }),
        response: {
          200: keepsDeleted ? Wire : Type.Null({ description: 'The answer has no body.' }),
          ...refusals(profile, [400, 401, 403, 404, 422]),
        },
      },
    },
    async ({ ctx, params }, reply) => {
      const ref = {
        conversation: { number: toPathId(params.conversation_id, 'conversation_not_found') },
        messageId: toPathId(params.message_id, 'message_not_found'),
      }
      const answer = await once(ctx, async (tx) => {
        const deleted = await removeMessage(ctx, tx, ref)
        if (!keepsDeleted) {
          if (!deleted.changed) throw new AppError('message_not_found')
          return { status: 200, body: null }
        }
        const conversation = await getConversation(ctx, ref.conversation, tx)
        const { wires } = await renderMessages(profile, ctx, tx, { conversation, messages: [deleted.message] })
        return jsonAnswer(200, wires[0])
      })
      return sendAnswer(reply, answer)
    },
  )
}
