import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { freeLanes } from '../storage/queries/webhooks/lanes.ts'
import { listWaiting } from '../storage/queries/webhooks/receivers.ts'
import type { DeliveryParts } from './delivery-parts.ts'
import { createLogReader } from './log-reader.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createSettler } from './settler.ts'
import { tellTyping } from './tell-typing.ts'

/** How often is looked whether there is anything to do that nobody has told of. */
const LOOK_EVERY_MS = 3000
/** How long a stop waits for the requests that are under way. */
const STOP_MS = 10_000

export type Delivery = {
  /** Looks at everything, and resolves once nothing is due and nothing under way. */
  quiet(): Promise<void>
  /** Begins nothing more, waits for what is under way, and lets go of what it holds. */
  stop(): Promise<void>
}

/**
 * Tells webhooks what happens. Woken by the hint that an account's log has grown; since hints may be lost, and other processes die, it also looks by itself every few seconds. Sends pay
 * nothing for it but the hint.
 */
export function startDelivery(parts: DeliveryParts): Delivery {
  const { core, log } = parts
  const { store } = core
  const by = randomUUID()
  const outboxes = new Map<number, Outbox>()
  const underWay = new Set<Promise<void>>()
  let steps = 0

  function follow(work: Promise<void>): void {
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
  }

  const settler = createSettler(parts, by, (webhooks, lanes) => {
    const found = new Map(webhooks.map((one) => [one.id, one]))
    for (const [id, some] of Map.groupBy(lanes, (one) => one.webhookId)) outboxes.get(id)?.settled(found.get(id), some.length)
  })
  const reader = createLogReader({
    ...parts,
    follow,
    onRead({ read, told }) {
      steps += read
      for (const webhook of told) outboxOf(webhook.accountId, webhook.id).wake()
    },
  })

  function outboxOf(accountId: number, webhookId: number): Outbox {
    let outbox = outboxes.get(webhookId)
    if (!outbox) {
      const onClaim = (lanes: number) => {
        steps += lanes
      }
      outbox = createOutbox({ ...parts, settler, by, follow, onClaim }, { accountId, webhookId })
      outboxes.set(webhookId, outbox)
    }
    return outbox
  }

  async function look(): Promise<void> {
    for (const one of await listWaiting(store, core.now() + LOOK_EVERY_MS * 1000)) {
      if (one.behind) reader.read(one.accountId)
      if (one.nextAt !== null) outboxOf(one.accountId, one.webhookId).wakeAt(one.nextAt)
    }
  }

  async function idle(): Promise<void> {
    while (underWay.size > 0 || settler.isBusy()) await Promise.allSettled([...underWay, settler.idle()])
  }

  const hushTyping = tellTyping(parts, follow)
  let unlisten = () => {}
  let timer: NodeJS.Timeout | undefined
  async function begin(): Promise<void> {
    // On SQLite there is no other process that could hold anything.
    if (store.engine === 'sqlite') await store.tx((tx) => freeLanes(tx, core.now()))
    unlisten = store.onGrowth(reader.hint)
    const lookSafely = () => look().catch((error: unknown) => log.error({ err: error }, 'looking for what webhooks wait for failed'))
    timer = setInterval(() => follow(lookSafely()), LOOK_EVERY_MS).unref()
    follow(lookSafely())
  }
  const begun = begin()
  begun.catch((error: unknown) => log.error({ err: error }, 'the delivery of webhooks cannot begin'))

  return {
    async quiet() {
      await begun
      for (let before = -1; before !== steps; ) {
        before = steps
        await look()
        await idle()
      }
    },
    async stop() {
      await begun.catch(() => {})
      unlisten()
      hushTyping()
      clearInterval(timer)
      reader.close()
      for (const outbox of outboxes.values()) outbox.close()
      await Promise.race([idle(), delay(STOP_MS, undefined, { ref: false })])
      settler.giveUp()
      // What cannot be let go is free once its lease is over.
      await store
        .tx((tx) => freeLanes(tx, core.now(), by))
        .catch((error: unknown) => log.error({ err: error }, 'what was held of webhooks cannot be let go'))
    },
  }
}
