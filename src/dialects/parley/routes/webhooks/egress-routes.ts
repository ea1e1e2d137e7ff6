import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { allowEgress } from '../../../../core/webhooks/allow-egress.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, Text } from '../../wire.ts'
import { toWireWebhooks, WireWebhook } from '../../wires/webhook.ts'
import { accountOf } from '../account-routes.ts'
import { webhookIdOf } from './webhook-routes.ts'

const Params = Type.Object({ accountId: Type.String(), webhookId: Type.String() })
const Ranges = Type.Array(Text(64, { minLength: 1 }), {
  maxItems: 100,
  description: 'Addresses and ranges like 10.1.2.3 and fd00::/8; none to allow nothing',
})

/** What only whoever runs the installation may say of a webhook. */
export function egressRoutes(app: App): void {
  app.put(
    '/accounts/:accountId/webhooks/:webhookId/egress',
    {
      config: { action: 'manageAccounts' },
      schema: {
        summary: 'Let a webhook reach what is not public, with a token of the installation',
        description:
          'Beside what `PARLEY_EGRESS_ALLOW` lets all of them reach. It is this receiver’s: a webhook that its account gives another host or port loses it.',
        params: Params,
        body: Body({ allow: Ranges }),
        response: answers({ 200: WireWebhook }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const target = { ...ctx, accountId: accountOf(ctx, params.accountId) }
      const id = webhookIdOf(params)
      const answer = await once(target, async (tx) =>
        jsonAnswer(200, (await toWireWebhooks(target, tx, [await allowEgress(target, tx, id, body.allow)]))[0]),
      )
      return sendAnswer(reply, answer)
    },
  )
}
