import { loadAuthors } from '../../core/authors.ts'
import type { Ctx } from '../../core/context.ts'
import { findSupporters, isTicket, mayReadTicket } from '../../core/tickets/ticket-access.ts'
import { seesNotes } from '../../core/visibility.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Db } from '../../storage/db.ts'
import { findLastMessageIds } from '../../storage/queries/conversations/conversation-overviews.ts'
import { findDeliveryReferences } from '../../storage/queries/conversations/deliveries.ts'
import { listParticipants } from '../../storage/queries/conversations/participants.ts'
import { countUnreadBy, listReadMarks } from '../../storage/queries/conversations/read-marks.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import { toWireConversation, type WireConversation } from './conversation.ts'

/**
 * Conversations as the caller sees them, read in a fixed number of queries however many they are. Of a ticket whose messages the caller may
 * not list, neither the latest message nor a count is shown.
 */
export async function loadConversations(ctx: Ctx, db: Db, conversations: readonly Conversation[]): Promise<WireConversation[]> {
  const { accountId } = ctx
  const filter = { notes: seesNotes(ctx) }
  const all = conversations.map((one) => one.id)
  const open = await listReadable(ctx, db, conversations)
  const [people, marks, latestIds, unread, deliveries] = await Promise.all([
    listParticipants(db, accountId, all),
    listReadMarks(db, accountId, all, filter),
    findLastMessageIds(db, accountId, open, { ...filter, system: true, deleted: false }),
    countUnreadBy(db, accountId, open, ctx.actor.id, filter),
    findDeliveryReferences(db, accountId, all),
  ])
  const messages = await findMessages(db, accountId, [...latestIds.values()])
  const refs = people.map((one) => ({ kind: one.authorKind, id: one.authorId }))
  const authors = await loadAuthors(ctx.core, db, accountId, [...refs, ...messages.map((message) => message.author)])
  const peopleOf = Map.groupBy(people, (one) => one.conversationId)
  const marksOf = Map.groupBy(marks, (one) => one.conversationId)
  const latestOf = new Map(messages.map((message) => [message.conversationId, message]))
  return conversations.map((conversation) =>
    toWireConversation(ctx, conversation, {
      authors,
      participants: peopleOf.get(conversation.id) ?? [],
      readMarks: new Map(marksOf.get(conversation.id)?.map((mark) => [mark.authorId, mark.messageId])),
      latest: latestOf.get(conversation.id),
      unread: unread.get(conversation.id) ?? 0,
      deliveryReference: deliveries.get(conversation.id) ?? null,
    }),
  )
}

export async function loadConversation(ctx: Ctx, db: Db, conversation: Conversation): Promise<WireConversation> {
  const [wire] = await loadConversations(ctx, db, [conversation])
  return wire as WireConversation
}

async function listReadable(ctx: Ctx, db: Db, conversations: readonly Conversation[]): Promise<number[]> {
  const supporters = conversations.some(isTicket) ? await findSupporters(ctx, db) : []
  return conversations.filter((one) => !isTicket(one) || mayReadTicket(ctx, one, supporters)).map((one) => one.id)
}
