import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { retryMessage as sendAgain } from '../../../../core/messages/retry-message.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answerWithMessage } from '../../answer-with-message.ts'
import { toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { refusals } from '../../refusals.ts'

/**
 * Sends a failed message again, `sent` in the family's words, and removes its error; any other message stays as it is, and nothing else of its attributes goes, as in
 * later releases. An unknown message is 422 here, not 404 (chatwoot sheet 5.6).
 */
export function retryMessage(app: App, profile: Profile): void {
  app.post(
    '/conversations/:conversation_id/messages/:message_id/retry',
    {
      config: { action: 'changeMessages', refusals: 'sentence' },
      schema: {
        summary: 'Send a failed message again',
        params: Type.Object({ account_id: Type.String(), conversation_id: Type.String(), message_id: Type.String() }),
        response: { 200: profile.message.Wire, ...refusals(profile, [400, 401, 404, 413, 415, 422]) },
      },
    },
    async ({ ctx, params }, reply) => {
      const number = toPathId(params.conversation_id, 'conversation_not_found')
      const id = /^[1-9]\d{0,14}$/.test(params.message_id) ? Number(params.message_id) : 0
      const ref = { conversation: { number }, messageId: id }
      const answer = await once(
        ctx,
        async (tx) => {
          const message = await sendAgain(ctx, tx, ref).catch(refuseUnknown)
          return answerWithMessage(profile, ctx, tx, message)
        },
        (tx, [shown]) => answerWithMessage(profile, ctx, tx, shown),
      )
      return sendAnswer(reply, answer)
    },
  )
}

function refuseUnknown(error: unknown): never {
  if (error instanceof AppError && error.code === 'message_not_found') {
    throw new AppError('body_invalid', { message: 'The message could not be found', cause: error })
  }
  throw error
}
