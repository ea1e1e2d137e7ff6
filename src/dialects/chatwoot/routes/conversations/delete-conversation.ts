import { deleteConversation as removeConversation } from '../../../../core/conversations/delete-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answers, Empty } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ConversationParams, toRef } from './get-conversation.ts'

/** For administrators; it is gone at once, with its messages and files, in every dialect (chatwoot sheet 6.2). */
export function deleteConversation(app: App, profile: Profile): void {
  app.delete(
    '/conversations/:conversation_id',
    {
      config: { action: 'deleteConversations' },
      schema: { summary: 'Delete a conversation', params: ConversationParams, response: answers(profile, Empty) },
    },
    async ({ ctx, params }, reply) => {
      const answer = await once(ctx, async (tx) => {
        await removeConversation(ctx, tx, toRef(params))
        return { status: 200, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
