import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { createWebhook as makeWebhook } from '../../../../core/webhooks/create-webhook.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { refusals } from '../../errors.ts'
import { toWireWebhook, WEBHOOK_EVENTS, WebhookFields, WireWebhook } from '../../webhook.ts'

const MadeWebhook = Type.Object({
  webhook: Type.Object({ ...WireWebhook.properties, secret: Type.String({ description: 'Signs what it is told; shown this once' }) }),
})

/** tidysupport sheet 7.1. */
export function createWebhook(app: App): void {
  const response = { 200: MadeWebhook, ...refusals(409, 413, 415, 422) }
  app.post(
    '/webhooks',
    { config: { action: 'manageWebhooks' }, schema: { summary: 'Creates a webhook', body: Type.Object(WebhookFields), response } },
    async ({ ctx, body }, reply) => {
      const { url, events, displayName: name } = body
      const answer = await once(ctx, async (tx) => {
        const webhook = await makeWebhook(ctx, tx, { url, events, name }, WEBHOOK_EVENTS)
        return jsonAnswer(200, { webhook: { ...toWireWebhook(ctx, webhook), secret: webhook.secret } })
      })
      return sendAnswer(reply, answer)
    },
  )
}
