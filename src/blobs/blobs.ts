import type { Readable } from 'node:stream'

/** Where attachment bytes lie. Keys are made by `put`, are never reused, and say nothing about the content. */
export type Blobs = {
  /** Stores the bytes durably and says their key, size and SHA-256 digest in hex. */
  put(bytes: Buffer | AsyncIterable<Buffer>): Promise<{ key: string; sizeBytes: number; digest: string }>
  /** The bytes from `start` to `end` (both included, the whole without), or undefined when there is no such blob. */
  open(key: string, range?: { start: number; end: number }): Promise<Readable | undefined>
  remove(key: string): Promise<void>
}
