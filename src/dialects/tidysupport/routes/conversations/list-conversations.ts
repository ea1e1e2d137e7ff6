import { Type } from 'typebox'
import { loadAuthors } from '../../../../core/authors.ts'
import type { Ctx } from '../../../../core/context.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import { listChannels } from '../../../../storage/queries/channels.ts'
import type { ConversationFilter } from '../../../../storage/queries/conversations/conversation-filter.ts'
import { countUnread } from '../../../../storage/queries/conversations/conversation-overviews.ts'
import { findConversation, listConversations as listPage } from '../../../../storage/queries/conversations/conversations.ts'
import type { App } from '../../../dialect.ts'
import { statusesFor, toWireConversationItem, WireConversationItem, WireConversationStatus } from '../../conversation.ts'
import { refusals } from '../../errors.ts'
import { loadPreviews } from '../../load-previews.ts'
import { cutPage, known, OTHERS, pageQuery } from '../../pages.ts'

/** An id that no entity has. */
const NOBODY = 0

/** tidysupport sheet 4.1. The latest activity first; an unknown id in a filter matches nothing. */
export function listConversations(app: App): void {
  app.get(
    '/conversations',
    {
      config: { action: 'readConversations' },
      schema: {
        summary: 'The inbox, the latest activity first',
        params: Type.Object({ workspaceId: Type.String() }),
        querystring: Type.Object({
          ...pageQuery(OTHERS),
          status: Type.Optional(WireConversationStatus),
          assignedToId: Type.Optional(Type.String()),
          channelId: Type.Optional(Type.String()),
          contactId: Type.Optional(Type.String()),
        }),
        response: {
          200: Type.Object({ conversations: Type.Object({ items: Type.Array(WireConversationItem), hasMore: Type.Boolean() }) }),
          ...refusals(),
        },
      },
    },
    async ({ ctx, query }) => {
      const { limit = OTHERS } = query
      const { store, ids } = ctx.core
      const idOf = (kind: 'member' | 'channel' | 'contact', text: string | undefined) =>
        text === undefined ? undefined : (ids.fromPrefixed(kind, text) ?? NOBODY)
      const filter: ConversationFilter = {
        reach: ctx.reach,
        statuses: statusesFor(query.status),
        assigneeId: idOf('member', query.assignedToId),
        channelId: idOf('channel', query.channelId),
        contactId: idOf('contact', query.contactId),
      }
      const after = query.cursor === undefined ? undefined : await conversationAt(ctx, query.cursor)
      const found = await listPage(store, ctx.accountId, filter, { limit: limit + 1, after })
      const { items, hasMore } = cutPage(found, limit)
      return { conversations: { items: await toItems(ctx, items), hasMore } }
    },
  )
}

async function conversationAt(ctx: Ctx, cursor: string): Promise<Conversation> {
  const id = known(ctx.core.ids.fromPrefixed('conversation', cursor))
  return known(await findConversation(ctx.core.store, ctx.accountId, { id }))
}

async function toItems(ctx: Ctx, conversations: Conversation[]) {
  const { store } = ctx.core
  const contacts = conversations.flatMap((one) => (one.contactId === null ? [] : [{ kind: 'contact' as const, id: one.contactId }]))
  const [previews, unread, channels, authors] = await Promise.all([
    loadPreviews(ctx, conversations),
    countUnread(
      store,
      ctx.accountId,
      conversations.map((one) => one.id),
      1,
    ),
    listChannels(store, ctx.accountId),
    loadAuthors(ctx.core, store, ctx.accountId, contacts),
  ])
  return conversations.map((conversation) => {
    const contact = conversation.contactId === null ? undefined : authors.get(conversation.contactId)
    return toWireConversationItem(ctx, {
      conversation,
      contact: contact?.kind === 'contact' ? contact : undefined,
      channel: channels.find((one) => one.id === conversation.channelId),
      preview: previews.get(conversation.id) ?? { at: conversation.createdAt, text: '' },
      unread: unread.get(conversation.id) ?? 0,
    })
  })
}
