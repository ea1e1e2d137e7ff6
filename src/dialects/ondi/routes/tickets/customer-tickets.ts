import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { openTicket } from '../../../../core/tickets/open-ticket.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import { AppError } from '../../../../model/errors.ts'
import { TICKET_KIND } from '../../../../model/ticket.ts'
import type { Tx } from '../../../../storage/db.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { parsePaging } from '../../paging.ts'
import { FAILURES, Nullable, PAGING_QUERY, Success, TENANT_QUERY } from '../../schemas.ts'
import { findShown } from '../../shown-conversation.ts'
import { loadTicket, PRIORITIES, WireWholeTicket } from '../../ticket.ts'
import { changedAnswer, changeTicketStatus, ticketAnswer } from './change-ticket-status.ts'
import { findTicket, lockTicket, statusesOf, TICKET_PARAMS, ticketIdOf } from './find-ticket.ts'
import { listTicketPage, TicketList } from './list-ticket-page.ts'

const BASE = '/customer/support/tickets'
const config = { action: 'openTickets' } as const
const Reference = Type.String({ minLength: 1, maxLength: 255 })
const Whole = Success({ data: WireWholeTicket })

const Body = Type.Object({
  subject: Type.String({ pattern: '\\S', maxLength: 255 }),
  message: Type.String({ pattern: '\\S', maxLength: 10_000 }),
  priority: Type.Optional(Nullable(Type.Enum([...PRIORITIES], { default: 'medium' }))),
  source: Type.Optional(Nullable(Type.Enum(['customer_portal', 'storefront'], { default: 'customer_portal' }))),
  related_delivery_id: Type.Optional(Nullable(Reference)),
  related_order_id: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 255, description: 'Required with `storefront`' }))),
})

/** ondi sheet 4.10, customer side: a ticket with its conversation and first message. */
export function createCustomerTicket(app: App): void {
  app.post(
    BASE,
    {
      config,
      schema: {
        summary: 'Open a support ticket',
        querystring: Type.Object(TENANT_QUERY),
        body: Body,
        response: { 201: Whole, ...FAILURES },
      },
    },
    async ({ ctx, body }, reply) => {
      const input = toInput(body)
      const render = (tx: Tx, ticket: Conversation) => ticketAnswer(ctx, tx, 201, ticket, 'Ticket created successfully')
      const answer = await once(
        ctx,
        async (tx) => render(tx, await openTicket(ctx, tx, { ...input, extra: { ondi: { created_by: ctx.actor.id } } })),
        async (tx, messageIds) => render(tx, await findShown(ctx, tx, messageIds)),
      )
      return sendAnswer(reply, answer)
    },
  )
}

function toInput(body: Static<typeof Body>) {
  const source = body.source ?? 'customer_portal'
  const orderReference = body.related_order_id ?? null
  if (source === 'storefront' && orderReference === null) {
    throw new AppError('body_invalid', { message: 'related_order_id is required', field: 'related_order_id' })
  }
  return {
    source,
    subject: body.subject,
    message: body.message,
    priority: body.priority ?? 'medium',
    orderReference,
    deliveryReference: body.related_delivery_id ?? null,
  } as const
}

export function listCustomerTickets(app: App): void {
  app.get(
    BASE,
    {
      config,
      schema: {
        summary: 'List one’s own support tickets',
        querystring: Type.Object({
          ...TENANT_QUERY,
          ...PAGING_QUERY,
          status: Type.Optional(Type.String({ description: '`open` or `closed`' })),
        }),
        response: { 200: TicketList, ...FAILURES },
      },
    },
    async ({ ctx, query }) => {
      const filter = { reach: ctx.reach, kind: TICKET_KIND, contactId: ctx.actor.id, statuses: statusesOf(query.status) }
      return listTicketPage(ctx, parsePaging(query), filter)
    },
  )
}

export function getCustomerTicket(app: App): void {
  app.get(
    `${BASE}/:ticketId`,
    {
      config,
      schema: {
        summary: 'Get one of one’s own support tickets',
        params: TICKET_PARAMS,
        querystring: Type.Object(TENANT_QUERY),
        response: { 200: Whole, ...FAILURES },
      },
    },
    async ({ ctx, params }) => {
      const ticket = checkOwn(ctx, await findTicket(ctx, ticketIdOf(ctx, params)))
      return { success: true as const, message: 'Ticket retrieved successfully', data: await loadTicket(ctx, ctx.core.store, ticket) }
    },
  )
}

/** A customer closes a ticket; only the support opens it again. */
export function closeCustomerTicket(app: App): void {
  app.patch(
    `${BASE}/:ticketId`,
    {
      config,
      attachValidation: true,
      schema: {
        summary: 'Close one of one’s own support tickets',
        params: TICKET_PARAMS,
        querystring: Type.Object(TENANT_QUERY),
        body: Type.Object({ status: Type.Literal('closed') }),
        response: { 200: Whole, ...FAILURES },
      },
    },
    async (request, reply) => {
      const { ctx, params } = request
      const id = ticketIdOf(ctx, params)
      const answer = await once(
        ctx,
        async (tx) => {
          const ticket = checkOwn(ctx, await lockTicket(ctx, tx, id))
          if (request.validationError) throw request.validationError
          return changeTicketStatus(ctx, tx, ticket, 'closed')
        },
        async (tx) => changedAnswer(ctx, tx, await findTicket(ctx, id, tx)),
      )
      return sendAnswer(reply, answer)
    },
  )
}

/** Another customer's ticket does not exist. */
function checkOwn(ctx: Ctx, ticket: Conversation): Conversation {
  if (ticket.contactId !== ctx.actor.id) throw new AppError('ticket_not_found')
  return ticket
}
