import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { updateWebhook as changeWebhook } from '../../../../core/webhooks/update-webhook.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { refusals } from '../../errors.ts'
import { fromWireWebhookStatus, toWireWebhook, WEBHOOK_EVENTS, WebhookFields, WireWebhookStatus, webhookIdOf } from '../../webhook.ts'
import { OneWebhook, WebhookParams } from './get-webhook.ts'

/** Only what is given changes (tidysupport sheet 7.1). */
export function updateWebhook(app: App): void {
  app.put(
    '/webhooks/:webhookId',
    {
      config: { action: 'manageWebhooks' },
      schema: {
        summary: 'Changes, pauses or resumes a webhook',
        params: WebhookParams,
        body: Type.Partial(Type.Object({ ...WebhookFields, status: WireWebhookStatus })),
        response: { 200: OneWebhook, ...refusals(404, 409, 413, 415, 422) },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = webhookIdOf(ctx, params.webhookId)
      const { url, events, displayName: name, status } = body
      const input = { url, events, name, status: status && fromWireWebhookStatus(status) }
      const answer = await once(ctx, async (tx) => {
        return jsonAnswer(200, { webhook: toWireWebhook(ctx, await changeWebhook(ctx, tx, id, input, WEBHOOK_EVENTS)) })
      })
      return sendAnswer(reply, answer)
    },
  )
}
