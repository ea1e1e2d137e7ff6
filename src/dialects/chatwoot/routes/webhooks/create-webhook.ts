import { type TProperties, Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { createWebhook as makeWebhook, type WebhookInput } from '../../../../core/webhooks/create-webhook.ts'
import { updateWebhook as changeWebhook } from '../../../../core/webhooks/update-webhook.ts'
import type { Webhook } from '../../../../model/webhook.ts'
import type { Db } from '../../../../storage/db.ts'
import { findChannel } from '../../../../storage/queries/channels.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers, toId, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

const Url = Type.String({ description: 'http or https, at most 2,048 bytes' })
type Body = {
  url?: string
  subscriptions?: string[] | null
  name?: string | null
  inbox_id?: number | string | null
  active?: boolean | null
}

/** Administrators put down an address, once in an account (chatwoot sheet 10; ndoto sheet 7, 99digital sheet 8). */
export function createWebhook(app: App, profile: Profile): void {
  const { webhook } = profile.desk
  const { events, defaults } = webhook
  const options = {
    config: { action: 'manageWebhooks' as const, rootKey: 'webhook' },
    schema: {
      summary: 'Create a webhook',
      body: Type.Object({ url: Url, ...subscriptionsOf(profile, defaults === undefined), ...webhook.Fields }),
      response: answers(profile, payloadOf(profile)),
    },
  }
  app.post('/webhooks', options, async ({ ctx, body }, reply) => {
    const input = toInput(body as Body)
    const answer = await once(ctx, async (tx) => {
      const made = await makeWebhook(ctx, tx, { url: '', events: defaults ?? [], ...input }, events)
      return jsonAnswer(200, await toPayload(ctx, tx, profile, made))
    })
    return sendAnswer(reply, answer)
  })
}

export const WebhookParams = Type.Object({ account_id: Type.String(), webhook_id: Type.String() })

/** Only what is given changes. */
export function updateWebhook(app: App, profile: Profile): void {
  const { webhook } = profile.desk
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/webhooks/:webhook_id',
    config: { action: 'manageWebhooks', rootKey: 'webhook' },
    schema: {
      summary: 'Update a webhook',
      params: WebhookParams,
      body: Type.Object({ url: Type.Optional(Url), ...subscriptionsOf(profile, false), ...webhook.Fields }),
      response: answers(profile, payloadOf(profile)),
    },
    handler: async ({ ctx, params, body }, reply) => {
      const id = toPathId(params.webhook_id, 'webhook_not_found')
      const answer = await once(ctx, async (tx) => {
        const changed = await changeWebhook(ctx, tx, id, toInput(body as Body), webhook.events)
        return jsonAnswer(200, await toPayload(ctx, tx, profile, changed))
      })
      return sendAnswer(reply, answer)
    },
  })
}

function subscriptionsOf({ desk }: Profile, required: boolean): TProperties {
  const Events = Type.Array(Type.String(), { description: `Some of ${desk.webhook.events.join(', ')}` })
  return { subscriptions: required ? Events : Type.Optional(Type.Union([Events, Type.Null()])) }
}

function payloadOf({ desk }: Profile) {
  return Type.Object({ payload: Type.Object({ webhook: desk.webhook.Wire }) })
}

/** No events, like null for them, means those of before, or the vendor's own choice. */
function toInput({ url, subscriptions, name, inbox_id, active }: Body): Partial<WebhookInput> {
  const input: Partial<WebhookInput> = { name }
  if (url !== undefined) input.url = url
  if (subscriptions) input.events = subscriptions
  if (inbox_id !== undefined) input.channelId = toId(inbox_id) ?? null
  if (active != null) input.status = active ? 'active' : 'paused'
  return input
}

async function toPayload(ctx: Ctx, db: Db, { desk }: Profile, webhook: Webhook) {
  const channel = webhook.channelId === null ? undefined : await findChannel(db, ctx.accountId, webhook.channelId)
  return { payload: { webhook: desk.webhook.toWire(webhook, channel) } }
}
