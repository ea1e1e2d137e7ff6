import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { claimTicket } from '../../../../core/tickets/claim-ticket.ts'
import { checkSupporter } from '../../../../core/tickets/ticket-access.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import type { Tx } from '../../../../storage/db.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { FAILURES, Success, TENANT_QUERY } from '../../schemas.ts'
import { loadTicket, TicketStatus, WireWholeTicket } from '../../ticket.ts'
import { changedAnswer, changeTicketStatus, ticketAnswer } from './change-ticket-status.ts'
import { findTicket, lockTicket, TICKET_PARAMS, ticketIdOf } from './find-ticket.ts'

const BASE = '/messaging/support/tickets/:ticketId'
const schema = {
  params: TICKET_PARAMS,
  querystring: Type.Object(TENANT_QUERY),
  response: { 200: Success({ data: WireWholeTicket }), ...FAILURES },
}
const config = { action: 'answerTickets' } as const

/** ondi sheet 4.10, agent side: for the account's support members. */
export function getSupportTicket(app: App): void {
  app.get(BASE, { config, schema: { ...schema, summary: 'Get a support ticket' } }, async ({ ctx, params }) => {
    await checkSupporter(ctx)
    const ticket = await findTicket(ctx, ticketIdOf(ctx, params))
    return { success: true as const, message: 'Ticket retrieved successfully', data: await loadTicket(ctx, ctx.core.store, ticket) }
  })
}

/** Claims a ticket nobody has claimed; the method is unstated, so three work (ondi sheet 4.10). */
export function assignTicketToMe(app: App): void {
  app.route({
    method: ['POST', 'PUT', 'PATCH'],
    url: `${BASE}/assign-to-me`,
    config,
    schema: { ...schema, summary: 'Claim a support ticket' },
    async handler({ ctx, params }, reply) {
      const id = ticketIdOf(ctx, params)
      await checkSupporter(ctx)
      const render = (tx: Tx, ticket: Conversation) => ticketAnswer(ctx, tx, 200, ticket, 'Ticket assigned successfully')
      const answer = await once(
        ctx,
        async (tx) => render(tx, await claimTicket(ctx, tx, await lockTicket(ctx, tx, id))),
        async (tx) => render(tx, await findTicket(ctx, id, tx)),
      )
      return sendAnswer(reply, answer)
    },
  })
}

/** Closes a ticket, or opens it again; a closed one takes no messages (ondi sheet 4.10). */
export function changeSupportTicket(app: App): void {
  app.patch(
    BASE,
    {
      config,
      attachValidation: true,
      schema: { ...schema, summary: 'Close or reopen a support ticket', body: Type.Object({ status: TicketStatus }) },
    },
    async (request, reply) => {
      const { ctx, params } = request
      const id = ticketIdOf(ctx, params)
      await checkSupporter(ctx)
      const answer = await once(
        ctx,
        async (tx) => {
          const ticket = await lockTicket(ctx, tx, id)
          if (request.validationError) throw request.validationError
          return changeTicketStatus(ctx, tx, ticket, request.body.status)
        },
        async (tx) => changedAnswer(ctx, tx, await findTicket(ctx, id, tx)),
      )
      return sendAnswer(reply, answer)
    },
  )
}
