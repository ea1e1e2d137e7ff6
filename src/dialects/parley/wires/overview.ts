import { type Static, Type } from 'typebox'
import { type Reader, seesAllConversations } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import { loadOverviews, type Overview } from '../../../core/conversations/load-overviews.ts'
import type { Author } from '../../../model/author.ts'
import type { Conversation } from '../../../model/conversation.ts'
import { Id, Nullable } from '../wire.ts'
import { ChannelKinds } from './channel.ts'
import { toWireConversation, WireConversation } from './conversation.ts'
import { toWireMessages, WireMessage } from './message.ts'
import { nameOf } from './participant.ts'

const Named = Type.Object({ id: Id, name: Nullable(Type.String()) })

/** What a list shows beside a conversation. */
export const WireOverview = Type.Object({
  channel: Nullable(Type.Object({ id: Id, name: Type.String(), kind: ChannelKinds })),
  contact: Nullable(Type.Object({ id: Id, name: Nullable(Type.String()), email: Nullable(Type.String()), phone: Nullable(Type.String()) })),
  assignee: Nullable(Named),
  team: Nullable(Named),
  lastMessage: Nullable(WireMessage),
  unread: Type.Integer({ minimum: 0, description: 'The customer’s messages since the team last looked; 10 stands for 10 or more' }),
})

export const ConversationView = Type.Object({ ...WireConversation.properties, overview: Type.Optional(WireOverview) })

export const Include = Type.Optional(
  Type.Enum(['overview'], {
    description:
      '`overview` adds to each conversation its channel, contact, assignee, team, the newest message that somebody wrote and how many are unread; for those who see all conversations',
  }),
)

/** Conversations as a reader is shown them, with their overviews where they are wanted and the reader's to see. */
export async function showConversations(
  ctx: Ctx,
  reader: Reader,
  conversations: readonly Conversation[],
  include: 'overview' | undefined,
): Promise<Static<typeof ConversationView>[]> {
  const plain = conversations.map((one) => toWireConversation(one, reader))
  if (include !== 'overview' || !seesAllConversations(reader.role)) return plain
  const { store } = ctx.core
  const overviews = await loadOverviews(ctx, store, conversations, { deleted: true })
  const written = overviews.flatMap(({ lastWritten }) => lastWritten ?? [])
  const messages = new Map((await toWireMessages(ctx, store, written)).map((one) => [one.conversationId, one]))
  return plain.map((one, index) => {
    const lastMessage = messages.get(one.id) ?? null
    return { ...one, overview: { ...toWireOverview(overviews[index] as Overview), lastMessage } }
  })
}

function toWireOverview({ channel, contact, assignee, team, unread }: Overview) {
  return {
    channel: channel ? { id: channel.id, name: channel.name, kind: channel.kind } : null,
    contact: contact ? { id: contact.id, name: contact.name, email: contact.email, phone: contact.phone } : null,
    assignee: toNamed(assignee),
    team: team ? { id: team.team.id, name: team.team.name } : null,
    unread,
  }
}

function toNamed(author: Author | undefined) {
  return author ? { id: author.id, name: nameOf(author) } : null
}
