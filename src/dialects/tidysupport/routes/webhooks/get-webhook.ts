import { Type } from 'typebox'
import { getWebhook as getOne } from '../../../../core/webhooks/get-webhook.ts'
import type { App } from '../../../dialect.ts'
import { refusals } from '../../errors.ts'
import { toWireWebhook, WireWebhook, webhookIdOf } from '../../webhook.ts'

/** tidysupport sheet 7.1; without the secret. */
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

export const WebhookParams = Type.Object({ webhookId: Type.String() })
export const OneWebhook = Type.Object({ webhook: WireWebhook })
