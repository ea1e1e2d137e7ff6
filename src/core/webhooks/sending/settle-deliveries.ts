import { SYSTEM } from '../../../model/author.ts'
import type { NewEvent } from '../../../model/event.ts'
import type { Webhook, WebhookAttempt, WebhookDelivery } from '../../../model/webhook.ts'
import type { Tx } from '../../../storage/db.ts'
import { lockConversations } from '../../../storage/queries/conversations/conversations.ts'
import { insertAttempts } from '../../../storage/queries/webhooks/attempts.ts'
import { lockDeliveries, updateDeliveries } from '../../../storage/queries/webhooks/deliveries.ts'
import { endLanes, releaseLanes, wakeLanes } from '../../../storage/queries/webhooks/lanes.ts'
import { lockReceivers, updateHealth } from '../../../storage/queries/webhooks/receivers.ts'
import { updateWebhook } from '../../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../../context.ts'
import { subjectEvent } from '../../events/new-event.ts'
import { recordEvents } from '../../events/record-events.ts'
import { type Handover, settleHandovers } from '../../messages/settle-handovers.ts'
import { type JudgeRules, judgeTry, type Try } from './judge-try.ts'

/** A delivery that was tried, or `dropped` because what it was to tell of is gone. */
export type Outgoing = {
  webhookId: number
  number: number
  lane: number
  tried: Try | 'dropped'
  /** Failures of its lane since that last went on, and how many lanes of its webhook have failed since that last took something, this one included. */
  attempts: number
  failing: number
  /** The message that its own channel was told of: what became of that is what became of the message. */
  message: { conversationId: number; messageId: number } | null
}

/** A lane whose holder is done with it; `empty` when nothing was left in it that the holder saw. `attempts` are the failures since it last went on, the last try left out. */
export type LaneEnd = { webhookId: number; lane: number; version: number; attempts: number; empty: boolean }

export type Settlement = { outgoing: readonly Outgoing[]; lanes: readonly LaneEnd[]; by: string; rules: JudgeRules }

/**
 * Writes what became of deliveries of one account, in the order in which they were tried, with their lanes, the ledger and the receivers' health, all in one transaction. Gives the webhooks as
 * they are now. What was settled by somebody else meanwhile, or belongs to a webhook that is gone, is left as it is.
 */
export async function settleDeliveries(ctx: Ctx, tx: Tx, settlement: Settlement): Promise<Webhook[]> {
  const { outgoing, lanes, by } = settlement
  const now = ctx.core.now()
  const talks = outgoing.flatMap(({ message }) => (message ? [{ id: message.conversationId }] : []))
  if (talks.length > 0) await lockConversations(tx, ctx.accountId, talks)
  const before = await lockReceivers(
    tx,
    ctx.accountId,
    [...outgoing, ...lanes].map((one) => one.webhookId),
  )
  const settled = judgeAll(settlement, { webhooks: before, deliveries: await lockAll(ctx, tx, outgoing), now })
  await updateDeliveries(tx, [...settled.deliveries.values()])
  await insertAttempts(tx, settled.attempts)
  const held = lanes.map((one) => ({ ...one, ...(settled.next.get(laneKey(one)) ?? { nextAt: now }) }))
  await endLanes(
    tx,
    ctx.accountId,
    by,
    held.filter((one) => one.empty),
  )
  await releaseLanes(
    tx,
    ctx.accountId,
    by,
    held.filter((one) => !one.empty),
  )
  const webhooks = [...settled.webhooks.values()]
  await updateHealth(tx, webhooks)
  for (const id of settled.recovered) await wakeLanes(tx, ctx.accountId, id, now)
  await recordEvents(tx, ctx.accountId, now, [
    ...(await settleHandovers(ctx, tx, settled.handovers)),
    ...(await writePauses(tx, webhooks, before)),
  ])
  return webhooks
}

type Settled = {
  webhooks: Map<number, Webhook>
  deliveries: Map<string, WebhookDelivery>
  attempts: WebhookAttempt[]
  /** When failed lanes have their next turn. */
  next: Map<string, { attempts: number; nextAt: number }>
  recovered: Set<number>
  handovers: Handover[]
}

/** One after another, each on what the one before has left. Pure. */
function judgeAll(
  { outgoing, rules }: Settlement,
  { webhooks, deliveries, now }: { webhooks: readonly Webhook[]; deliveries: readonly WebhookDelivery[]; now: number },
): Settled {
  const byNumber = new Map(deliveries.map((one) => [deliveryKey(one), one]))
  const settled: Settled = {
    webhooks: new Map(webhooks.map((one) => [one.id, one])),
    deliveries: new Map(),
    attempts: [],
    next: new Map(),
    recovered: new Set(),
    handovers: [],
  }
  for (const one of outgoing) {
    const key = deliveryKey(one)
    const webhook = settled.webhooks.get(one.webhookId)
    const delivery = settled.deliveries.get(key) ?? byNumber.get(key)
    if (!webhook || delivery?.state !== 'pending') continue
    if (one.tried === 'dropped') {
      settled.deliveries.set(key, { ...delivery, state: 'dropped', settledAt: now })
      continue
    }
    const verdict = judgeTry({ webhook, delivery }, one.tried, one, rules)
    settled.webhooks.set(webhook.id, verdict.webhook)
    settled.deliveries.set(key, verdict.delivery)
    settled.attempts.push(toAttempt(verdict.delivery, one.tried))
    if (verdict.recovered) settled.recovered.add(webhook.id)
    if (verdict.next !== 'go on') settled.next.set(laneKey(one), { attempts: one.attempts + 1, nextAt: verdict.next.at })
    // Given up: the next one's gaps begin anew.
    else if (one.tried.error !== null) settled.next.set(laneKey(one), { attempts: 0, nextAt: now })
    if (one.message) settled.handovers.push(toHandover(one.message.messageId, verdict.delivery, one.tried))
  }
  return settled
}

async function lockAll(ctx: Ctx, tx: Tx, outgoing: readonly Outgoing[]): Promise<WebhookDelivery[]> {
  const numbers = Map.groupBy(outgoing, (one) => one.webhookId)
  const found: WebhookDelivery[] = []
  for (const [webhookId, some] of [...numbers].sort(([a], [b]) => a - b))
    found.push(...(await lockDeliveries(tx, ctx.accountId, { webhookId, numbers: some.map((one) => one.number) })))
  return found
}

/** Parley paused these itself. */
async function writePauses(tx: Tx, after: readonly Webhook[], before: readonly Webhook[]): Promise<NewEvent[]> {
  const active = new Set(before.filter((one) => one.status === 'active').map((one) => one.id))
  const paused = after.filter((one) => one.status === 'paused' && active.has(one.id))
  for (const webhook of paused) await updateWebhook(tx, webhook)
  return paused.map((one) => subjectEvent('webhook.updated', one.id, SYSTEM, { fields: ['status'] }))
}

function toAttempt(delivery: WebhookDelivery, tried: Try): WebhookAttempt {
  const { accountId, webhookId, number, attempts: attempt } = delivery
  const { at, status, latencyMs, error, answer } = tried
  return { accountId, webhookId, number, attempt, at, status, latencyMs, error, answer }
}

function toHandover(messageId: number, { state }: WebhookDelivery, { error }: Try): Handover {
  return { messageId, outcome: state === 'delivered' ? 'taken' : state === 'failed' ? 'given up' : 'failed', cause: error }
}

function deliveryKey(one: { webhookId: number; number: number }): string {
  return `${one.webhookId} ${one.number}`
}

function laneKey(one: { webhookId: number; lane: number }): string {
  return `${one.webhookId} ${one.lane}`
}
