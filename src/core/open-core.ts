import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Blobs } from '../blobs/blobs.ts'
import { createIdCodec } from '../model/ids.ts'
import type { Store } from '../storage/db.ts'
import { findInstallation, insertInstallation } from '../storage/queries/installation.ts'
import { createActivity } from './activity/activity.ts'
import type { Core } from './context.ts'
import { createRecent } from './conversations/recent.ts'
import { createSendQueue } from './messages/send-queue.ts'
import { PASSWORD_COST, type PasswordCost } from './sessions/hash-password.ts'
import { createSignals } from './signals.ts'
import { carrySignals } from './streams/carry-signals.ts'
import { createFeeds } from './streams/feeds.ts'
import { createPresence } from './streams/presence.ts'
import { createStreams, STREAM_LIMITS, type StreamLimits } from './streams/streams.ts'

/** How long another process's change to an author, a channel or a token may go unnoticed. */
const CACHE_MS = 1000

/** What is lent to the use cases, around an open store; makes the installation's keys when the store is new. */
export async function openCore(parts: {
  store: Store
  blobs: Blobs
  now?: () => number
  publicUrl?: string | null
  passwordCost?: PasswordCost
  onBatch?: (messages: number) => void
  streamLimits?: StreamLimits
}): Promise<Core> {
  const now = parts.now ?? (() => Date.now() * 1000)
  const { idKey, signingKey } = await openInstallation(parts.store, now())
  const core: Core = {
    store: parts.store,
    now,
    publicUrl: parts.publicUrl ?? null,
    ids: createIdCodec(Buffer.from(idKey, 'hex')),
    signingKey: Buffer.from(signingKey, 'hex'),
    blobs: parts.blobs,
    passwordCost: parts.passwordCost ?? PASSWORD_COST,
    accounts: new LRUCache({ max: 10_000, ttl: CACHE_MS, ttlResolution: 0, perf: { now: () => now() / 1000 } }),
    authors: new LRUCache({ max: 20_000, ttl: CACHE_MS }),
    channels: new LRUCache({ max: 10_000, ttl: CACHE_MS }),
    reaches: new LRUCache({ max: 10_000, ttl: CACHE_MS }),
    tokens: new LRUCache({ max: 10_000, ttl: CACHE_MS }),
    passes: new Map(),
    recent: createRecent(),
    sends: createSendQueue(() => core, parts.onBatch),
    signals: createSignals(parts.store),
    feeds: createFeeds(() => core),
    streams: createStreams(() => core, parts.streamLimits ?? STREAM_LIMITS),
    presence: createPresence(() => core),
    activity: createActivity(() => core, now),
  }
  carrySignals(core)
  return core
}

async function openInstallation(store: Store, at: number) {
  const present = await findInstallation(store)
  if (present) return present
  const fresh = { idKey: randomBytes(16).toString('hex'), signingKey: randomBytes(32).toString('hex') }
  await store.tx((tx) => insertInstallation(tx, fresh, at))
  return (await findInstallation(store)) ?? fresh
}
