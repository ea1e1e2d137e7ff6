import { LRUCache } from 'lru-cache'
import type { Webhook } from '../model/webhook.ts'
import { listActiveReceivers } from '../storage/queries/webhooks/receivers.ts'
import type { DeliveryParts } from './delivery-parts.ts'
import { readLog } from './read-log.ts'

/** For how long an account is taken to have no webhook; a first one may stay unnoticed for as long. */
const NONE_MS = 1000

export type LogReader = {
  /** An account's log may have grown. Costs next to nothing, as it is called with every commit. */
  hint(accountId: number): void
  /** Reads an account's log to its end for every active webhook. */
  read(accountId: number): void
  close(): void
}

export type LogReaderParts = DeliveryParts & {
  follow(work: Promise<void>): void
  /** Told of the webhooks for which a log was read, and of how many of them something was read. */
  onRead(webhooks: readonly Webhook[], read: number): void
}

export function createLogReader(parts: LogReaderParts): LogReader {
  const { core, log, follow, onRead } = parts
  const without = new LRUCache<number, true>({ max: 100_000, ttl: NONE_MS })
  const hinted = new Set<number>()
  const later = new Set<number>()
  const reading = new Set<number>()
  const again = new Set<number>()
  let laterTimer: NodeJS.Timeout | undefined
  let closed = false

  /** What grew within a turn of the event loop is looked at in the next, after those who wait for the commit had their answers. */
  function hint(accountId: number): void {
    if (without.has(accountId)) {
      later.add(accountId)
      laterTimer ??= setTimeout(readLater, NONE_MS).unref()
      return
    }
    if (hinted.size === 0) setImmediate(readHinted)
    hinted.add(accountId)
  }

  function readHinted(): void {
    for (const accountId of hinted) read(accountId)
    hinted.clear()
  }

  function readLater(): void {
    laterTimer = undefined
    for (const accountId of later) read(accountId)
    later.clear()
  }

  function read(accountId: number): void {
    if (closed) return
    if (reading.has(accountId)) {
      again.add(accountId)
      return
    }
    reading.add(accountId)
    const work = readToEnd(accountId)
      .catch((error: unknown) => log.error({ err: error, accountId }, 'the log cannot be read for webhooks; it is tried again'))
      .finally(() => reading.delete(accountId))
    follow(work)
  }

  async function readToEnd(accountId: number): Promise<void> {
    do {
      again.delete(accountId)
      const webhooks = await listActiveReceivers(core.store, accountId)
      if (webhooks.length === 0) {
        without.set(accountId, true)
        return
      }
      let read = 0
      // Those that stand at one position read together; one that is far behind takes turns with the others.
      for (const group of Map.groupBy(webhooks, (one) => one.position).values()) {
        const page = await readLog(parts, group)
        read += page.read
        if (page.more) again.add(accountId)
      }
      onRead(webhooks, read)
    } while (again.has(accountId) && !closed)
  }

  return {
    hint,
    read,
    close() {
      closed = true
      clearTimeout(laterTimer)
    },
  }
}
