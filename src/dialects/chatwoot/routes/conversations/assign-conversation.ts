import { Type } from 'typebox'
import { loadAuthor } from '../../../../core/authors.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { loadTeams } from '../../../../core/teams/load-teams.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers, IdInput, TextInput, toId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ConversationParams, toRef } from './get-conversation.ts'

/**
 * Hands the conversation to an agent or bot, or to a team where no agent is named, or to nobody with null or 0; answers whom it has now
 * (chatwoot sheet 6.2, 99digital sheet 4).
 */
export function assignConversation(app: App, profile: Profile): void {
  const { agent, team } = profile.desk
  const body = Type.Object({
    assignee_id: Type.Optional(IdInput),
    assignee_type: Type.Optional(TextInput),
    team_id: Type.Optional(IdInput),
  })
  const response = answers(profile, Type.Union([agent.Embedded, team.Wire, Type.Null()]))
  const options = {
    config: { action: 'writeConversations' as const },
    schema: { summary: 'Assign a conversation', params: ConversationParams, body, response },
  }
  app.post('/conversations/:conversation_id/assignments', options, async ({ ctx, params, body }, reply) => {
    const answer = await once(ctx, async (tx) => {
      if (body.assignee_id === undefined && body.team_id !== undefined) {
        const teamId = toId(body.team_id) || null
        await updateConversation(ctx, tx, toRef(params), { teamId })
        const view = teamId === null ? undefined : (await loadTeams(ctx, tx, [teamId])).get(teamId)
        return jsonAnswer(200, view ? team.toWire(view) : null)
      }
      if (body.assignee_id === undefined && !profile.desk.refusesBareConversation) {
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
