import type { Try } from '../core/webhooks/judge-try.ts'
import type { Outgoing } from '../core/webhooks/settle-deliveries.ts'
import type { Webhook, WebhookDelivery } from '../model/webhook.ts'
import { listPending } from '../storage/queries/webhooks/deliveries.ts'
import type { ClaimedLane } from '../storage/queries/webhooks/lanes.ts'
import type { DeliveryParts } from './delivery-parts.ts'
import { makeRequest } from './make-request.ts'
import type { Settler } from './settler.ts'

const PAGE = 20

export type LaneRun = {
  accountId: number
  webhookId: number
  lane: ClaimedLane
  /** The webhook as it is now, while it may be told something and the lane is still held. */
  mayGoOn(): Promise<Webhook | undefined>
  /** The lanes of the webhook that have failed since it last took something. */
  failing: Set<number>
}

/** Sends what is pending in a lane, one after another, up to a failure. */
export async function runLane(parts: DeliveryParts, settler: Settler, run: LaneRun): Promise<void> {
  const { accountId, webhookId, failing } = run
  const { lane, version } = run.lane
  let { attempts } = run.lane
  let empty = false
  const settle = (delivery: WebhookDelivery, tried: Outgoing['tried'], message: Outgoing['message']) =>
    settler.tried(accountId, { webhookId, number: delivery.number, lane, tried, attempts, failing: failing.size, message })
  try {
    const pending = await listPending(parts.core.store, accountId, { webhookId, lane, limit: PAGE })
    for (const delivery of pending) {
      const webhook = await run.mayGoOn()
      if (!webhook) return
      const tried = await attempt(parts, webhook, delivery)
      if (tried === undefined) {
        settle(delivery, 'dropped', null)
        continue
      }
      if (tried.error === null) failing.clear()
      else failing.add(lane)
      settle(delivery, tried, messageOf(parts, webhook, delivery))
      if (tried.error !== null) return
      attempts = 0
    }
    empty = pending.length < PAGE
  } finally {
    settler.ended(accountId, { webhookId, lane, version, attempts, empty })
  }
}

/** One try; undefined when there is nothing to tell. A body that cannot be made is a failed try: it has to wait like any other, and is to be seen in the ledger. */
async function attempt(parts: DeliveryParts, webhook: Webhook, delivery: WebhookDelivery): Promise<Try | undefined> {
  const at = parts.core.now()
  try {
    const request = await makeRequest(parts, webhook, delivery)
    if (!request) return undefined
    const outcome = await parts.sender.send(request.outbound)
    const taken = outcome.error === null
    parts.onTry?.({ taken, seconds: outcome.latencyMs / 1000, ageSeconds: (parts.core.now() - request.event.createdAt) / 1_000_000 })
    return { at, ...outcome }
  } catch (error) {
    parts.log.error({ err: error, webhookId: webhook.id, number: delivery.number }, 'a delivery cannot be made')
    const nothing = { status: null, latencyMs: 0, answer: null, retryAfter: null }
    return { at, ...nothing, error: 'Parley could not make the request.' }
  }
}

/** The message that a channel's own address is handed with a delivery. */
function messageOf({ outlets }: DeliveryParts, { target, dialect }: Webhook, delivery: WebhookDelivery): Outgoing['message'] {
  const { event: name, conversationId, messageId } = delivery
  if (target !== 'channel' || conversationId === null || messageId === null) return null
  return name === outlets.get(dialect)?.handover ? { conversationId, messageId } : null
}
