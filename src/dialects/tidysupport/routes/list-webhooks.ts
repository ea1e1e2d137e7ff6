import { Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import { getWebhook as getOne } from '../../../core/webhooks/get-webhook.ts'
import { findWebhook, listWebhooks as listPage } from '../../../storage/queries/webhooks.ts'
import type { App } from '../../dialect.ts'
import { refusals } from '../errors.ts'
import { cutPage, known, OTHERS, pageQuery } from '../pages.ts'
import { toWireWebhook, WireWebhook, webhookIdOf } from '../webhook.ts'

export const WebhookParams = Type.Object({ webhookId: Type.String() })
export const OneWebhook = Type.Object({ webhook: WireWebhook })

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

export function getWebhook(app: App): void {
  app.get(
    '/webhooks/:webhookId',
    {
      config: { action: 'manageWebhooks' },
      schema: { summary: 'One webhook', params: WebhookParams, response: { 200: OneWebhook, ...refusals(404) } },
    },
    async ({ ctx, params }) => {
      const webhook = await getOne(ctx, ctx.core.store, webhookIdOf(ctx, params.webhookId))
      return { webhook: toWireWebhook(ctx, webhook) }
    },
  )
}
