import { Type } from 'typebox'
import type { App } from '../../../dialect.ts'
import { checkMayRead, openConversation } from '../../access.ts'
import { WireConversation } from '../../conversation.ts'
import { loadConversation } from '../../load-conversations.ts'
import { CONVERSATION_PARAMS, FAILURES, Success, TENANT_QUERY } from '../../schemas.ts'
import { conversationIdOf } from '../../uuids.ts'

/** ondi sheet 4.5, for whoever may list its messages. */
export function getConversation(app: App): void {
  app.get(
    '/messaging/conversations/:conversationId',
    {
      config: { action: 'readConversations' },
      schema: {
        summary: 'Get conversation',
        params: CONVERSATION_PARAMS,
        querystring: Type.Object(TENANT_QUERY),
        response: { 200: Success({ data: WireConversation }), ...FAILURES },
      },
    },
    async ({ ctx, params }) => {
      const access = await openConversation(ctx, conversationIdOf(ctx, params))
      await checkMayRead(ctx, access)
      const data = await loadConversation(ctx, ctx.core.store, access.conversation)
      return { success: true as const, message: 'Conversation retrieved successfully', data }
    },
  )
}
