import { systemCtx } from '../core/accounts/create-account.ts'
import { deliveryId as makeId } from '../core/webhooks/sending/delivery-id.ts'
import type { LogEvent } from '../model/event.ts'
import type { Webhook, WebhookDelivery } from '../model/webhook.ts'
import type { DeliveryParts } from './delivery-parts.ts'
import { notice } from './notice.ts'
import type { Outbound } from './sender.ts'

/** The request of a delivery's next attempt, made from what there is now; undefined when what it was to tell of is gone. */
export async function makeRequest(
  parts: DeliveryParts,
  of: { webhook: Webhook; delivery: WebhookDelivery; event: LogEvent },
): Promise<Outbound | undefined> {
  const { core, origin, version } = parts
  const { webhook, delivery, event } = of
  const { accountId, position, event: name, number } = delivery
  const outlet = parts.outlets.get(webhook.dialect)
  if (!outlet) return undefined
  const ctx = { ...systemCtx(core, accountId), dialect: webhook.dialect, origin }
  const [noticed] = await notice(ctx, [event])
  const deliveryId = makeId(core, { webhookId: webhook.id, position, name })
  const content = noticed && (await outlet.render(ctx, { webhook, noticed, name, deliveryId }))
  if (content === undefined) return undefined
  const body = JSON.stringify(content)
  const headers = {
    ...headersOfAll(version),
    'webhook-id': deliveryId,
    'webhook-number': String(number),
    'webhook-attempt': String(delivery.attempts + 1),
    ...outlet.headers({ webhook, name, deliveryId, number, atSeconds: Math.floor(core.now() / 1_000_000), body }),
  }
  return { url: webhook.url, headers, body, timeoutMs: outlet.timeoutMs, allow: webhook.egressAllow }
}

/** What every request to a receiver has. */
export function headersOfAll(version: string): Record<string, string> {
  return { 'content-type': 'application/json', accept: 'application/json', 'user-agent': `Parley/${version}` }
}
