import { allowEgress } from '../../core/webhooks/allow-egress.ts'
import { change } from './change.ts'
import type { WebhookWork } from './webhook-work.ts'

/** `parley webhook allow ID 10.1.2.3,fd00::/8`, or `none`: what its receiver may be that is not public. */
export function allow(work: WebhookWork): Promise<void> {
  const [, text = ''] = work.words
  const ranges = text === 'none' ? [] : text.split(',').map((range) => range.trim())
  return change(work, (ctx, tx, id) => allowEgress(ctx, tx, id, ranges))
}
