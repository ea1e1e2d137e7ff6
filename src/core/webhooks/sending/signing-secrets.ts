import type { Webhook } from '../../../model/webhook.ts'

/** The secrets that sign at a time, the present one first; after a rotation the one before signs as well for a while. */
export function signingSecrets({ secret, oldSecret, oldSecretUntil }: Webhook, atSeconds: number): string[] {
  const overlaps = oldSecret !== null && (oldSecretUntil ?? 0) > atSeconds * 1_000_000
  return overlaps ? [secret, oldSecret] : [secret]
}
