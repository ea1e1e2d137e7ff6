import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { ensureLabels } from '../../../../core/labels/create-label.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../inputs/inputs.ts'
import { Labels, LabelsInput } from '../../inputs/labels.ts'
import type { Profile } from '../../profile.ts'
import { ConversationParams, toRef } from './get-conversation.ts'

/** chatwoot sheet 6.2, ndoto sheet 4. */
export function listConversationLabels(app: App, profile: Profile): void {
  const schema = { summary: "List a conversation's labels", params: ConversationParams, response: answers(profile, Labels) }
  app.get('/conversations/:conversation_id/labels', { config: { action: 'readConversations' }, schema }, async ({ ctx, params }) => {
    const { labels } = await getConversation(ctx, toRef(params))
    return { payload: labels }
  })
}

/** The labels given take the place of all there were; any title will do (chatwoot sheet 6.2, 99digital sheet 7). */
export function setConversationLabels(app: App, profile: Profile): void {
  const schema = {
    summary: "Replace a conversation's labels",
    params: ConversationParams,
    body: LabelsInput,
    response: answers(profile, Labels),
  }
  app.post(
    '/conversations/:conversation_id/labels',
    { config: { action: 'labelConversations' }, schema },
    async ({ ctx, params, body }, reply) => {
      const answer = await once(ctx, async (tx) => {
        const { conversation } = await updateConversation(ctx, tx, toRef(params), { labels: body.labels })
        if (profile.desk.label.definesOnTheFly) await ensureLabels(ctx, tx, conversation.labels)
        return jsonAnswer(200, { payload: conversation.labels })
      })
      return sendAnswer(reply, answer)
    },
  )
}
