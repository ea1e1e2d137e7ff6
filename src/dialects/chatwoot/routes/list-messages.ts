import { Type } from 'typebox'
import { loadAuthors } from '../../../core/authors.ts'
import { getConversation } from '../../../core/conversations/get-conversation.ts'
import { listMessages as listPage } from '../../../core/messages/list-messages.ts'
import type { App } from '../../dialect.ts'
import type { Profile } from '../profile.ts'
import { toNumber } from './create-message.ts'

export function listMessages(app: App, profile: Profile): void {
  app.get(
    '/conversations/:conversation_id/messages',
    {
      schema: {
        params: Type.Object({ account_id: Type.String(), conversation_id: Type.String() }),
        response: { 200: Type.Object({ payload: Type.Array(profile.message.Wire) }) },
      },
    },
    async ({ ctx, params }) => {
      const conversation = await getConversation(ctx, { number: toNumber(params.conversation_id) })
      const messages = await listPage(ctx, conversation, { order: 'newest', limit: 20, deleted: false, system: true })
      messages.reverse()
      const authors = await loadAuthors(
        ctx.core,
        ctx.core.store,
        ctx.accountId,
        messages.map((message) => message.author),
      )
      return { payload: messages.map((message) => profile.message.toWire(message, authors.get(message.author.id))) }
    },
  )
}
