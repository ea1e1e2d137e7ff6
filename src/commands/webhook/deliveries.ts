import type { Ctx } from '../../core/context.ts'
import { getDelivery } from '../../core/webhooks/get-delivery.ts'
import { toWireWebhookDelivery, toWireWholeDelivery } from '../../dialects/parley/wires/webhook-delivery.ts'
import { WEBHOOK_DELIVERY_STATES, type Webhook, type WebhookDeliveryState } from '../../model/webhook.ts'
import { listWebhookDeliveries } from '../../storage/queries/webhooks/ledger.ts'
import { UsageError } from '../command.ts'
import { formatTable, openWebhook, readNumber, type WebhookWork } from './webhook-work.ts'

const LIMIT = 20
const HEADS = ['NUMBER', 'POSITION', 'EVENT', 'STATE', 'ATTEMPTS', 'MADE', 'SETTLED']
const ATTEMPT_HEADS = ['ATTEMPT', 'AT', 'STATUS', 'MS', 'ERROR', 'ANSWER']

/** The newest deliveries of a webhook, or with `--number` every attempt of one. */
export async function deliveries(work: WebhookWork): Promise<void> {
  const { flags, out } = work
  const [number, before, limit] = [readNumber(flags, 'number'), readNumber(flags, 'before'), readNumber(flags, 'limit') ?? LIMIT]
  const state = readState(flags.get('state'))
  const { ctx, webhook } = await openWebhook(work)
  if (number !== undefined) return attempts(work, ctx, webhook, number)
  const found = await listWebhookDeliveries(ctx.core.store, ctx.accountId, webhook.id, { state, before, order: 'newest', limit })
  const wires = found.map((one) => toWireWebhookDelivery(ctx, one))
  if (flags.has('json')) return out(`${JSON.stringify(wires, null, 2)}\n`)
  if (wires.length === 0) return out('There is no such delivery.\n')
  const rows = wires.map((one) => [
    `${one.number}`,
    `${one.position}`,
    one.event,
    one.state,
    `${one.attemptCount}`,
    one.createdAt,
    one.settledAt ?? '',
  ])
  out(formatTable(HEADS, rows))
}

async function attempts({ flags, out }: WebhookWork, ctx: Ctx, webhook: Webhook, number: number): Promise<void> {
  const whole = toWireWholeDelivery(ctx, await getDelivery(ctx, webhook, number))
  if (flags.has('json')) return out(`${JSON.stringify(whole, null, 2)}\n`)
  out(`Delivery ${number} (${whole.event}, position ${whole.position}, webhook-id ${whole.id}) is ${whole.state}.\n`)
  if (whole.nextAttemptAt !== null) out(`It is tried again at ${whole.nextAttemptAt}.\n`)
  if (whole.waitsFor !== null) out(`It waits for delivery ${whole.waitsFor} of the same conversation.\n`)
  const rows = whole.attempts.map((one) => [
    `${one.attempt}`,
    one.at,
    `${one.status ?? ''}`,
    `${one.latencyMs}`,
    one.error ?? '',
    JSON.stringify(one.answer ?? ''),
  ])
  if (rows.length > 0) out(formatTable(ATTEMPT_HEADS, rows))
}

function readState(text: string | undefined): WebhookDeliveryState | undefined {
  const state = WEBHOOK_DELIVERY_STATES.find((one) => one === text)
  if (text !== undefined && !state) throw new UsageError(`--state is one of ${WEBHOOK_DELIVERY_STATES.join(', ')}.`)
  return state
}
