import { toWireWebhooks } from '../../dialects/parley/wires/webhook.ts'
import { type OpenWebhook, openWebhook, type WebhookWork } from './webhook-work.ts'

/** A webhook as Parley's own API shows it. */
export async function show(work: WebhookWork): Promise<void> {
  await print(work, await openWebhook(work))
}

/** How it is, line by line; what there is nothing to say of is left out for people. */
export async function print(work: WebhookWork, { ctx, account, webhook }: OpenWebhook): Promise<void> {
  const [wire] = await toWireWebhooks(ctx, ctx.core.store, [webhook])
  const shown = { account: account.name, ...wire }
  if (work.flags.has('json')) return work.out(`${JSON.stringify(shown, null, 2)}\n`)
  for (const [name, value] of Object.entries(shown)) {
    const text = Array.isArray(value) ? value.join(', ') : String(value ?? '')
    if (text !== '') work.out(`${name.padEnd(14)} ${text}\n`)
  }
}
