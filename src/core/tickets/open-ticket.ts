import { ACTIVE_STATUSES, type Conversation, type Priority } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { JsonObject } from '../../model/json.ts'
import { TICKET_KIND, type Ticket } from '../../model/ticket.ts'
import type { Tx } from '../../storage/db.ts'
import { hasOrder, lockDelivery } from '../../storage/queries/conversations/deliveries.ts'
import { hasTicketAbout, insertTicket } from '../../storage/queries/conversations/tickets.ts'
import type { Ctx } from '../context.ts'
import { startConversation } from '../conversations/start-conversation.ts'
import { conversationEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

export type OpenTicket = Pick<Ticket, 'source' | 'orderReference' | 'deliveryReference'> & {
  subject: string
  message: string
  priority: Priority | null
  extra?: JsonObject
}

/**
 * The calling customer opens a ticket: a conversation with its first message, and what the ticket says beside it (ondi sheet 4.10). Subject and message name the
 * order they are about. Refuses with `delivery_not_found` and `order_not_found` what is not the customer's own, with `ticket_open` a second ticket about a delivery.
 */
export async function openTicket(ctx: Ctx, tx: Tx, input: OpenTicket): Promise<Conversation> {
  const { accountId, actor } = ctx
  const { source, orderReference, deliveryReference, priority, extra } = input
  if (orderReference !== null && !(await hasOrder(tx, accountId, orderReference, actor.id))) throw new AppError('order_not_found')
  if (deliveryReference !== null) await checkDelivery(ctx, tx, deliveryReference)
  const { conversation } = await startConversation(ctx, tx, {
    contactId: actor.id,
    kind: TICKET_KIND,
    subject: naming(orderReference, input.subject),
    priority,
    extra,
    messages: [{ by: actor, direction: 'inbound', text: naming(orderReference, input.message) }],
  })
  await insertTicket(tx, { accountId, conversationId: conversation.id, source, orderReference, deliveryReference })
  await recordEvents(tx, accountId, ctx.core.now(), [conversationEvent('ticket.created', conversation.id, actor, { source })])
  return conversation
}

/** The delivery stays locked, so that of two tickets about it at once the later one is refused. */
async function checkDelivery(ctx: Ctx, tx: Tx, reference: string): Promise<void> {
  const delivery = await lockDelivery(tx, ctx.accountId, reference)
  if (!delivery || delivery.customerId !== ctx.actor.id) throw new AppError('delivery_not_found')
  if (await hasTicketAbout(tx, ctx.accountId, reference, ACTIVE_STATUSES)) throw new AppError('ticket_open')
}

function naming(order: string | null, text: string): string {
  return order === null || text.includes(order) ? text : `Order ${order}: ${text}`
}
