import { Type } from 'typebox'
import type { Answer, Ctx } from '../../../../core/context.ts'
import { changeParticipants as change, type ParticipantResult } from '../../../../core/conversations/change-participants.ts'
import { findPeople } from '../../../../core/conversations/find-people.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { isActive } from '../../../../model/conversation.ts'
import { AppError } from '../../../../model/errors.ts'
import { lockConversations } from '../../../../storage/queries/conversations/conversations.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { checkMayManage, openConversation } from '../../access.ts'
import { RoleName } from '../../participant.ts'
import { CONVERSATION_PARAMS, FAILURES, Success, TENANT_QUERY, Uuid } from '../../schemas.ts'
import { conversationIdOf, idOf } from '../../uuids.ts'

const Body = Type.Object({
  action: Type.Enum(['add', 'remove', 'update']),
  user_ids: Type.Array(Uuid, { minItems: 1, maxItems: 100 }),
  role: Type.Optional(RoleName),
})
const Outcome = Success({
  data: Type.Object({
    succeeded: Type.Array(Uuid),
    failed: Type.Array(Type.Object({ user_id: Uuid, reason: Type.String() })),
  }),
})

const REASONS = { already_in: 'Already a participant', not_in: 'Not a participant' }

/**
 * ondi sheet 4.6: adds, removes (softly) or re-roles people of an active conversation; 207 when only some of them could be processed, 400 when
 * none could. An unknown user is 404 and nothing is applied. A bad body is refused last (ondi sheet 3).
 */
export function changeParticipants(app: App): void {
  app.put(
    '/messaging/conversations/:conversationId/participants',
    {
      config: { action: 'changeParticipants', orConversationAdmin: true },
      attachValidation: true,
      schema: {
        summary: 'Manage participants',
        params: CONVERSATION_PARAMS,
        querystring: Type.Object(TENANT_QUERY),
        body: Body,
        response: { 200: Outcome, 207: Outcome, ...FAILURES },
      },
    },
    async (request, reply) => {
      const { ctx, params, body } = request
      const id = conversationIdOf(ctx, params)
      const answer = await once(ctx, async (tx) => {
        // Locked first, as every send does: nobody is removed while a message of theirs is being decided.
        await lockConversations(tx, ctx.accountId, [{ id }])
        const access = await openConversation(ctx, id, tx)
        await checkMayManage(ctx, access, tx)
        if (!isActive(access.conversation)) throw new AppError('conversation_not_active')
        if (request.validationError) throw request.validationError
        const { action, role } = body
        if (action === 'update' && role === undefined) throw new AppError('body_invalid', { message: 'role is required', field: 'role' })
        const authors = await findPeople(tx, ctx.accountId, idsOf(ctx, body.user_ids))
        return render(ctx, await change(ctx, tx, access.conversation, { action, authors, role: role ?? 'member' }))
      })
      return sendAnswer(reply, answer)
    },
  )
}

/** Each user once. A UUID that was never given out is an unknown user. */
function idsOf(ctx: Ctx, uuids: readonly string[]): number[] {
  const ids = uuids.map((uuid) => {
    const id = idOf(ctx, 'author', uuid, 'user_ids')
    if (id === undefined) throw new AppError('participant_not_found')
    return id
  })
  return [...new Set(ids)]
}

function render(ctx: Ctx, results: readonly ParticipantResult[]): Answer {
  const uuidOf = (result: ParticipantResult) => ctx.core.ids.toUuid('author', result.author.id)
  const failed = results.flatMap((one) => (one.problem ? [{ user_id: uuidOf(one), reason: REASONS[one.problem] }] : []))
  const succeeded = results.filter((one) => !one.problem).map(uuidOf)
  if (succeeded.length === 0) {
    throw new AppError('body_invalid', { message: `No participant was changed: ${failed[0]?.reason}`, field: 'user_ids' })
  }
  const [status, message] = failed.length > 0 ? [207, 'Participants partially updated'] : [200, 'Participants updated successfully']
  return jsonAnswer(status, { success: true, message, data: { succeeded, failed } })
}
