import { Type } from 'typebox'
import type { Answer, Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { checkMadeHere } from '../../../../core/webhooks/check-made-here.ts'
import { rotateSecret } from '../../../../core/webhooks/rotate-secret.ts'
import { pauseWebhook } from '../../../../core/webhooks/sending/pause-webhook.ts'
import { replayFrom } from '../../../../core/webhooks/sending/replay-deliveries.ts'
import { resumeWebhook } from '../../../../core/webhooks/sending/resume-webhook.ts'
import { testWebhook } from '../../../../core/webhooks/sending/test-webhook.ts'
import type { Webhook } from '../../../../model/webhook.ts'
import type { Tx } from '../../../../storage/db.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, Nullable } from '../../wire.ts'
import { toWireNewWebhook, toWireWebhooks, WireNewWebhook, WireWebhook } from '../../wires/webhook.ts'
import { WebhookParams, webhookIdOf } from './webhook-routes.ts'

const MAX_OVERLAP_HOURS = 168
const STANDARD_OVERLAP_HOURS = 24
const config = { action: 'manageWebhooks' } as const

/** What is done to a webhook beside changing it; all but the test to those of every API. */
export function webhookActions(app: App): void {
  app.post(
    '/webhooks/:webhookId/secret',
    {
      config,
      schema: {
        summary: 'Give a webhook a new secret',
        description:
          'The one before signs as well for `overlapHours`, so that a receiver can change over; in the vendors’ formats that carry one signature the new one signs alone at once.',
        params: WebhookParams,
        body: Nullable(
          Body({
            overlapHours: Type.Optional(
              Type.Integer({
                minimum: 0,
                maximum: MAX_OVERLAP_HOURS,
                description: `${STANDARD_OVERLAP_HOURS} when absent; 0 ends the old one at once`,
              }),
            ),
          }),
        ),
        response: answers({ 200: WireNewWebhook }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = webhookIdOf(params)
      const overlapHours = body?.overlapHours ?? STANDARD_OVERLAP_HOURS
      const answer = await once(ctx, async (tx) =>
        jsonAnswer(200, await toWireNewWebhook(ctx, tx, await rotateSecret(ctx, tx, id, overlapHours))),
      )
      return sendAnswer(reply, answer)
    },
  )

  app.post(
    '/webhooks/:webhookId/test',
    {
      config,
      schema: {
        summary: 'Test a webhook',
        description:
          'Writes `webhook.tested` into the log, which this webhook alone is told: signed, numbered and in its ledger, where `position` finds what became of it. Those of other APIs are tested there.',
        params: WebhookParams,
        response: answers({
          202: Type.Object({ position: Type.Integer({ minimum: 1, description: 'The place of the test in the log' }) }),
        }),
      },
    },
    async ({ ctx, params }, reply) => {
      const id = webhookIdOf(params)
      const answer = await once(ctx, async (tx) => {
        const maker = await checkMadeHere(ctx, tx, id)
        return jsonAnswer(202, { position: await testWebhook(maker, tx, id) })
      })
      return sendAnswer(reply, answer)
    },
  )

  app.post(
    '/webhooks/:webhookId/pause',
    {
      config,
      schema: {
        summary: 'Pause a webhook',
        description: 'It is told nothing until it is resumed; what happens meanwhile is kept for it.',
        params: WebhookParams,
        response: answers({ 200: WireWebhook }),
      },
    },
    async ({ ctx, params }, reply) => {
      const id = webhookIdOf(params)
      return sendAnswer(reply, await change(ctx, (tx) => pauseWebhook(ctx, tx, id)))
    },
  )

  app.post(
    '/webhooks/:webhookId/resume',
    {
      config,
      schema: {
        summary: 'Let a webhook go on',
        description:
          'From where it stood (`here`, when absent), or with what happens from now on (`now`): what is pending then is kept as failed, and what was not read for it is never told. One that is active and rests because its receiver fails is tried at once.',
        params: WebhookParams,
        body: Nullable(Body({ from: Type.Optional(Type.Enum(['here', 'now'])) })),
        response: answers({ 200: WireWebhook }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = webhookIdOf(params)
      const skip = body?.from === 'now'
      return sendAnswer(reply, await change(ctx, (tx) => resumeWebhook(ctx, tx, id, { skip })))
    },
  )

  app.post(
    '/webhooks/:webhookId/replay',
    {
      config,
      schema: {
        summary: 'Tell a webhook once more of everything from a position on',
        description:
          'Deliveries get new numbers and keep their ids (`webhook-id`), by which a receiver knows what it has taken already. A position that it has not reached changes nothing; one that the log does not hold is refused.',
        params: WebhookParams,
        body: Body({
          fromPosition: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'The first event to be told of again' }),
        }),
        response: answers({ 200: WireWebhook }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = webhookIdOf(params)
      return sendAnswer(reply, await change(ctx, (tx) => replayFrom(ctx, tx, id, body.fromPosition)))
    },
  )
}

/** Answers with the webhook as it is then. */
function change(ctx: Ctx, work: (tx: Tx) => Promise<Webhook>): Promise<Answer> {
  return once(ctx, async (tx) => jsonAnswer(200, (await toWireWebhooks(ctx, tx, [await work(tx)]))[0]))
}
