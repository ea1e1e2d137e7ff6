import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Channel } from '../../model/channel.ts'
import { AppError } from '../../model/errors.ts'

/**
 * Whether somebody has proven to be `identifier`: `hash` is its HMAC-SHA256 in hex, keyed with the channel's `hmacToken`. Refuses a wrong hash with
 * `identity_hash_invalid`; a missing one proves nothing.
 */
export function proveIdentity(
  channel: Channel,
  { identifier, hash }: { identifier: string | null | undefined; hash: string | null | undefined },
): boolean {
  if (!hash) return false
  const wanted = createHmac('sha256', channel.hmacToken)
    .update(identifier ?? '')
    .digest()
  const proof = Buffer.from(hash, 'hex')
  if (!identifier || proof.length !== wanted.length || !timingSafeEqual(proof, wanted)) throw new AppError('identity_hash_invalid')
  return true
}
