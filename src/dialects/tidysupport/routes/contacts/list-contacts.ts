import { Type } from 'typebox'
import { listContacts as listPage } from '../../../../storage/queries/people/contact-lists.ts'
import type { App } from '../../../dialect.ts'
import { toWireContactItem, WireContactItem } from '../../contact.ts'
import { contactAt } from '../../contact-cursor.ts'
import { refusals } from '../../errors.ts'
import { loadContactThreads } from '../../load-contact-threads.ts'
import { cutPage, OTHERS, pageQuery } from '../../pages.ts'

/** tidysupport sheet 5.1; the newest contact first. */
export function listContacts(app: App): void {
  app.get(
    '/customers',
    {
      config: { action: 'readContacts' },
      schema: {
        summary: 'Contacts with their latest conversations',
        params: Type.Object({ workspaceId: Type.String() }),
        querystring: Type.Object(pageQuery(OTHERS)),
        response: {
          200: Type.Object({ customers: Type.Object({ items: Type.Array(WireContactItem), hasMore: Type.Boolean() }) }),
          ...refusals(),
        },
      },
    },
    async ({ ctx, query }) => {
      const { limit = OTHERS } = query
      const afterId = await contactAt(ctx, query.cursor)
      const found = await listPage(ctx.core.store, ctx.accountId, {}, { limit: limit + 1, afterId, order: 'desc' })
      const { items, hasMore } = cutPage(found, limit)
      const threads = await loadContactThreads(
        ctx,
        items.map((contact) => contact.id),
      )
      return { customers: { items: items.map((contact) => toWireContactItem(ctx, contact, threads.get(contact.id))), hasMore } }
    },
  )
}
