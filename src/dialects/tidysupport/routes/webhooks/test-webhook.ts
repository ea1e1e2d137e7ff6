import { once } from '../../../../core/idempotency/once.ts'
import { getWebhook } from '../../../../core/webhooks/get-webhook.ts'
import { testWebhook as makeTest } from '../../../../core/webhooks/sending/test-webhook.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { refusals } from '../../errors.ts'
import { toWireWebhook, webhookIdOf } from '../../webhook.ts'
import { OneWebhook, WebhookParams } from './get-webhook.ts'

/**
 * tidysupport sheet 7.1: `TESTING_CONNECTION` goes the way of everything that is told, so it comes after what the address has not been told yet. What became of it stands
 * in the webhook's `last…` fields.
 */
export function testWebhook(app: App): void {
  app.post(
    '/webhooks/:webhookId/test',
    {
      config: { action: 'manageWebhooks' },
      schema: {
        summary: 'Sends TESTING_CONNECTION to a webhook',
        params: WebhookParams,
        response: { 200: OneWebhook, ...refusals(404, 409, 413, 415, 422) },
      },
    },
    async ({ ctx, params }, reply) => {
      const id = webhookIdOf(ctx, params.webhookId)
      const answer = await once(ctx, async (tx) => {
        const webhook = await getWebhook(ctx, tx, id)
        await makeTest(ctx, tx, id)
        return jsonAnswer(200, { webhook: toWireWebhook(ctx, webhook) })
      })
      return sendAnswer(reply, answer)
    },
  )
}
