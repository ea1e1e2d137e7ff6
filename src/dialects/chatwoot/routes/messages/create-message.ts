import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { sendMessages } from '../../../../core/messages/send-messages.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { sendUploads } from '../../../uploads.ts'
import { renderMessages } from '../../faces/render-messages.ts'
import { sendOnceByClientId } from '../../inputs/client-message-id.ts'
import { toPathId } from '../../inputs/inputs.ts'
import { type CreateBody, toNewMessage } from '../../inputs/new-message.ts'
import { FLOOD } from '../../limits.ts'
import type { Profile } from '../../profile.ts'
import { refusals } from '../../refusals.ts'

/** chatwoot sheet 5.3, ndoto sheet 3.2, 99digital sheet 3.1. */
export function createMessage(app: App, profile: Profile): void {
  const { takesBridgeFields, Create, Wire } = profile.message
  app.post(
    '/conversations/:conversation_id/messages',
    {
      config: { action: 'sendMessages', refusals: 'sentence', limit: FLOOD },
      schema: {
        summary: 'Send a message',
        consumes: ['application/json', 'multipart/form-data', 'application/x-www-form-urlencoded'],
        params: Type.Object({ account_id: Type.String(), conversation_id: Type.String() }),
        body: Create,
        response: { 200: Wire, ...refusals(profile, [400, 401, 403, 404, 409, 413, 415, 422]) },
      },
    },
    async (request, reply) => {
      const { ctx, params } = request
      const body = request.body as CreateBody
      const { client_message_id: clientId, echo_id: echoId } = takesBridgeFields ? body : {}
      const answer = await sendUploads(request, async (files) => {
        const number = toPathId(params.conversation_id, 'conversation_not_found')
        const message = await toNewMessage(ctx, profile, body, { number, files })
        const send = (keyed: Ctx) =>
          sendMessages(keyed, [message], { inboundInApiOnly: true }, async (db, { messages, conversations }) => {
            const conversation = conversations.get(messages[0]?.conversationId ?? 0)
            const { wires } = await renderMessages(profile, ctx, db, { conversation, messages })
            return jsonAnswer(200, echoId ? { ...wires[0], echo_id: echoId } : wires[0])
          })
        return sendOnceByClientId(ctx, { number, clientId, body }, send)
      })
      return sendAnswer(reply, answer)
    },
  )
}
