import { AppError } from '../../model/errors.ts'
import type { Webhook } from '../../model/webhook.ts'
import type { Tx } from '../../storage/db.ts'
import { updateWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { lockReceiver } from './sending/lock-receiver.ts'
import { newWebhookSecret } from './webhook-secret.ts'

const HOUR_US = 3_600_000_000

/**
 * Gives a webhook a new secret; the one before signs as well for some hours, where the vendor's format can carry two signatures. Refuses with `webhook_not_found`, and
 * with `webhook_made_elsewhere` the address of a channel or a bot, whose secret is theirs.
 */
export async function rotateSecret(ctx: Ctx, tx: Tx, id: number, overlapHours: number): Promise<Webhook> {
  const before = await lockReceiver(ctx, tx, id)
  if (before.target !== 'webhook') throw new AppError('webhook_made_elsewhere')
  const now = ctx.core.now()
  const overlap = overlapHours > 0 ? { oldSecret: before.secret, oldSecretUntil: now + overlapHours * HOUR_US } : NO_OVERLAP
  const after: Webhook = { ...before, ...overlap, secret: newWebhookSecret(), updatedAt: now }
  await updateWebhook(tx, after)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('webhook.updated', id, ctx.actor, { fields: ['secret'] })])
  return after
}

const NO_OVERLAP = { oldSecret: null, oldSecretUntil: null }
