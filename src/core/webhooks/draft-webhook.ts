import type { Webhook } from '../../model/webhook.ts'
import type { Db } from '../../storage/db.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import type { Ctx } from '../context.ts'
import { newWebhookSecret } from './webhook-secret.ts'

/** An address of the caller's account that has been told nothing yet, and is told what happens from here on, with a secret of its own. */
export async function draftWebhook(
  ctx: Ctx,
  db: Db,
  input: Pick<Webhook, 'id' | 'dialect' | 'target' | 'url' | 'events'> & Partial<Webhook>,
): Promise<Webhook> {
  const now = ctx.core.now()
  return {
    accountId: ctx.accountId,
    name: null,
    status: 'active',
    pausedAt: null,
    pausedReason: null,
    applicationId: null,
    egressAllow: [],
    oldSecret: null,
    oldSecretUntil: null,
    channelId: null,
    secret: newWebhookSecret(),
    createdAt: now,
    updatedAt: now,
    lastAttemptAt: null,
    lastErrorAt: null,
    lastError: null,
    // The counter is read before this transaction takes its own place in the log.
    position: await getPosition(db, ctx.accountId),
    lastNumber: 0,
    failures: 0,
    failingSince: null,
    notBefore: 0,
    ...input,
  }
}
