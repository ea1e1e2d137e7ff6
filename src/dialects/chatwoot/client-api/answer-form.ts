import { Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import { once } from '../../../core/idempotency/once.ts'
import { editMessage } from '../../../core/messages/edit-message.ts'
import { AppError } from '../../../model/errors.ts'
import type { Json } from '../../../model/json.ts'
import type { Message } from '../../../model/message.ts'
import type { Tx } from '../../../storage/db.ts'
import { findMessage } from '../../../storage/queries/messages/messages.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { messageTypeOf } from '../faces/message.ts'
import { renderMessages } from '../faces/render-messages.ts'
import { answers, TextInput, toPathId } from '../inputs/inputs.ts'
import type { Profile } from '../profile.ts'
import { ClientMessage, toClientMessage } from './client-conversation.ts'
import { ConversationPath, openConversation } from './visitor.ts'

/** How long a survey may be answered, in microseconds (chatwoot sheet 9). */
const SURVEY_TIME = 14 * 24 * 3600 * 1e6

const Values = Type.Union([
  Type.Array(Type.Object({ name: Type.Optional(TextInput), title: Type.Optional(TextInput), value: Type.Optional(Type.Unknown()) }), {
    maxItems: 100,
  }),
  Type.Object({
    csat_survey_response: Type.Object({
      rating: Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum: 5 }), Type.Null()])),
      feedback_message: Type.Optional(TextInput),
    }),
  }),
])

/** What the contact chose or filled in; kept in the message's `content_attributes.submitted_values` (chatwoot sheet 9). */
export function answerForm(app: App, profile: Profile): void {
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/contacts/:source_id/conversations/:conversation_id/messages/:message_id',
    config: { action: 'sendMessages' },
    schema: {
      summary: 'Client API: answer a form or survey',
      params: Type.Object({ ...ConversationPath, message_id: Type.String() }),
      body: Type.Object({ submitted_values: Values }),
      response: answers(profile, ClientMessage(profile.message)),
    },
    handler: async (request, reply) => {
      const { ctx, params, body } = request
      const messageId = toPathId(params.message_id, 'message_not_found')
      const answer = await once(
        ctx,
        async (tx) => {
          const conversation = await openConversation(request, { db: tx })
          const before = await getShown(ctx, tx, messageId)
          if (before.conversationId !== conversation.id) throw new AppError('message_not_found')
          if (before.contentType === 'input_csat' && before.createdAt + SURVEY_TIME < ctx.core.now()) {
            throw new AppError('body_invalid', { message: 'You cannot update the CSAT survey after 14 days' })
          }
          const attributes = { ...before.attributes, submitted_values: body.submitted_values as Json }
          const { message } = await editMessage(ctx, tx, { conversation: { id: conversation.id }, messageId }, { attributes })
          return answerMessage(ctx, tx, profile, message)
        },
        async (tx) => answerMessage(ctx, tx, profile, await getShown(ctx, tx, messageId)),
      )
      return sendAnswer(reply, answer)
    },
  })
}

/** A message the contact is shown. Refuses with `message_not_found`. */
async function getShown(ctx: Ctx, tx: Tx, id: number): Promise<Message> {
  const message = await findMessage(tx, ctx.accountId, id)
  if (!message || message.private || messageTypeOf(message) === 'activity') throw new AppError('message_not_found')
  return message
}

async function answerMessage(ctx: Ctx, tx: Tx, profile: Profile, message: Message) {
  const { wires } = await renderMessages(profile, ctx, tx, { conversation: undefined, messages: [message] })
  return jsonAnswer(200, toClientMessage(wires[0] ?? {}), [message.id])
}
