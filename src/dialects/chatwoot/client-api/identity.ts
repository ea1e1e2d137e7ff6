import { proveIdentity as prove } from '../../../core/contacts/prove-identity.ts'
import type { Channel } from '../../../model/channel.ts'
import { AppError } from '../../../model/errors.ts'

/**
 * Whether the caller has proven to be `identifier` by its `identifier_hash`. Refuses a wrong hash, and a missing one where the inbox demands it, with
 * `identity_hash_invalid` (chatwoot sheet 2).
 */
export function proveIdentity(
  channel: Channel,
  { identifier, identifier_hash: hash }: { identifier?: string | null; identifier_hash?: string | null },
): boolean {
  if (prove(channel, { identifier, hash })) return true
  if (channel.hmacMandatory) throw new AppError('identity_hash_invalid')
  return false
}
