import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { findWebhook, listWebhooks as listPage } from '../../../../storage/queries/webhooks/webhooks.ts'
import type { App } from '../../../dialect.ts'
import { refusals } from '../../errors.ts'
import { cutPage, known, OTHERS, pageQuery } from '../../pages.ts'
import { toWireWebhook, WireWebhook } from '../../webhook.ts'

/** tidysupport sheet 7.1; the oldest first, so that a page behind a cursor holds what was made since. */
export function listWebhooks(app: App): void {
  app.get(
    '/webhooks',
    {
      config: { action: 'manageWebhooks' },
      schema: {
        summary: 'Webhooks',
        querystring: Type.Object(pageQuery(OTHERS)),
        response: {
          200: Type.Object({ webhooks: Type.Object({ items: Type.Array(WireWebhook), hasMore: Type.Boolean() }) }),
          ...refusals(),
        },
      },
    },
    async ({ ctx, query }) => {
      const { limit = OTHERS } = query
      const afterId = query.cursor === undefined ? undefined : await idAt(ctx, query.cursor)
      const page = { dialect: ctx.dialect, afterId, limit: limit + 1 }
      const { items, hasMore } = cutPage(await listPage(ctx.core.store, ctx.accountId, page), limit)
      return { webhooks: { items: items.map((one) => toWireWebhook(ctx, one)), hasMore } }
    },
  )
}

async function idAt(ctx: Ctx, cursor: string): Promise<number> {
  const id = known(ctx.core.ids.fromPrefixed('webhook', cursor))
  return known(await findWebhook(ctx.core.store, ctx.accountId, { dialect: ctx.dialect, id })).id
}
