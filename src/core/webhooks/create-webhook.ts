import { AppError } from '../../model/errors.ts'
import type { Webhook } from '../../model/webhook.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { findChannel } from '../../storage/queries/channels.ts'
import { countWebhooks, findWebhookByUrl, findWebhookOfApplication, insertWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { APPLICATION_EVENTS, dialectOfApplication } from './application-webhooks.ts'
import { draftWebhook } from './draft-webhook.ts'
import { isWebAddress } from './web-address.ts'

/** Each of them multiplies what every event of the account costs everybody's store. */
const MAX_WEBHOOKS = 1000

export type WebhookInput = {
  url: string
  name?: string | null
  /** Some of `known`. */
  events: readonly string[]
  status?: Webhook['status']
  channelId?: number | null
  /** Tells this application alone, of its conversations, in the words of the API it speaks. */
  applicationId?: number | null
}

/**
 * Enters an address into the caller's dialect; `known` are the names of that dialect's events. Refuses with `webhook_url_invalid`,
 * `webhook_url_taken`, `webhook_events_invalid`, `channel_not_found`, `application_not_found`, `webhook_application_taken`,
 * `too_many_webhooks`.
 */
export async function createWebhook(
  ctx: Ctx,
  tx: Tx,
  input: WebhookInput & { secret?: string },
  known: readonly string[],
): Promise<Webhook> {
  if ((await countWebhooks(tx, ctx.accountId)) >= MAX_WEBHOOKS) throw new AppError('too_many_webhooks')
  const now = ctx.core.now()
  const [id] = await tx.takeIds(1)
  const applicationId = input.applicationId ?? null
  const webhook = await draftWebhook(ctx, tx, {
    id: id as number,
    dialect: applicationId === null ? ctx.dialect : await dialectOfApplication(ctx, tx, applicationId),
    target: 'webhook',
    url: input.url,
    name: input.name || null,
    events: [...new Set(input.events)],
    status: input.status ?? 'active',
    pausedAt: input.status === 'paused' ? now : null,
    channelId: input.channelId ?? null,
    applicationId,
    ...(input.secret !== undefined && { secret: input.secret }),
  })
  await checkWebhook(tx, webhook, known)
  await insertWebhook(tx, webhook)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('webhook.created', webhook.id, ctx.actor)])
  return webhook
}

/** `before` is what is there already, and is not looked at again: the channel it was put down for may be gone by now. */
export async function checkWebhook(db: Db, webhook: Webhook, known: readonly string[], before?: Webhook): Promise<void> {
  const { accountId, channelId, applicationId } = webhook
  if (!isWebAddress(webhook.url)) throw new AppError('webhook_url_invalid', { field: 'url' })
  const names: readonly string[] = applicationId === null ? known : APPLICATION_EVENTS
  const isKnown = webhook.events.length > 0 && webhook.events.every((name) => names.includes(name))
  if (!isKnown && webhook.events !== before?.events) throw new AppError('webhook_events_invalid', { field: 'events' })
  const twin = await findWebhookByUrl(db, accountId, webhook)
  if (twin && twin.id !== webhook.id) throw new AppError('webhook_url_taken', { field: 'url' })
  if (applicationId !== null && !before && (await findWebhookOfApplication(db, accountId, { dialect: webhook.dialect, applicationId })))
    throw new AppError('webhook_application_taken', { field: 'applicationId' })
  if (channelId === null || channelId === before?.channelId) return
  if (!(await findChannel(db, accountId, channelId))) throw new AppError('channel_not_found')
}
