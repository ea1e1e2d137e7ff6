import { randomBytes } from 'node:crypto'

/** A new signing secret: 192 random bits, as text that every vendor's clients can be given. */
export function newWebhookSecret(): string {
  return randomBytes(24).toString('base64url')
}
