import { Type } from 'typebox'
import { loadAuthor } from '../../../../core/authors.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers, IdInput, TextInput, toId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ConversationParams, toRef } from './get-conversation.ts'

/**
 * Hands the conversation to an agent or bot, or to nobody with null or 0; answers whom it has now. There are no teams: a call that names only a
 * team changes nothing (chatwoot sheet 6.2, 99digital sheet 4).
 */
export function assignConversation(app: App, profile: Profile): void {
  const { agent } = profile.desk
  const body = Type.Object({
    assignee_id: Type.Optional(IdInput),
    assignee_type: Type.Optional(TextInput),
    team_id: Type.Optional(IdInput),
  })
  const response = answers(profile, Type.Union([agent.Embedded, Type.Null()]))
  const options = {
    config: { action: 'writeConversations' as const },
    schema: { summary: 'Assign a conversation', params: ConversationParams, body, response },
  }
  app.post('/conversations/:conversation_id/assignments', options, async ({ ctx, params, body }, reply) => {
    const answer = await once(ctx, async (tx) => {
      const namesAgent = body.assignee_id !== undefined
      if (!namesAgent && (body.team_id !== undefined || !profile.desk.refusesBareConversation)) {
        await getConversation(ctx, toRef(params), tx)
        return jsonAnswer(200, null)
      }
      const assigneeId = toId(body.assignee_id) || null
      await updateConversation(ctx, tx, toRef(params), { assigneeId })
      if (assigneeId === null) return jsonAnswer(200, null)
      const author = await loadAuthor(ctx.core, tx, ctx.accountId, { kind: 'member', id: assigneeId })
      return jsonAnswer(200, author?.kind === 'member' ? agent.toEmbedded(author) : null)
    })
    return sendAnswer(reply, answer)
  })
}
