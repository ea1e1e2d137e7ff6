import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { deleteWebhook as removeWebhook } from '../../../../core/webhooks/delete-webhook.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { refusals } from '../../errors.ts'
import { webhookIdOf } from '../../webhook.ts'
import { WebhookParams } from './get-webhook.ts'

/** Answered with what is gone, wrapped as every single object of this vendor is (tidysupport sheet 2, 7.1). */
export function deleteWebhook(app: App): void {
  const response = { 200: Type.Object({ webhook: Type.Object({ id: Type.String() }) }), ...refusals(404, 413, 415, 422) }
  app.delete(
    '/webhooks/:webhookId',
    { config: { action: 'manageWebhooks' }, schema: { summary: 'Deletes a webhook', params: WebhookParams, response } },
    async ({ ctx, params }, reply) => {
      const id = webhookIdOf(ctx, params.webhookId)
      const answer = await once(ctx, async (tx) => {
        await removeWebhook(ctx, tx, id)
        return jsonAnswer(200, { webhook: { id: params.webhookId } })
      })
      return sendAnswer(reply, answer)
    },
  )
}
