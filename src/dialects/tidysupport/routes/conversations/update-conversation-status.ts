import { Type } from 'typebox'
import { lockConversation } from '../../../../core/conversations/check-reach.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { conversationIdOf, fromWireConversationStatus, toWireConversationStatus, WireConversationStatus } from '../../conversation.ts'
import { refusals } from '../../errors.ts'

/**
 * tidysupport sheet 4.3: closes, reopens, archives. The path's end is not known, so both likely ones work. A status that the conversation has
 * already changes nothing: a snoozed one is `OPEN` here and stays snoozed.
 */
export function updateConversationStatus(app: App): void {
  for (const path of ['/conversations/:conversationId/status', '/conversations/:conversationId']) {
    app.put(
      path,
      {
        config: { action: 'writeConversations' },
        schema: {
          summary: "Changes a conversation's status",
          params: Type.Object({ workspaceId: Type.String(), conversationId: Type.String() }),
          body: Type.Object({ status: WireConversationStatus }),
          response: {
            200: Type.Object({ conversation: Type.Object({ id: Type.String(), status: WireConversationStatus }) }),
            ...refusals(404, 413, 415, 422),
          },
        },
      },
      async ({ ctx, params, body }, reply) => {
        const ref = { id: conversationIdOf(ctx, params.conversationId) }
        const answer = await once(ctx, async (tx) => {
          const present = await lockConversation(ctx, tx, ref)
          if (toWireConversationStatus(present.status) !== body.status) {
            await updateConversation(ctx, tx, ref, { status: fromWireConversationStatus(body.status) })
          }
          return jsonAnswer(200, { conversation: { id: params.conversationId, status: body.status } })
        })
        return sendAnswer(reply, answer)
      },
    )
  }
}
