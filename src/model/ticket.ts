/** Where customers open tickets, and where the business's own restaurants do (ondi sheet 4.10). */
export const TICKET_SOURCES = ['customer_portal', 'storefront', 'restaurant'] as const
export type TicketSource = (typeof TICKET_SOURCES)[number]

/** The kind of the conversations that are support tickets. */
export const TICKET_KIND = 'support'

/** What a support ticket says beside its conversation. Ticket and conversation share their id; one that was begun as a conversation says nothing beside it. */
export type Ticket = {
  accountId: number
  conversationId: number
  source: TicketSource
  orderReference: string | null
  deliveryReference: string | null
}
