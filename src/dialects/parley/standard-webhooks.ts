import { createHmac } from 'node:crypto'
import { signingSecrets } from '../../core/webhooks/signing-secrets.ts'
import type { Signed } from '../dialect.ts'

const PREFIX = 'whsec_'

/** A signing secret as Standard Webhooks writes it: the prefix, and its bytes in base64. */
export function toWireSecret(secret: string): string {
  return PREFIX + keyOf(secret).toString('base64')
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
