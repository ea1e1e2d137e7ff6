import { AppError } from '../../model/errors.ts'
import type { DialectName } from '../../model/token.ts'
import type { Webhook, WebhookTarget } from '../../model/webhook.ts'
import type { Tx } from '../../storage/db.ts'
import { findLastNumber } from '../../storage/queries/webhooks/deliveries.ts'
import { lockReceivers } from '../../storage/queries/webhooks/receivers.ts'
import { insertWebhook, updateWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'
import { allowedAt } from './allowed-at.ts'
import { draftWebhook } from './draft-webhook.ts'
import { dropWebhook } from './drop-webhook.ts'
import { RESUMED, reviveReceiver } from './sending/resume-webhook.ts'
import { isWebAddress } from './web-address.ts'

/** In which dialect's words the own address of a channel or a bot is told, by the dialect it is set through. Where the vendor has none, it is Chatwoot's, whose idea it is. */
const TOLD_IN: Record<DialectName, DialectName> = {
  chatwoot: 'chatwoot',
  ndoto: 'ndoto',
  '99digital': '99digital',
  parley: 'chatwoot',
  ondi: 'chatwoot',
  mews: 'chatwoot',
  tidysupport: 'chatwoot',
}

/**
 * Keeps the address of a channel or a bot where the sender finds it, under the same id. With another address it is told in the words of the caller's dialect, and what waited for the one
 * before goes to the new one; with none, what waited is given up. Locks the endpoint: conversations and contacts are locked before it. Refuses with `webhook_url_invalid`.
 */
export async function keepEndpoint(
  ctx: Ctx,
  tx: Tx,
  of: { target: Exclude<WebhookTarget, 'webhook'>; id: number; url: string | null | undefined },
): Promise<void> {
  const { core, accountId } = ctx
  const { target, id } = of
  const url = of.url || undefined
  if (url !== undefined && !isWebAddress(url)) throw new AppError('webhook_url_invalid', { field: 'url' })
  const [before] = await lockReceivers(tx, accountId, [id])
  const dialect = TOLD_IN[ctx.dialect]
  const now = core.now()
  if (url === undefined) {
    if (before) await dropWebhook(ctx, tx, id)
  } else if (!before) {
    // Its ledger may hold what was told an address it had before.
    const lastNumber = await findLastNumber(tx, accountId, id)
    await insertWebhook(tx, await draftWebhook(ctx, tx, { id, dialect, target, url, events: ['*'], lastNumber }))
  } else if (before.url !== url) {
    const after: Webhook = { ...before, ...RESUMED, dialect, url, egressAllow: allowedAt(before, url), updatedAt: now }
    await updateWebhook(tx, after)
    await reviveReceiver(tx, after, now)
  }
}
