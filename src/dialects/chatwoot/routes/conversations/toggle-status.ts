import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { lockConversation } from '../../../../core/conversations/check-reach.ts'
import { type UpdateConversation, updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { memberOf } from '../../auth.ts'
import { toWireStatus } from '../../faces/conversation.ts'
import { toSecondsOrNull } from '../../faces/times.ts'
import { allowNoBody, answers } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ConversationParams, toRef } from './get-conversation.ts'

const Answer = Type.Object({
  meta: Type.Optional(Type.Object({})),
  payload: Type.Object({
    success: Type.Boolean(),
    conversation_id: Type.Integer(),
    current_status: Type.String(),
    snoozed_until: Type.Union([Type.Integer(), Type.Null()]),
  }),
})

/**
 * Sets the status; without one, what is open is resolved and everything else opened. An agent who opens a conversation becomes its assignee, an
 * administrator does not (chatwoot sheet 6.2, ndoto sheet 4, 99digital sheet 4).
 */
export function toggleStatus(app: App, profile: Profile): void {
  const { statuses, required, meta } = profile.desk.toggle
  const Status = Type.Enum([...statuses])
  const Body = Type.Object({
    status: Type.Optional(Type.Union([Status, Type.Null()])),
    snoozed_until: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 9_000_000_000 }), Type.Null()])),
  })
  const body = required ? Type.Object({ status: Status }) : Body
  const schema = { summary: "Set or flip a conversation's status", params: ConversationParams, body, response: answers(profile, Answer) }
  const options = { config: { action: 'writeConversations' as const }, preValidation: allowNoBody, schema }
  app.post('/conversations/:conversation_id/toggle_status', options, async (request, reply) => {
    const { ctx, params } = request
    const body = request.body as Static<typeof Body>
    const answer = await once(ctx, async (tx) => {
      const before = await lockConversation(ctx, tx, toRef(params))
      const change = await toChange(ctx, before, body)
      const { conversation } = await updateConversation(ctx, tx, { id: before.id }, change)
      const payload = {
        success: true,
        conversation_id: conversation.number,
        current_status: toWireStatus(conversation.status),
        snoozed_until: toSecondsOrNull(conversation.snoozedUntil),
      }
      return jsonAnswer(200, { ...meta, payload })
    })
    return sendAnswer(reply, answer)
  })
}

async function toChange(
  ctx: Ctx,
  before: Conversation,
  body: { status?: UpdateConversation['status'] | null; snoozed_until?: number | null },
): Promise<UpdateConversation> {
  const now = toWireStatus(before.status)
  const status = body.status ?? (now === 'open' ? 'resolved' : 'open')
  const change: UpdateConversation = { status: status === now ? before.status : status }
  if (status === 'snoozed') change.snoozedUntil = body.snoozed_until == null ? null : body.snoozed_until * 1e6
  if (status === 'open' && now !== 'open' && (await memberOf(ctx)).role === 'agent') change.assigneeId = ctx.actor.id
  return change
}
