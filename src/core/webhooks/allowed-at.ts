import type { Webhook } from '../../model/webhook.ts'

/** The ranges a webhook may still lie in once it has another address: whoever runs the installation let it reach one receiver, not whatever else lies there. */
export function allowedAt(before: Webhook, url: string): string[] {
  return new URL(url).origin === new URL(before.url).origin ? before.egressAllow : []
}
