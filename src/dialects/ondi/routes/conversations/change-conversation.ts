import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { type UpdateConversation, updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { type Conversation, isActive } from '../../../../model/conversation.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { Tx } from '../../../../storage/db.ts'
import { lockConversations } from '../../../../storage/queries/conversations/conversations.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { checkMayManage, openConversation } from '../../access.ts'
import { type OndiConversation, STATUSES, StatusName, WireConversation } from '../../conversation.ts'
import { loadConversation } from '../../load-conversations.ts'
import { CONVERSATION_PARAMS, FAILURES, Nullable, Success, TENANT_QUERY } from '../../schemas.ts'
import { shownIn } from '../../shown-conversation.ts'
import { conversationIdOf } from '../../uuids.ts'

const Body = Type.Object({
  status: Type.Optional(StatusName),
  title: Type.Optional(Nullable(Type.String({ maxLength: 255 }))),
  metadata: Type.Optional(Nullable(Type.Object({}, { description: 'Replaces what was there; null removes it' }))),
})
type Body = Static<typeof Body>

/** ondi sheet 4.5: status, title and metadata, by a conversation admin or a system admin. A bad body is refused last (ondi sheet 3). */
export function changeConversation(app: App): void {
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/messaging/conversations/:conversationId',
    config: { action: 'writeConversations', orConversationAdmin: true },
    attachValidation: true,
    schema: {
      summary: 'Change conversation',
      params: CONVERSATION_PARAMS,
      querystring: Type.Object(TENANT_QUERY),
      body: Body,
      response: { 200: Success({ data: WireConversation }), ...FAILURES },
    },
    async handler(request, reply) {
      const { ctx, params, body } = request
      const id = conversationIdOf(ctx, params)
      const answer = await once(
        ctx,
        async (tx) => {
          // Locked first: what is checked here must still hold when it is written.
          await lockConversations(tx, ctx.accountId, [{ id }])
          const access = await openConversation(ctx, id, tx)
          await checkMayManage(ctx, access, tx)
          if (request.validationError) throw request.validationError
          const { conversation } = await updateConversation(ctx, tx, { id }, toUpdate(access.conversation, body))
          return render(ctx, tx, conversation)
        },
        async (tx) => {
          const access = await openConversation(ctx, id, tx)
          await checkMayManage(ctx, access, tx)
          return render(ctx, tx, access.conversation)
        },
      )
      return sendAnswer(reply, answer)
    },
  })
}

function toUpdate(before: Conversation, body: Body): UpdateConversation {
  const update: UpdateConversation = {}
  if (body.title !== undefined) update.subject = body.title
  // Pending and snoozed are active too: making such a conversation active changes nothing.
  if (body.status !== undefined && !(body.status === 'active' && isActive(before))) update.status = STATUSES[body.status][0]
  if (body.metadata !== undefined) {
    const { metadata: _, ...own } = (before.extra.ondi ?? {}) as OndiConversation
    if (body.metadata !== null) Object.assign(own, { metadata: body.metadata })
    update.extra = { ...before.extra, ondi: own as JsonObject }
  }
  return update
}

async function render(ctx: Ctx, tx: Tx, conversation: Conversation) {
  const data = await loadConversation(ctx, tx, conversation)
  return jsonAnswer(200, { success: true, message: 'Conversation updated successfully', data }, shownIn(ctx, data))
}
