import { type Static, Type } from 'typebox'
import { type Authors, loadAuthors } from '../../core/authors.ts'
import type { Ctx } from '../../core/context.ts'
import { type Conversation, isActive } from '../../model/conversation.ts'
import { TICKET_SOURCES, type Ticket } from '../../model/ticket.ts'
import type { Db } from '../../storage/db.ts'
import { findTickets } from '../../storage/queries/conversations/tickets.ts'
import { WireConversation } from './conversation.ts'
import { loadConversation } from './load-conversations.ts'
import { Instant, Nullable, Uuid } from './schemas.ts'
import { toInstant } from './time.ts'
import { toWireSender, WireSender } from './user.ts'

export const PRIORITIES = ['low', 'medium', 'high', 'urgent'] as const
export const TicketStatus = Type.Enum(['open', 'closed'])

/** ondi sheet 4.10. Status, subject, priority and who answers are the conversation's own, whichever API set them. */
export const WireTicket = Type.Object({
  id: Uuid,
  tenant_id: Uuid,
  conversation_id: Uuid,
  subject: Nullable(Type.String()),
  status: TicketStatus,
  priority: Nullable(Type.Enum([...PRIORITIES])),
  source: Nullable(Type.Enum([...TICKET_SOURCES], { description: 'null for one that was begun as a conversation' })),
  related_delivery_id: Nullable(Type.String()),
  related_order_id: Nullable(Type.String()),
  customer: Nullable(WireSender),
  assigned_to_user: Nullable(WireSender),
  created_at: Instant,
  updated_at: Instant,
  closed_at: Nullable(Type.String({ format: 'date-time', description: 'When a closed ticket was last changed; null while it is open' })),
})

/** One alone comes with its conversation. */
export const WireWholeTicket = Type.Object({ ...WireTicket.properties, conversation: WireConversation })

/** Tickets in a fixed number of queries however many they are. */
export async function loadTickets(ctx: Ctx, db: Db, conversations: readonly Conversation[]): Promise<Static<typeof WireTicket>[]> {
  const ids = conversations.map((one) => one.id)
  const people = conversations.flatMap(({ contactId, assigneeId }) => [
    ...(contactId === null ? [] : [{ kind: 'contact' as const, id: contactId }]),
    ...(assigneeId === null ? [] : [{ kind: 'member' as const, id: assigneeId }]),
  ])
  const [tickets, authors] = await Promise.all([findTickets(db, ctx.accountId, ids), loadAuthors(ctx.core, db, ctx.accountId, people)])
  return conversations.map((one) => toWireTicket(ctx, one, tickets.get(one.id), authors))
}

export async function loadTicket(ctx: Ctx, db: Db, conversation: Conversation): Promise<Static<typeof WireWholeTicket>> {
  const [ticket] = (await loadTickets(ctx, db, [conversation])) as [Static<typeof WireTicket>]
  return { ...ticket, conversation: await loadConversation(ctx, db, conversation) }
}

function toWireTicket(ctx: Ctx, conversation: Conversation, ticket: Ticket | undefined, authors: Authors): Static<typeof WireTicket> {
  const { ids } = ctx.core
  const nameOf = (id: number | null) => (id === null ? null : toWireSender(ids.toUuid('author', id), authors.get(id)))
  const isOpen = isActive(conversation)
  const updatedAt = toInstant(conversation.updatedAt)
  return {
    id: ids.toUuid('ticket', conversation.id),
    tenant_id: ids.toUuid('account', conversation.accountId),
    conversation_id: ids.toUuid('conversation', conversation.id),
    subject: conversation.subject,
    status: isOpen ? 'open' : 'closed',
    priority: conversation.priority,
    source: ticket?.source ?? null,
    related_delivery_id: ticket?.deliveryReference ?? null,
    related_order_id: ticket?.orderReference ?? null,
    customer: nameOf(conversation.contactId),
    assigned_to_user: nameOf(conversation.assigneeId),
    created_at: toInstant(conversation.createdAt),
    updated_at: updatedAt,
    closed_at: isOpen ? null : updatedAt,
  }
}
