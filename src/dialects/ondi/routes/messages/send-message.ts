import { Type } from 'typebox'
import { loadAuthors } from '../../../../core/authors.ts'
import type { Ctx } from '../../../../core/context.ts'
import { sendMessages } from '../../../../core/messages/send-messages.ts'
import { AppError } from '../../../../model/errors.ts'
import type { NewMessage } from '../../../../model/message.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { checkMaySend } from '../../access.ts'
import { fromWireMessage, SendBody, toBodyError, toWireMessages, WireMessage } from '../../message.ts'
import { CONVERSATION_PARAMS, FAILURES, Success, TENANT_QUERY } from '../../schemas.ts'
import { conversationIdOf } from '../../uuids.ts'

/**
 * ondi sheet 4.2: for participants, into active conversations. A bad body is refused last (ondi sheet 3), so that an outsider learns nothing
 * from it; a good one is decided together with the send, which reads nothing else.
 */
export function sendMessage(app: App): void {
  app.post(
    '/messaging/conversations/:conversationId/messages',
    {
      config: { action: 'sendMessages' },
      attachValidation: true,
      schema: {
        summary: 'Send message',
        params: CONVERSATION_PARAMS,
        querystring: Type.Object(TENANT_QUERY),
        body: SendBody,
        response: { 201: Success({ data: WireMessage }), ...FAILURES },
      },
    },
    async (request, reply) => {
      const { ctx, params, body } = request
      const id = conversationIdOf(ctx, params)
      const message = await readOrCheck(ctx, id, () => {
        if (request.validationError) throw toBodyError(request.validationError, body)
        return fromWireMessage(ctx, id, body)
      })
      const answer = await sendMessages(ctx, [message], { participant: true, active: true }, async (db, { messages }) => {
        const [sent] = messages
        if (!sent) throw new AppError('message_not_found')
        const authors = await loadAuthors(ctx.core, db, ctx.accountId, [sent.author])
        const [data] = toWireMessages(ctx, id, authors, [sent])
        return jsonAnswer(201, { success: true, message: 'Message sent successfully', data })
      })
      return sendAnswer(reply, answer)
    },
  )
}

/** What `read` makes of the body; before it may refuse, the caller's access is checked. */
async function readOrCheck(ctx: Ctx, id: number, read: () => NewMessage): Promise<NewMessage> {
  try {
    return read()
  } catch (error) {
    await checkMaySend(ctx, id)
    throw error
  }
}
