import { Type } from 'typebox'
import { loadAuthors } from '../../../core/authors.ts'
import { sendMessages } from '../../../core/messages/send-messages.ts'
import { AppError } from '../../../model/errors.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import type { Profile } from '../profile.ts'

type Body = {
  content: string
  message_type?: 'incoming' | 'outgoing'
  private?: boolean
  content_type?: string
  content_attributes?: JsonObject
}

export function createMessage(app: App, profile: Profile): void {
  app.post(
    '/conversations/:conversation_id/messages',
    {
      schema: {
        params: Type.Object({ account_id: Type.String(), conversation_id: Type.String() }),
        body: profile.message.Create,
        response: { 200: profile.message.Wire },
      },
    },
    async (request, reply) => {
      const { ctx } = request
      const body = request.body as Body
      const incoming = body.message_type === 'incoming'
      const answer = await sendMessages(
        ctx,
        [
          {
            to: { number: toNumber(request.params.conversation_id) },
            by: incoming ? 'contact' : ctx.actor,
            direction: incoming ? 'inbound' : 'outbound',
            private: body.private ?? false,
            text: body.content,
            contentType: body.content_type ?? 'text',
            attributes: body.content_attributes ?? {},
          },
        ],
        {},
        async (db, { messages }) => {
          const [message] = messages
          if (!message) throw new AppError('message_not_found')
          const authors = await loadAuthors(ctx.core, db, ctx.accountId, [message.author])
          return jsonAnswer(200, profile.message.toWire(message, authors.get(message.author.id)))
        },
      )
      return sendAnswer(reply, answer)
    },
  )
}

/** A conversation's number in the path; anything else is an unknown conversation (ndoto sheet 8). */
export function toNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new AppError('conversation_not_found')
  return Number(text)
}
