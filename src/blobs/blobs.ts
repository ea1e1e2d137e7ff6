import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'

/** Bytes that were taken in whole: they lie in a file of this machine until they are put into the store or discarded. `digest` is their SHA-256 in hex. */
export type Received = { path: string; sizeBytes: number; digest: string }

/** Where attachment bytes lie. */
export type Blobs = {
  /** Takes bytes in as they come, never all of them in memory. When their source fails, nothing of them is left. */
  receive(bytes: Buffer | AsyncIterable<Buffer>): Promise<Received>
  /** Forgets received bytes that are not wanted; nothing happens when they were put already. */
  discard(received: Received): Promise<void>
  /** Removes what was received before a time and came neither into the store nor to be discarded, because its process ended; says how much. */
  sweepReceived(before: Date): Promise<number>
  /** Moves received bytes into the store under a new key, durably. */
  put(key: string, received: Received): Promise<void>
  /** The bytes from `start` to `end` (both included, the whole without), or undefined when there is no such blob. */
  open(key: string, range?: { start: number; end: number }): Promise<Readable | undefined>
  /** Removing what is not there is no failure. */
  remove(key: string): Promise<void>
}

/** A key for new bytes. It is never used again and says nothing about the content. */
export function makeBlobKey(): string {
  return randomBytes(16).toString('hex')
}

export function isBlobKey(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}
