import { muteConversation, unmuteConversation } from '../../../../core/conversations/mute-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answers, Empty } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ConversationParams, toRef } from './get-conversation.ts'

/** Resolves the conversation and blocks its contact (chatwoot sheet 6.2, ndoto sheet 4). */
export function mute(app: App, profile: Profile): void {
  write(app, profile, { path: 'mute', summary: 'Mute a conversation and block its contact', work: muteConversation })
}

/** The contact is no longer blocked (chatwoot sheet 6.2, ndoto sheet 4). */
export function unmute(app: App, profile: Profile): void {
  write(app, profile, { path: 'unmute', summary: 'Unmute a conversation and its contact', work: unmuteConversation })
}

function write(app: App, profile: Profile, call: { path: string; summary: string; work: typeof muteConversation }): void {
  app.post(
    `/conversations/:conversation_id/${call.path}`,
    {
      config: { action: 'writeContacts' },
      schema: { summary: call.summary, params: ConversationParams, response: answers(profile, Empty) },
    },
    async ({ ctx, params }, reply) => {
      const answer = await once(ctx, async (tx) => {
        await call.work(ctx, tx, toRef(params))
        return { status: 200, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
