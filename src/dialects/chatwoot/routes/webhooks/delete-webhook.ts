import { once } from '../../../../core/idempotency/once.ts'
import { deleteWebhook as removeWebhook } from '../../../../core/webhooks/delete-webhook.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answers, Empty, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { WebhookParams } from './create-webhook.ts'

/** 200 with an empty body (chatwoot sheet 10; the others' proposals are the same). */
export function deleteWebhook(app: App, profile: Profile): void {
  app.delete(
    '/webhooks/:webhook_id',
    {
      config: { action: 'manageWebhooks' },
      schema: { summary: 'Delete a webhook', params: WebhookParams, response: answers(profile, Empty) },
    },
    async ({ ctx, params }, reply) => {
      const id = toPathId(params.webhook_id, 'webhook_not_found')
      const answer = await once(ctx, async (tx) => {
        await removeWebhook(ctx, tx, id)
        return { status: 200, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
