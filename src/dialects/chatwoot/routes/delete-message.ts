import { Type } from 'typebox'
import { once } from '../../../core/idempotency/once.ts'
import { deleteMessage as removeMessage } from '../../../core/messages/delete-message.ts'
import { AppError } from '../../../model/errors.ts'
import type { App } from '../../dialect.ts'
import { sendAnswer } from '../../requests.ts'
import { toNumber } from './create-message.ts'

export function deleteMessage(app: App): void {
  app.delete(
    '/conversations/:conversation_id/messages/:message_id',
    { schema: { params: Type.Object({ account_id: Type.String(), conversation_id: Type.String(), message_id: Type.String() }) } },
    async ({ ctx, params }, reply) => {
      const ref = { conversation: { number: toNumber(params.conversation_id) }, messageId: toNumber(params.message_id) }
      const answer = await once(ctx, async (tx) => {
        const { changed } = await removeMessage(ctx, tx, ref)
        if (!changed) throw new AppError('message_not_found')
        return { status: 200, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
