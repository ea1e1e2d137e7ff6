import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { openConversation } from '../../../../core/conversations/open-conversation.ts'
import { seesNotes } from '../../../../core/visibility.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Message } from '../../../../model/message.ts'
import { findMessage } from '../../../../storage/queries/messages/messages.ts'
import type { App, Dialect } from '../../../dialect.ts'
import { answers } from '../../errors.ts'
import { WireFace } from '../../faces/face.ts'
import { lookThrough } from '../../faces/look-through.ts'
import { parseId } from '../../wire.ts'
import { OneMessageParams, parseIds } from '../messages/message-routes.ts'

const description =
  'The server asks itself, through each API, as somebody who is given it there: the caller; in OnDi its customer where the caller takes no part in it; in Mews the application that opened it.'
const response = answers({ 200: Type.Object({ faces: Type.Array(WireFace) }) })

/** What the clients of every dialect are given for a conversation or a message. */
export function faceRoutes(app: App, dialects: readonly Dialect[]): void {
  app.get(
    '/conversations/:conversationId/faces',
    {
      config: { action: 'readFaces' },
      schema: {
        summary: 'See what the clients of every API are given for a conversation',
        description,
        params: Type.Object({ conversationId: Type.String() }),
        response,
      },
    },
    async ({ ctx, reader, params }) => {
      return look(ctx, { conversation: await openConversation(ctx, reader, parseId(params.conversationId, 'conversation_not_found')) })
    },
  )

  app.get(
    '/conversations/:conversationId/messages/:messageId/faces',
    {
      config: { action: 'readFaces' },
      schema: { summary: 'See what the clients of every API are given for a message', description, params: OneMessageParams, response },
    },
    async ({ ctx, reader, params }) => {
      const ref = parseIds(params)
      const conversation = await openConversation(ctx, reader, ref.conversation.id)
      const message = await findMessage(ctx.core.store, ctx.accountId, ref.messageId)
      if (message?.conversationId !== conversation.id || (message.private && !seesNotes(ctx))) throw new AppError('message_not_found')
      return look(ctx, { conversation, message })
    },
  )

  async function look(ctx: Ctx, subject: { conversation: Conversation; message?: Message }) {
    const looks = dialects.flatMap(({ faces, ...dialect }) => (faces ? [lookThrough(app, { ...dialect, faces }, ctx, subject)] : []))
    return { faces: await Promise.all(looks) }
  }
}
