import type { LRUCache } from 'lru-cache'
import type { Blobs } from '../blobs/blobs.ts'
import type { Account } from '../model/account.ts'
import type { Author, AuthorRef } from '../model/author.ts'
import type { Channel } from '../model/channel.ts'
import type { IdCodec } from '../model/ids.ts'
import type { Reach } from '../model/reach.ts'
import type { DialectName, Token } from '../model/token.ts'
import type { Store } from '../storage/db.ts'
import type { Activity } from './activity/activity.ts'
import type { Recent } from './conversations/recent.ts'
import type { SendQueue } from './messages/send-queue.ts'
import type { PasswordCost } from './sessions/hash-password.ts'
import type { Signals } from './signals.ts'
import type { Feeds } from './streams/feeds.ts'
import type { Presence } from './streams/presence.ts'
import type { Streams } from './streams/streams.ts'

/** What is lent to every use case: the store, the clock, the id codec and what is kept in memory. One per process. */
export type Core = {
  store: Store
  /** The present, in integer microseconds UTC. */
  now: () => number
  ids: IdCodec
  /** The address clients reach this server at, without a trailing slash; null to take it from each request. */
  publicUrl: string | null
  /** Signs file addresses. */
  signingKey: Buffer
  blobs: Blobs
  /** What the hash of a new password costs. */
  passwordCost: PasswordCost
  /** Whether accounts are active or suspended, by id, kept for a second. */
  accounts: LRUCache<number, Account['status']>
  /** Authors by id, kept for a second; a change made by this process forgets its author at once. */
  authors: LRUCache<number, Author>
  /** Channels by id, kept for a second; a change made by this process forgets its channel at once. */
  channels: LRUCache<number, Channel>
  /** How far members see, by account and member, kept for a second; a change of memberships by this process forgets all of it at once. */
  reaches: LRUCache<string, Reach>
  /** Tokens by the hash of their secret, kept for a second; a revocation by this process forgets its token at once. */
  tokens: LRUCache<string, Token>
  /** Passes that are lent just now, by the hash of their secret; this process alone knows them (core/tokens/with-passes.ts). */
  passes: Map<string, Token>
  /** What was read of conversations, true as long as their revision stands. */
  recent: Recent
  sends: SendQueue
  signals: Signals
  /** Reads the logs of accounts for whoever follows them live. */
  feeds: Feeds
  streams: Streams
  presence: Presence
  activity: Activity
}

/** Who asks, and on whose behalf. `keyed` is there when the request carried an Idempotency-Key. */
export type Ctx = {
  core: Core
  accountId: number
  actor: AuthorRef
  token: Token | null
  dialect: DialectName
  requestId: string
  /** Where this server is reached, e.g. `https://chat.example.com`; begins every address it gives out. */
  origin: string
  keyed: Keyed | undefined
  /** Which conversations there are to the caller, where a role that sees the account's is not the whole answer. */
  reach: Reach
}

/** A request that wants to happen once: who sent it, under which key, and what it said. */
export type Keyed = { scope: string; key: string; fingerprint: string }

/** An answer as it goes out: the status and the body's JSON text, null for an empty body. `messageIds` names the messages it shows. */
export type Answer = { status: number; body: string | null; messageIds?: number[] }
