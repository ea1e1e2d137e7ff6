import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { lockMessage } from '../../../../core/messages/delete-message.ts'
import { editMessage } from '../../../../core/messages/edit-message.ts'
import { moveStatus } from '../../../../core/messages/move-status.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Message } from '../../../../model/message.ts'
import type { Tx } from '../../../../storage/db.ts'
import { findChannel } from '../../../../storage/queries/channels.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answerWithMessage } from '../../answer-with-message.ts'
import { toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { refusals } from '../../refusals.ts'

const STATUSES = ['sent', 'delivered', 'read', 'failed'] as const

type Update = { status?: unknown; external_error?: unknown }

/**
 * Takes the delivery status and the error of a failed one; everything else is passed over in silence, as are an unknown status and a step back
 * (chatwoot sheet 5.4).
 */
export function updateMessage(app: App, profile: Profile): void {
  app.route({
    method: ['PATCH', 'PUT'],
    url: '/conversations/:conversation_id/messages/:message_id',
    config: { action: 'changeMessages' },
    schema: {
      summary: "Update a message's delivery status",
      params: Type.Object({ account_id: Type.String(), conversation_id: Type.String(), message_id: Type.String() }),
      body: Type.Object({
        status: Type.Optional(Type.Unknown({ description: '`sent`, `delivered`, `read` or `failed`; anything else changes nothing' })),
        external_error: Type.Optional(Type.Unknown({ description: 'Why it failed; kept with `failed` only' })),
      }),
      response: { 200: profile.message.Wire, ...refusals(profile, [400, 401, 403, 404, 413, 415, 422]) },
    },
    handler: async ({ ctx, params, body }, reply) => {
      const { conversation_id, message_id } = params as { conversation_id: string; message_id: string }
      const number = toPathId(conversation_id, 'conversation_not_found')
      const answer = await once(
        ctx,
        async (tx) => {
          const conversation = await getConversation(ctx, { number }, tx)
          const channel = await findChannel(tx, ctx.accountId, conversation.channelId)
          if (channel?.kind !== 'api') throw new AppError('status_not_allowed')
          const ref = { conversation: { id: conversation.id }, messageId: toPathId(message_id, 'message_not_found') }
          const message = await applyUpdate(ctx, tx, ref, body as Update)
          return answerWithMessage(profile, ctx, tx, message)
        },
        (tx, [id]) => answerWithMessage(profile, ctx, tx, id),
      )
      return sendAnswer(reply, answer)
    },
  })
}

async function applyUpdate(ctx: Ctx, tx: Tx, ref: { conversation: { id: number }; messageId: number }, update: Update): Promise<Message> {
  const { message } = await lockMessage(ctx, tx, ref)
  const { status, external_error: error } = update
  const to = STATUSES.find((one) => one === status)
  if (to === undefined) return message
  const move = { to, cause: to === 'failed' && error != null ? String(error) : null }
  if (!moveStatus(message, move, 0)) return message
  // Any other status leaves the error's key behind, set to null; that of a failed one is the cause itself.
  const attributes = to === 'failed' ? undefined : { ...message.attributes, external_error: null }
  return (await editMessage(ctx, tx, ref, { move, attributes })).message
}
