import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Channel } from '../../../model/channel.ts'
import { AppError } from '../../../model/errors.ts'

/**
 * Whether the caller has proven to be `identifier`: `identifier_hash` is its HMAC-SHA256 in hex, keyed with the inbox's `hmac_token`. Refuses a wrong hash, and a missing
 * one where the inbox demands it, with `identity_hash_invalid` (chatwoot sheet 2).
 */
export function proveIdentity(
  channel: Channel,
  { identifier, identifier_hash: given }: { identifier?: string | null; identifier_hash?: string | null },
): boolean {
  if (!given && !channel.hmacMandatory) return false
  const wanted = createHmac('sha256', channel.hmacToken)
    .update(identifier ?? '')
    .digest()
  const proof = Buffer.from(given ?? '', 'hex')
  if (!identifier || proof.length !== wanted.length || !timingSafeEqual(proof, wanted)) throw new AppError('identity_hash_invalid')
  return true
}
