import { Type } from 'typebox'
import { listContacts } from '../../../../storage/queries/people/contact-lists.ts'
import type { App } from '../../../dialect.ts'
import { WireContactStatus } from '../../contact.ts'
import { contactAt } from '../../contact-cursor.ts'
import { toWireCustomer, WireCustomer } from '../../customer.ts'
import { refusals } from '../../errors.ts'
import { cutPage, OTHERS, pageQuery } from '../../pages.ts'

/** tidysupport sheet 6; the newest customer first. */
export function listCustomers(app: App): void {
  app.get(
    '/customers',
    {
      config: { action: 'readContacts' },
      schema: {
        summary: 'Customers',
        querystring: Type.Object({ ...pageQuery(OTHERS), status: Type.Optional(WireContactStatus) }),
        response: {
          200: Type.Object({
            items: Type.Array(WireCustomer),
            cursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page' }),
            hasMore: Type.Boolean(),
          }),
          ...refusals(),
        },
      },
    },
    async ({ ctx, query }) => {
      const { limit = OTHERS } = query
      const afterId = await contactAt(ctx, query.cursor)
      const blocked = query.status === undefined ? undefined : query.status === 'BLOCKED'
      const page = { limit: limit + 1, afterId, order: 'desc' } as const
      const { items, hasMore } = cutPage(await listContacts(ctx.core.store, ctx.accountId, { blocked }, page), limit)
      const wire = items.map((contact) => toWireCustomer(ctx, contact))
      return { items: wire, cursor: hasMore ? (wire.at(-1)?.id ?? null) : null, hasMore }
    },
  )
}
