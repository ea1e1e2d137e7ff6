import { hash } from 'node:crypto'
import type { Core } from '../../context.ts'

/**
 * The id under which a webhook is told of an event by one of its names: a UUID (version 8) that is the same at every attempt and replay, and that nobody else can make. It is
 * what a receiver tells a repetition by. A hash that begins with the key will do where half of it is shown, and costs a tenth of an HMAC's 45 µs.
 */
export function deliveryId({ signingKey }: Core, of: { webhookId: number; position: number; name: string }): string {
  const text = `webhook:${of.webhookId}:${of.position}:${of.name}`
  const bytes = hash('sha256', Buffer.concat([signingKey, Buffer.from(text)]), 'buffer')
  bytes[6] = 0x80 | ((bytes[6] as number) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f)
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
