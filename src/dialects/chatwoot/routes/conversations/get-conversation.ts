import { Type } from 'typebox'
import type { Answer, Ctx } from '../../../../core/context.ts'
import { getConversation as findConversation } from '../../../../core/conversations/get-conversation.ts'
import { loadOverview } from '../../../../core/conversations/load-overviews.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { Db } from '../../../../storage/db.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer } from '../../../requests.ts'
import { answers, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

export const ConversationParams = Type.Object({ account_id: Type.String(), conversation_id: Type.String() })

/** The conversation a path names, by its number in the account. */
export function toRef(params: { conversation_id: string }): { number: number } {
  return { number: toPathId(params.conversation_id, 'conversation_not_found') }
}

/** chatwoot sheet 6.2, 99digital sheet 4. */
export function getConversation(app: App, profile: Profile): void {
  const response = answers(profile, profile.desk.conversation.Wire(profile.message))
  app.get(
    '/conversations/:conversation_id',
    { config: { action: 'readConversations' }, schema: { summary: 'Get a conversation', params: ConversationParams, response } },
    async ({ ctx, params }) => {
      return toWireConversation(ctx, ctx.core.store, profile, await findConversation(ctx, toRef(params)))
    },
  )
}

export async function toWireConversation(ctx: Ctx, db: Db, profile: Profile, conversation: Conversation): Promise<JsonObject> {
  const overview = await loadOverview(ctx, db, conversation, { deleted: profile.message.keepsDeleted })
  return profile.desk.conversation.toWire(overview, { ctx, message: profile.message })
}

/** A conversation as the answer of a write; a kept answer is not shown again once the message in it was edited or deleted. */
export async function answerConversation(ctx: Ctx, db: Db, profile: Profile, conversation: Conversation): Promise<Answer> {
  const overview = await loadOverview(ctx, db, conversation, { deleted: profile.message.keepsDeleted })
  const wire = profile.desk.conversation.toWire(overview, { ctx, message: profile.message })
  const shown = [overview.last, overview.lastWritten].flatMap((message) => message?.id ?? [])
  return jsonAnswer(200, wire, [...new Set(shown)])
}
