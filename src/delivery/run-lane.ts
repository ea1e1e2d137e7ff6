import type { Try } from '../core/webhooks/sending/judge-try.ts'
import type { Outgoing } from '../core/webhooks/sending/settle-deliveries.ts'
import type { LogEvent } from '../model/event.ts'
import type { Webhook, WebhookDelivery } from '../model/webhook.ts'
import { findEvents } from '../storage/queries/events.ts'
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
    const { store } = parts.core
    const pending = await listPending(store, accountId, { webhookId, lane, limit: PAGE })
    const positions = pending.map((delivery) => delivery.position)
    const events = await findEvents(store, accountId, positions)
    for (const delivery of pending) {
      const webhook = await run.mayGoOn()
      if (!webhook) return
      const event = events.get(delivery.position)
      const tried = event && (await attempt(parts, { webhook, delivery, event }))
      if (!tried) {
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
async function attempt(
  parts: DeliveryParts,
  of: { webhook: Webhook; delivery: WebhookDelivery; event: LogEvent },
): Promise<Try | undefined> {
  const { core, sender, log } = parts
  const at = core.now()
  try {
    const request = await makeRequest(parts, of)
    if (!request) return undefined
    const outcome = await sender.send(request)
    const ageSeconds = (core.now() - of.event.createdAt) / 1_000_000
    const taken = outcome.error === null
    core.activity.tries.tried(of.webhook.accountId, { taken, latencyMs: outcome.latencyMs })
    parts.onTry?.({ taken, seconds: outcome.latencyMs / 1000, ageSeconds })
    return { at, ...outcome }
  } catch (error) {
    log.error({ err: error, webhookId: of.webhook.id, number: of.delivery.number }, 'a delivery cannot be made')
    return { at, status: null, latencyMs: 0, error: 'Parley could not make the request.', answer: null, retryAfter: null }
  }
}

/** The message that a channel's own address is handed with a delivery. */
function messageOf({ outlets }: DeliveryParts, { target, dialect }: Webhook, delivery: WebhookDelivery): Outgoing['message'] {
  const { event: name, conversationId, messageId } = delivery
  if (target !== 'channel' || conversationId === null || messageId === null) return null
  return name === outlets.get(dialect)?.handover ? { conversationId, messageId } : null
}
