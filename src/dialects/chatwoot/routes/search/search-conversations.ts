import { type Static, Type } from 'typebox'
import { loadAuthors } from '../../../../core/authors.ts'
import type { Ctx } from '../../../../core/context.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import type { Message } from '../../../../model/message.ts'
import { listChannels } from '../../../../storage/queries/channels.ts'
import { listConversations } from '../../../../storage/queries/conversations/conversations.ts'
import type { App } from '../../../dialect.ts'
import { toChannelType } from '../../faces/inbox.ts'
import { renderMessages } from '../../faces/render-messages.ts'
import { toSeconds } from '../../faces/times.ts'
import { findWritten } from '../../inputs/conversation-query.ts'
import { answers, toPage } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { Found, toFoundMeta } from '../conversations/filter-conversations.ts'
import { count, PAGE_SIZE } from '../conversations/list-conversations.ts'
import { refuseBlank } from './search-messages.ts'

const FoundMessage = Type.Object({
  id: Type.Integer(),
  content: Type.Union([Type.String(), Type.Null()]),
  sender_name: Type.Optional(Type.String()),
  message_type: Type.Integer(),
  created_at: Type.Integer(),
})
const Item = Type.Object({
  id: Type.Integer({ description: 'The number in the account, from 1' }),
  uuid: Type.String(),
  created_at: Type.Integer(),
  account_id: Type.Integer(),
  contact: Type.Object({ id: Type.Integer(), name: Type.String() }),
  inbox: Type.Object({ id: Type.Integer(), name: Type.String(), channel_type: Type.String() }),
  messages: Type.Array(FoundMessage, { description: 'Those that hold the words, oldest first' }),
})

/** Conversations in which somebody wrote all of the words, whatever their status, with the messages that hold them (chatwoot sheet 6.2). */
export function searchConversations(app: App, profile: Profile): void {
  const querystring = Type.Object({ q: Type.Optional(Type.String()), page: Type.Optional(Type.String()) })
  app.get(
    '/conversations/search',
    {
      config: { action: 'searchMessages' },
      schema: { summary: 'Search conversations by words', querystring, response: answers(profile, Found(Item)) },
    },
    async ({ ctx, query }) => {
      const page = toPage(query.page, profile)
      const byConversation = Map.groupBy(await findWritten(ctx, refuseBlank(query.q)), (message) => message.conversationId)
      const filter = { reach: ctx.reach, ids: [...byConversation.keys()] }
      const bounds = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }
      const found = await listConversations(ctx.core.store, ctx.accountId, filter, bounds)
      const meta = toFoundMeta(await count(ctx, profile, filter))
      return { meta, payload: await toItems(ctx, profile, found, byConversation) }
    },
  )
}

async function toItems(
  ctx: Ctx,
  profile: Profile,
  conversations: readonly Conversation[],
  messages: ReadonlyMap<number, Message[]>,
): Promise<Static<typeof Item>[]> {
  const { core, accountId } = ctx
  const channels = new Map((await listChannels(core.store, accountId)).map((one) => [one.id, one]))
  const contacts = conversations.flatMap(({ contactId }) => (contactId === null ? [] : [{ kind: 'contact' as const, id: contactId }]))
  const authors = await loadAuthors(core, core.store, accountId, contacts)
  const items: Static<typeof Item>[] = []
  for (const conversation of conversations) {
    const { id, number, contactId, channelId, createdAt } = conversation
    const contact = authors.get(contactId ?? -1)
    const channel = channels.get(channelId)
    items.push({
      id: number,
      uuid: core.ids.toUuid('conversation', id),
      created_at: toSeconds(createdAt),
      account_id: accountId,
      contact: { id: contactId ?? 0, name: contact?.name ?? '' },
      inbox: { id: channelId, name: channel?.name ?? '', channel_type: toChannelType(channel) },
      messages: await toFoundMessages(ctx, profile, conversation, messages.get(id) ?? []),
    })
  }
  return items
}

async function toFoundMessages(ctx: Ctx, profile: Profile, conversation: Conversation, found: Message[]) {
  const messages = found.toSorted((a, b) => a.seq - b.seq)
  const { wires } = await renderMessages(profile, ctx, ctx.core.store, { conversation, messages })
  return wires.map(({ id, content, message_type, created_at, sender }) => {
    const name = (sender as { name?: string } | undefined)?.name
    return { id, content, ...(name === undefined ? {} : { sender_name: name }), message_type, created_at } as Static<typeof FoundMessage>
  })
}
