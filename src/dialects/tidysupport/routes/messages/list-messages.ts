import { Type } from 'typebox'
import { loadAuthor } from '../../../../core/authors.ts'
import { loadChannel } from '../../../../core/channels/load-channel.ts'
import type { Ctx } from '../../../../core/context.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { listMessages as listPage } from '../../../../core/messages/list-messages.ts'
import type { Contact } from '../../../../model/author.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import { findMessage } from '../../../../storage/queries/messages/messages.ts'
import type { App } from '../../../dialect.ts'
import { keptSerializer } from '../../../kept-wires.ts'
import { conversationIdOf, toWireThreadHead, WireThreadHead } from '../../conversation.ts'
import { refusals } from '../../errors.ts'
import { toWireMessages, WireMessage } from '../../message.ts'
import { cutPage, known, MESSAGES, pageQuery } from '../../pages.ts'

const Thread = Type.Object({
  ...WireThreadHead,
  messages: Type.Object({ items: Type.Array(WireMessage, { description: 'Oldest first' }), hasMore: Type.Boolean() }),
})

/** tidysupport sheet 3.1, seed "GET …/messages". */
export function listMessages(app: App): void {
  app.get(
    '/conversations/:conversationId/messages',
    {
      serializerCompiler: keptSerializer,
      config: { action: 'readConversations' },
      schema: {
        summary: "A conversation's messages, oldest first, with its contact and channel",
        params: Type.Object({ workspaceId: Type.String(), conversationId: Type.String() }),
        querystring: Type.Object(pageQuery(MESSAGES)),
        response: { 200: Type.Object({ thread: Thread }), ...refusals(404) },
      },
    },
    async ({ ctx, params, query }) => {
      const { limit = MESSAGES } = query
      const conversation = await getConversation(ctx, { id: conversationIdOf(ctx, params.conversationId) })
      const afterSeq = query.cursor === undefined ? 0 : await seqOf(ctx, conversation, query.cursor)
      const page = { order: 'oldest', limit: limit + 1, afterSeq, deleted: false, system: true } as const
      const [contact, channel, found] = await Promise.all([
        contactOf(ctx, conversation),
        loadChannel(ctx, conversation.channelId),
        listPage(ctx, conversation, page),
      ])
      const { items, hasMore } = cutPage(found, limit)
      const messages = { items: toWireMessages(ctx, items), hasMore }
      return { thread: { ...toWireThreadHead(ctx, { conversation, contact, channel }), messages } }
    },
  )
}

/** Where a page begins that continues behind a message; one that was deleted since still marks its place. */
async function seqOf(ctx: Ctx, conversation: Conversation, cursor: string): Promise<number> {
  const id = known(ctx.core.ids.fromPrefixed('message', cursor))
  const message = await findMessage(ctx.core.store, ctx.accountId, id)
  return known(message?.conversationId === conversation.id ? message.seq : undefined)
}

async function contactOf(ctx: Ctx, conversation: Conversation): Promise<Contact | undefined> {
  if (conversation.contactId === null) return undefined
  const author = await loadAuthor(ctx.core, ctx.core.store, ctx.accountId, { kind: 'contact', id: conversation.contactId })
  return author?.kind === 'contact' ? author : undefined
}
