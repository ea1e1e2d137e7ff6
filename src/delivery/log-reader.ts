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
  /** Told after each round: how many webhooks went on in the log, and which of them may have something to send. */
  onRead(round: { read: number; told: readonly Webhook[] }): void
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
    const work = readToEnd(accountId).catch((error: unknown) => {
      reading.delete(accountId)
      log.error({ err: error, accountId }, 'the log cannot be read for webhooks; it is tried again')
    })
    follow(work)
  }

  async function readToEnd(accountId: number): Promise<void> {
    do {
      again.delete(accountId)
      const webhooks = await listActiveReceivers(core.store, accountId)
      if (webhooks.length === 0) without.set(accountId, true)
      else onRead(await readRound(webhooks))
    } while (again.has(accountId) && !closed)
    reading.delete(accountId)
  }

  /** A page for each; those that stand at one position read it together, and one that is far behind takes turns with the others. */
  async function readRound(webhooks: readonly Webhook[]): Promise<{ read: number; told: readonly Webhook[] }> {
    const pages = []
    for (const group of Map.groupBy(webhooks, (one) => one.position).values()) pages.push(await readLog(parts, group))
    if (pages.some((page) => page.more)) again.add((webhooks[0] as Webhook).accountId)
    const read = pages.reduce((sum, page) => sum + page.read, 0)
    // Where nothing has happened, the hint meant something else: that one goes on, or is told something again.
    return { read, told: read === 0 ? webhooks : pages.flatMap((page) => page.told) }
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
