import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { markRead } from '../../../../core/conversations/mark-read.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { seesNotes } from '../../../../core/visibility.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Message } from '../../../../model/message.ts'
import type { Tx } from '../../../../storage/db.ts'
import { listReadMarks } from '../../../../storage/queries/conversations/read-marks.ts'
import { findMessage } from '../../../../storage/queries/messages/messages.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { openConversation } from '../../access.ts'
import { CONVERSATION_PARAMS, FAILURES, Nullable, Success, TENANT_QUERY, Uuid } from '../../schemas.ts'
import { conversationIdOf, idOf } from '../../uuids.ts'

/** ondi sheet 4.7: moves the caller's last-read message forward; an older one is accepted and moves nothing. The method is unstated, so three work. */
export function updateReadStatus(app: App): void {
  app.route({
    method: ['PUT', 'PATCH', 'POST'],
    url: '/messaging/conversations/:conversationId/read-status',
    config: { action: 'markRead' },
    schema: {
      summary: 'Update read status',
      params: CONVERSATION_PARAMS,
      querystring: Type.Object({
        ...TENANT_QUERY,
        message_id: Type.Optional(Type.String({ description: 'Required: UUID of the message' })),
      }),
      response: {
        200: Success({ data: Type.Object({ conversation_id: Uuid, last_read_message_id: Nullable(Uuid) }) }),
        ...FAILURES,
      },
    },
    async handler({ ctx, params, query }, reply) {
      const id = conversationIdOf(ctx, params)
      const answer = await once(ctx, async (tx) => {
        const { conversation, participant } = await openConversation(ctx, id, tx)
        if (!participant) throw new AppError('not_a_participant')
        const message = await findVisible(ctx, tx, id, query.message_id)
        await markRead(ctx, tx, conversation, message.seq)
        const marks = await listReadMarks(tx, ctx.accountId, [id], { notes: seesNotes(ctx) })
        const lastRead = marks.find((mark) => mark.authorId === ctx.actor.id)?.messageId ?? message.id
        const data = {
          conversation_id: ctx.core.ids.toUuid('conversation', id),
          last_read_message_id: ctx.core.ids.toUuid('message', lastRead),
        }
        return jsonAnswer(200, { success: true, message: 'Read status updated successfully', data })
      })
      return sendAnswer(reply, answer)
    },
  })
}

async function findVisible(ctx: Ctx, tx: Tx, conversationId: number, messageId: string | undefined): Promise<Message> {
  if (!messageId) throw new AppError('query_invalid', { message: 'message_id is required', field: 'message_id' })
  const id = idOf(ctx, 'message', messageId, 'message_id')
  const message = id === undefined ? undefined : await findMessage(tx, ctx.accountId, id)
  const shown = message && message.deletedAt === null && (!message.private || seesNotes(ctx))
  if (!shown || message.conversationId !== conversationId) throw new AppError('message_not_found')
  return message
}
