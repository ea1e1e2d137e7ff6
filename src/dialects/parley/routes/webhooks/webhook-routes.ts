import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { checkMadeHere } from '../../../../core/webhooks/check-made-here.ts'
import { createWebhook } from '../../../../core/webhooks/create-webhook.ts'
import { deleteWebhook } from '../../../../core/webhooks/delete-webhook.ts'
import { getAnyWebhook } from '../../../../core/webhooks/get-webhook.ts'
import { updateWebhook } from '../../../../core/webhooks/update-webhook.ts'
import { listReceivers } from '../../../../storage/queries/webhooks/receivers.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { WEBHOOK_EVENTS } from '../../webhook-events.ts'
import { Body, Id, Limit, Nullable, parseId, Query } from '../../wire.ts'
import { NewWebhookFields, toWireNewWebhook, toWireWebhooks, WebhookFields, WireNewWebhook, WireWebhook } from '../../wires/webhook.ts'

export const WebhookParams = Type.Object({ webhookId: Type.String() })
const Page = Type.Object({ webhooks: Type.Array(WireWebhook), nextAfter: Nullable(Id) })
const config = { action: 'manageWebhooks' } as const

/** Lists all of the account's webhooks, and makes and changes Parley's own. */
export function webhookRoutes(app: App): void {
  app.get(
    '/webhooks',
    {
      config,
      schema: {
        summary: 'List the account’s webhooks, by id',
        description: 'Those of every API, with the addresses of channels and bots.',
        querystring: Query({ after: Type.Optional(Id), limit: Limit(200, 50) }),
        response: answers({ 200: Page }),
      },
    },
    async ({ ctx, query: { after = 0, limit = 50 } }) => {
      const found = await listReceivers(ctx.core.store, ctx.accountId, { after, limit })
      const nextAfter = found.length === limit ? (found.at(-1)?.id ?? null) : null
      return { webhooks: await toWireWebhooks(ctx, ctx.core.store, found), nextAfter }
    },
  )

  app.post(
    '/webhooks',
    {
      config,
      schema: {
        summary: 'Create a webhook',
        description:
          'It is told what happens from now on, in the format of Standard Webhooks: as the team sees it, notes included. With `applicationId` it is that application’s: told of the messages of its conversations (`message.created`), in the words of the API the application speaks. The secret is shown in this answer only.',
        body: Body(NewWebhookFields),
        response: answers({ 201: WireNewWebhook }),
      },
    },
    async ({ ctx, body }, reply) => {
      const answer = await once(ctx, async (tx) =>
        jsonAnswer(201, await toWireNewWebhook(ctx, tx, await createWebhook(ctx, tx, body, WEBHOOK_EVENTS))),
      )
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/webhooks/:webhookId',
    { config, schema: { summary: 'Get a webhook, and how it is', params: WebhookParams, response: answers({ 200: WireWebhook }) } },
    async ({ ctx, params }) => {
      const webhook = await getAnyWebhook(ctx, ctx.core.store, webhookIdOf(params))
      return (await toWireWebhooks(ctx, ctx.core.store, [webhook]))[0]
    },
  )

  app.patch(
    '/webhooks/:webhookId',
    {
      config,
      schema: {
        summary: 'Change a webhook',
        description:
          'Only what is given changes. With another host or port it is no longer allowed to lie where only the installation can let it. Those of other APIs are changed there.',
        params: WebhookParams,
        body: Body(WebhookFields),
        response: answers({ 200: WireWebhook }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = webhookIdOf(params)
      const answer = await once(ctx, async (tx) => {
        const maker = await checkMadeHere(ctx, tx, id)
        return jsonAnswer(200, (await toWireWebhooks(ctx, tx, [await updateWebhook(maker, tx, id, body, WEBHOOK_EVENTS)]))[0])
      })
      return sendAnswer(reply, answer)
    },
  )

  app.delete(
    '/webhooks/:webhookId',
    {
      config,
      schema: {
        summary: 'Delete a webhook',
        description: 'What it was not told yet it is never told. Those of other APIs are deleted there.',
        params: WebhookParams,
        response: answers({ 204: Type.Null({ description: 'Deleted' }) }),
      },
    },
    async ({ ctx, params }, reply) => {
      const id = webhookIdOf(params)
      const answer = await once(ctx, async (tx) => {
        await deleteWebhook(await checkMadeHere(ctx, tx, id), tx, id)
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}

export function webhookIdOf({ webhookId }: { webhookId: string }): number {
  return parseId(webhookId, 'webhook_not_found')
}
