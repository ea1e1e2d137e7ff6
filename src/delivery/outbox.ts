import { isSuspended } from '../core/accounts/check-account.ts'
import type { Webhook } from '../model/webhook.ts'
import { type ClaimedLane, claimLanes, findNextDue } from '../storage/queries/webhooks/lanes.ts'
import { findReceiver } from '../storage/queries/webhooks/receivers.ts'
import type { DeliveryParts } from './delivery-parts.ts'
import { runLane } from './run-lane.ts'
import type { Settler } from './settler.ts'

/** Lanes of one webhook that are sent at once, by one process. */
const AT_ONCE = 8
/** Lanes of one webhook that one process holds, what waits for its turn and what is being settled included. */
const HELD = 64
/** No request of a lane begins later than that after it was claimed; until somebody else may claim it there is time for the last one. */
const LEASE = 60_000_000
const LEASE_MARGIN = 60_000_000
/** How old what is known of a webhook may be when something is sent. */
const FRESH_MS = 1000
const RETRY_MS = 1000
const LONGEST_TIMER_MS = 3_600_000

/** Sends the lanes of one webhook. */
export type Outbox = {
  /** Something may be due. */
  wake(): void
  /** Something will be due at a time. */
  wakeAt(at: number): void
  /** What was sent has been written, and so many lanes were let go. */
  settled(webhook: Webhook | undefined, lanes: number): void
  close(): void
}

export type OutboxParts = DeliveryParts & {
  settler: Settler
  by: string
  /** Keeps what is under way, so that a stop can wait for it. */
  follow(work: Promise<void>): void
  /** Told of every claim that found something. */
  onClaim(lanes: number): void
}

export function createOutbox(parts: OutboxParts, of: { accountId: number; webhookId: number }): Outbox {
  const { core, settler } = parts
  const { accountId, webhookId } = of
  const queue: { lane: ClaimedLane; until: number }[] = []
  const failing = new Set<number>()
  let known: { webhook: Webhook | undefined; at: number } | undefined
  let held = 0
  let running = 0
  let wanted = false
  let claiming = false
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let timerAt = Number.POSITIVE_INFINITY

  function pump(): void {
    while (running < AT_ONCE && queue.length > 0) start(queue.shift() as (typeof queue)[number])
    if (!wanted || claiming || closed || queue.length >= AT_ONCE) return
    claiming = true
    const claimed = claim().finally(() => {
      claiming = false
      pump()
    })
    parts.follow(claimed)
  }

  function start({ lane, until }: (typeof queue)[number]): void {
    running += 1
    const mayGoOn = async () => {
      if (closed || core.now() > until) return undefined
      const webhook = await look(FRESH_MS)
      return webhook && isReady(webhook, core.now()) ? webhook : undefined
    }
    const run = runLane(parts, settler, { accountId, webhookId, lane, mayGoOn, failing })
      .catch((error: unknown) => parts.log.error({ err: error, webhookId }, 'a lane cannot be sent'))
      .finally(() => {
        running -= 1
        pump()
      })
    parts.follow(run)
  }

  /** The webhook as it was at most so long ago. A suspended account has none: what waits goes on once it is active again. */
  async function look(maxAgeMs: number): Promise<Webhook | undefined> {
    if (await isSuspended(core, accountId)) return undefined
    const now = performance.now()
    if (!known || now - known.at > maxAgeMs) known = { webhook: await findReceiver(core.store, accountId, webhookId), at: now }
    return known.webhook
  }

  async function claim(): Promise<void> {
    wanted = false
    try {
      const webhook = await look(0)
      if (webhook?.status !== 'active') return
      const now = core.now()
      if (!isReady(webhook, now)) return wakeAt(webhook.notBefore)
      // Whether its receiver is well again one lane finds out, and alone.
      const probe = webhook.notBefore > 0
      const limit = HELD - held
      if (limit <= 0 || (probe && held > 0)) return
      const next = await findNextDue(core.store, accountId, webhookId)
      if (next === undefined) return
      if (next > now && !probe) return wakeAt(next)
      const lease = { webhookId, now, until: now + LEASE + LEASE_MARGIN, by: parts.by, limit, probe }
      const lanes = await core.store.tx((tx) => claimLanes(tx, accountId, lease))
      if (lanes.length === 0) return
      held += lanes.length
      parts.onClaim(lanes.length)
      for (const lane of lanes) queue.push({ lane, until: now + LEASE })
      wanted = !probe
    } catch (error) {
      parts.log.error({ err: error, webhookId }, 'the lanes of a webhook cannot be claimed; it is tried again')
      wakeAt(core.now() + RETRY_MS * 1000)
    }
  }

  function wake(): void {
    wanted = true
    pump()
  }

  /** The earliest counts. A timer that is early, because the clock is lent or the wait was long, looks again. */
  function wakeAt(at: number): void {
    const ms = (at - core.now()) / 1000
    if (ms <= 0) wake()
    if (ms <= 0 || closed || at >= timerAt) return
    timerAt = at
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        timerAt = Number.POSITIVE_INFINITY
        wake()
      },
      Math.min(ms, LONGEST_TIMER_MS),
    ).unref()
  }

  return {
    wake,
    wakeAt,
    settled(webhook, lanes) {
      held -= lanes
      if (webhook) known = { webhook, at: performance.now() }
      if (known?.webhook && !isReady(known.webhook, core.now())) letGo()
      wake()
    },
    close() {
      closed = true
      clearTimeout(timer)
      letGo()
    },
  }

  /** What was claimed and not begun is not sent now. */
  function letGo(): void {
    for (const { lane } of queue.splice(0)) settler.ended(accountId, { webhookId, ...lane, empty: false })
  }
}

function isReady({ status, notBefore }: Webhook, now: number): boolean {
  return status === 'active' && notBefore <= now
}
