import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { findPeople } from '../../../../core/conversations/find-people.ts'
import { checkSupporter } from '../../../../core/tickets/ticket-access.ts'
import { AppError } from '../../../../model/errors.ts'
import { TICKET_KIND, TICKET_SOURCES, type TicketSource } from '../../../../model/ticket.ts'
import type { App } from '../../../dialect.ts'
import { isAdministrator } from '../../access.ts'
import { parsePaging } from '../../paging.ts'
import { FAILURES, PAGING_QUERY, TENANT_QUERY } from '../../schemas.ts'
import { idOf } from '../../uuids.ts'
import { statusesOf } from './find-ticket.ts'
import { listTicketPage, TicketList } from './list-ticket-page.ts'

const SUBJECT = { column: 'subject', holds: 'text' } as const

/** ondi sheet 4.10, agent side: the account's tickets, newest first, for its support members. */
export function listSupportTickets(app: App): void {
  app.get(
    '/messaging/support/tickets',
    {
      config: { action: 'answerTickets' },
      schema: {
        summary: 'List support tickets',
        querystring: Type.Object({
          ...TENANT_QUERY,
          ...PAGING_QUERY,
          status: Type.Optional(Type.String({ description: '`open` or `closed`' })),
          source: Type.Optional(Type.String({ description: '`customer_portal`, `storefront` or `restaurant`' })),
          order_id: Type.Optional(Type.String({ description: 'The order a ticket is about' })),
          search: Type.Optional(Type.String({ description: 'Found anywhere in the subject, in any case' })),
          assignment_scope: Type.Optional(Type.String({ description: '`claimed` or `unassigned`' })),
          assigned_to: Type.Optional(Type.String({ description: 'UUID of a user; for system admins among the support users' })),
        }),
        response: { 200: TicketList, ...FAILURES },
      },
    },
    async ({ ctx, query }) => {
      const paging = parsePaging(query)
      await checkSupporter(ctx)
      const source = query.source || undefined
      if (source !== undefined && !(TICKET_SOURCES as readonly string[]).includes(source)) throw invalid('source', TICKET_SOURCES)
      const orderReference = query.order_id || undefined
      const beside = source === undefined && orderReference === undefined ? undefined : { source: source as TicketSource, orderReference }
      return listTicketPage(ctx, paging, {
        reach: ctx.reach,
        kind: TICKET_KIND,
        statuses: statusesOf(query.status),
        conditions: query.search ? [{ field: SUBJECT, operator: 'contains', values: [query.search], next: 'and' }] : undefined,
        assigneeId: await findAssignee(ctx, query),
        ticket: beside,
      })
    },
  )
}

/** Whose tickets are wanted; somebody's own scope beats nobody's, and only a system admin may ask for another's. */
async function findAssignee(
  ctx: Ctx,
  { assignment_scope: scope, assigned_to: assignedTo }: { assignment_scope?: string; assigned_to?: string },
): Promise<number | 'none' | 'any' | undefined> {
  if (scope && scope !== 'claimed' && scope !== 'unassigned') throw invalid('assignment_scope', ['claimed', 'unassigned'])
  if (assignedTo) {
    const id = idOf(ctx, 'author', assignedTo, 'assigned_to')
    if (id !== ctx.actor.id && !(await isAdministrator(ctx))) {
      throw new AppError('not_allowed', { message: 'Only an admin may list the tickets of others' })
    }
    if (id === undefined) throw new AppError('participant_not_found')
    await findPeople(ctx.core.store, ctx.accountId, [id])
    return scope === 'unassigned' ? 'none' : id
  }
  if (scope === 'unassigned') return 'none'
  return scope === 'claimed' ? 'any' : undefined
}

function invalid(field: string, words: readonly string[]): AppError {
  return new AppError('query_invalid', { message: `${field} must be one of ${words.join(', ')}`, field })
}
