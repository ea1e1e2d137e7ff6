import { Type } from 'typebox'
import { sendWithFiles } from '../../../../core/attachments/send-with-files.ts'
import { storeAttachments } from '../../../../core/attachments/store-attachment.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { sendMessages } from '../../../../core/messages/send-messages.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { fromWireAttachments, WireNewAttachment } from '../../attachment.ts'
import { fromWireContent, WireContent } from '../../content.ts'
import { conversationIdOf } from '../../conversation.ts'
import { refusals } from '../../errors.ts'
import { toWireMessage, WireMessage } from '../../message.ts'

const Body = Type.Object({
  ...WireContent,
  isInternalNote: Type.Optional(Type.Boolean({ description: 'A note that only the team sees' })),
  attachments: Type.Optional(Type.Array(WireNewAttachment, { maxItems: 100 })),
})

/**
 * tidysupport sheet 3.2, seed "POST …/messages": a reply to the customer, or a note for the team. The checks come in the order of sheet 8: key, workspace,
 * size, form, conversation, content.
 */
export function createMessage(app: App): void {
  app.post(
    '/conversations/:conversationId/messages',
    {
      config: { action: 'sendMessages' },
      schema: {
        summary: 'Sends a reply, or leaves an internal note',
        description: 'Either `contentText` or `contentHtml` is required. The whole request may have 10 MB.',
        params: Type.Object({ workspaceId: Type.String(), conversationId: Type.String() }),
        body: Body,
        response: { 200: Type.Object({ message: WireMessage }), ...refusals(404, 413, 415, 422) },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const files = fromWireAttachments(body.attachments)
      const to = { id: conversationIdOf(ctx, params.conversationId) }
      const content = fromWireContent(body)
      if (!content) {
        await getConversation(ctx, to)
        throw new AppError('message_empty')
      }
      const attachments = await storeAttachments(ctx.core, ctx.accountId, files)
      const message = { to, by: ctx.actor, direction: 'outbound', private: body.isInternalNote, ...content, attachments } as const
      const answer = await sendWithFiles(ctx, attachments, () =>
        sendMessages(ctx, [message], {}, (_db, { messages: [first] }) => {
          if (!first) throw new AppError('message_not_found')
          return jsonAnswer(200, { message: toWireMessage(ctx, first) })
        }),
      )
      return sendAnswer(reply, answer)
    },
  )
}
