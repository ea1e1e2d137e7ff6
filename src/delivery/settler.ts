import { setTimeout as delay } from 'node:timers/promises'
import { systemCtx } from '../core/accounts/create-account.ts'
import { type LaneEnd, type Outgoing, settleDeliveries } from '../core/webhooks/sending/settle-deliveries.ts'
import type { Webhook } from '../model/webhook.ts'
import type { DeliveryParts } from './delivery-parts.ts'

const HOUR_MICROSECONDS = 3_600_000_000
const RETRY_MS = 500

/** Writes what became of deliveries. Each account has one batch under way; what arrives meanwhile is the next, so batches grow with the load. */
export type Settler = {
  tried(accountId: number, outgoing: Outgoing): void
  ended(accountId: number, lane: LaneEnd): void
  isBusy(): boolean
  /** Resolves once everything that was handed in is written. */
  idle(): Promise<void>
  /** From now on nothing is tried again. */
  giveUp(): void
}

type Batch = { outgoing: Outgoing[]; lanes: LaneEnd[] }

/** `settled` is told of the webhooks as they are after each batch, and how many of their lanes were let go with it. */
export function createSettler(
  parts: DeliveryParts,
  by: string,
  settled: (webhooks: readonly Webhook[], lanes: readonly LaneEnd[]) => void,
): Settler {
  const rules = { retryFor: parts.retryHours * HOUR_MICROSECONDS, jitter: parts.jitter ?? Math.random }
  const waiting = new Map<number, Batch>()
  const writing = new Map<number, Promise<void>>()
  let over = false

  function batchOf(accountId: number): Batch {
    let batch = waiting.get(accountId)
    if (!batch) {
      batch = { outgoing: [], lanes: [] }
      waiting.set(accountId, batch)
      if (!writing.has(accountId)) writing.set(accountId, drain(accountId))
    }
    return batch
  }

  async function drain(accountId: number): Promise<void> {
    await undefined // what ends in this turn is in one batch
    for (let batch = waiting.get(accountId); batch; batch = waiting.get(accountId)) {
      waiting.delete(accountId)
      await write(accountId, batch)
    }
    writing.delete(accountId)
  }

  /** Tries until the store takes it: the requests were made, and nobody else knows. */
  async function write(accountId: number, batch: Batch): Promise<void> {
    const ctx = systemCtx(parts.core, accountId)
    while (!over) {
      try {
        const webhooks = await parts.core.store.tx((tx) => settleDeliveries(ctx, tx, { ...batch, by, rules }))
        settled(webhooks, batch.lanes)
        return
      } catch (error) {
        parts.log.error({ err: error, accountId }, 'what became of deliveries cannot be written; it is tried again')
        await delay(RETRY_MS, undefined, { ref: false })
      }
    }
  }

  return {
    tried: (accountId, outgoing) => void batchOf(accountId).outgoing.push(outgoing),
    ended: (accountId, lane) => void batchOf(accountId).lanes.push(lane),
    isBusy: () => writing.size > 0,
    async idle() {
      while (writing.size > 0) await Promise.all(writing.values())
    },
    giveUp() {
      over = true
    },
  }
}
