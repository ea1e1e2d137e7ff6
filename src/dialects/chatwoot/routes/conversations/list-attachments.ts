import { Type } from 'typebox'
import { loadAuthors } from '../../../../core/authors.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { seesNotes } from '../../../../core/visibility.ts'
import { findMessagesOf, listFiles } from '../../../../storage/queries/messages/conversation-files.ts'
import type { App } from '../../../dialect.ts'
import { ChatwootAttachment, toChatwootAttachments } from '../../faces/attachment.ts'
import { BotSender, ChatwootContact, ChatwootUser, toChatwootSender } from '../../faces/sender.ts'
import { toSeconds } from '../../faces/times.ts'
import { answers, toPage } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ConversationParams, toRef } from './get-conversation.ts'

const PAGE_SIZE = 100

/** The files of a conversation, the newest first, each with who sent it and when (chatwoot sheet 6.2). */
export function listAttachments(app: App, profile: Profile): void {
  const querystring = Type.Object({ page: Type.Optional(Type.String({ description: 'From 1; 100 files a page' })) })
  const Item = Type.Object({
    ...ChatwootAttachment.properties,
    created_at: Type.Integer({ description: 'Whole seconds since 1970' }),
    sender: Type.Optional(Type.Union([ChatwootUser, ChatwootContact, BotSender])),
  })
  const ok = Type.Object({ meta: Type.Object({ total_count: Type.Integer() }), payload: Type.Array(Item) })
  app.get(
    '/conversations/:conversation_id/attachments',
    {
      config: { action: 'readConversations' },
      schema: { summary: "List a conversation's files", params: ConversationParams, querystring, response: answers(profile, ok) },
    },
    async ({ ctx, params, query }) => {
      const db = ctx.core.store
      const offset = (toPage(query.page, profile) - 1) * PAGE_SIZE
      const conversation = await getConversation(ctx, toRef(params))
      const { files, total } = await listFiles(db, conversation, { notes: seesNotes(ctx), limit: PAGE_SIZE, offset })
      const messages = await findMessagesOf(db, ctx.accountId, files)
      const authors = await loadAuthors(
        ctx.core,
        db,
        ctx.accountId,
        [...messages.values()].map((message) => message.author),
      )
      const payload = files.flatMap(({ id, messageId }) => {
        const message = messages.get(messageId)
        const wire = message && toChatwootAttachments(ctx, message).find((one) => one.id === id)
        const sender = message && toChatwootSender(authors.get(message.author.id))
        return wire ? [{ ...wire, created_at: toSeconds(message.createdAt), ...(sender ? { sender } : {}) }] : []
      })
      return { meta: { total_count: total }, payload }
    },
  )
}
