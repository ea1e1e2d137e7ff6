import { AppError } from '../../model/errors.ts'
import type { Webhook } from '../../model/webhook.ts'
import type { Tx } from '../../storage/db.ts'
import { lockWebhook, updateWebhook as writeWebhook } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'
import { changes, subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { allowedAt } from './allowed-at.ts'
import { checkWebhook, type WebhookInput } from './create-webhook.ts'
import { RESUMED, reviveReceiver } from './sending/resume-webhook.ts'

/**
 * Only what is given changes; the secret stays. Another dialect's webhook does not exist. Refuses with `webhook_not_found` and as `createWebhook` does.
 */
export async function updateWebhook(
  ctx: Ctx,
  tx: Tx,
  id: number,
  input: Partial<WebhookInput>,
  known: readonly string[],
): Promise<Webhook> {
  const before = await lockWebhook(tx, ctx.accountId, { dialect: ctx.dialect, id })
  if (!before) throw new AppError('webhook_not_found')
  const after: Webhook = { ...before }
  if (input.url !== undefined) after.url = input.url
  if (input.name !== undefined) after.name = input.name || null
  if (input.events !== undefined) after.events = [...new Set(input.events)]
  if (input.status !== undefined && input.status !== before.status) {
    if (input.status === 'active') Object.assign(after, RESUMED)
    else Object.assign(after, { status: 'paused', pausedAt: ctx.core.now(), pausedReason: null })
  }
  if (input.channelId !== undefined) after.channelId = input.channelId
  const changed = changes(before, after, ['url', 'name', 'events', 'status', 'channelId'])
  if (!changed) return before
  await checkWebhook(tx, after, known, before)
  after.egressAllow = allowedAt(before, after.url)
  after.updatedAt = ctx.core.now()
  await writeWebhook(tx, after)
  if (changed.status && after.status === 'active') await reviveReceiver(tx, after, after.updatedAt)
  // The log names the fields, not their values: an address may hold a secret.
  const event = subjectEvent('webhook.updated', id, ctx.actor, { fields: Object.keys(changed) })
  await recordEvents(tx, ctx.accountId, after.updatedAt, [event])
  return after
}
