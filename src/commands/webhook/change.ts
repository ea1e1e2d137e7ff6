import type { Ctx } from '../../core/context.ts'
import { pauseWebhook } from '../../core/webhooks/sending/pause-webhook.ts'
import { replayDelivery, replayFrom } from '../../core/webhooks/sending/replay-deliveries.ts'
import { resumeWebhook } from '../../core/webhooks/sending/resume-webhook.ts'
import type { Webhook } from '../../model/webhook.ts'
import type { Tx } from '../../storage/db.ts'
import { UsageError } from '../command.ts'
import { print } from './show.ts'
import { openWebhook, readNumber, type WebhookWork } from './webhook-work.ts'

export function pause(work: WebhookWork): Promise<void> {
  return change(work, pauseWebhook)
}

/** `--from now` leaves out what was missed. */
export function resume(work: WebhookWork): Promise<void> {
  const from = work.flags.get('from') ?? 'here'
  if (from !== 'here' && from !== 'now') throw new UsageError('--from is `here` or `now`.')
  return change(work, (ctx, tx, id) => resumeWebhook(ctx, tx, id, { skip: from === 'now' }))
}

/** `--position` tells it all from there on once more, `--number` a single delivery. */
export async function replay(work: WebhookWork): Promise<void> {
  const [position, number] = [readNumber(work.flags, 'position'), readNumber(work.flags, 'number')]
  if ((position === undefined) === (number === undefined)) throw new UsageError('Say what is told again: --position or --number.')
  if (position !== undefined) return change(work, (ctx, tx, id) => replayFrom(ctx, tx, id, position))
  const { ctx, webhook } = await openWebhook(work)
  await ctx.core.store.tx((tx) => replayDelivery(ctx, tx, { webhookId: webhook.id, number: number ?? 0 }))
  work.out(`Delivery ${number} is made again.\n`)
}

/** Changes a webhook and shows it as it is then. */
export async function change(work: WebhookWork, act: (ctx: Ctx, tx: Tx, id: number) => Promise<Webhook>): Promise<void> {
  const opened = await openWebhook(work)
  const { ctx, webhook } = opened
  await print(work, { ...opened, webhook: await ctx.core.store.tx((tx) => act(ctx, tx, webhook.id)) })
}
