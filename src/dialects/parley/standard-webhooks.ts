import { createHmac } from 'node:crypto'
import { signingSecrets } from '../../core/webhooks/sending/signing-secrets.ts'
import type { Signed } from '../dialect.ts'

const PREFIX = 'whsec_'
const MIN_BYTES = 24
const MAX_BYTES = 64

/** A signing secret as Standard Webhooks writes it: the prefix, and its bytes in base64. */
export function toWireSecret(secret: string): string {
  return PREFIX + keyOf(secret).toString('base64')
}

/** The secret as the house keeps it; undefined for what is not of that form, or of another length than the standard wants. */
export function fromWireSecret(text: string): string | undefined {
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64')
  const isWhole = text === PREFIX + bytes.toString('base64')
  return isWhole && bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES ? bytes.toString('base64url') : undefined
}

/**
 * The headers of Standard Webhooks beside `webhook-id`, which every delivery bears: `v1`, the base64 of HMAC-SHA256 over id, time and body joined with dots, one for each secret that is good,
 * the present one first.
 */
export function signatureHeaders({ webhook, deliveryId, atSeconds, body }: Signed): Record<string, string> {
  const said = `${deliveryId}.${atSeconds}.${body}`
  const signatures = signingSecrets(webhook, atSeconds).map(
    (secret) => `v1,${createHmac('sha256', keyOf(secret)).update(said).digest('base64')}`,
  )
  return { 'webhook-timestamp': String(atSeconds), 'webhook-signature': signatures.join(' ') }
}

/** The house keeps a secret as base64url of its bytes. */
function keyOf(secret: string): Buffer {
  return Buffer.from(secret, 'base64url')
}
