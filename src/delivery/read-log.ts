import { systemCtx } from '../core/accounts/create-account.ts'
import { seesNotes } from '../core/visibility.ts'
import type { Noticed } from '../dialects/dialect.ts'
import { SYSTEM } from '../model/author.ts'
import type { Webhook, WebhookDelivery } from '../model/webhook.ts'
import type { Tx } from '../storage/db.ts'
import { listEvents } from '../storage/queries/events.ts'
import { insertDeliveries } from '../storage/queries/webhooks/deliveries.ts'
import { raiseLanes } from '../storage/queries/webhooks/lanes.ts'
import { advanceReceiver } from '../storage/queries/webhooks/receivers.ts'
import type { DeliveryParts } from './delivery-parts.ts'
import { notice } from './notice.ts'

const PAGE = 200

type Draft = Pick<WebhookDelivery, 'position' | 'event' | 'lane' | 'conversationId' | 'messageId'>

/**
 * Reads a page of an account's log for webhooks that all stand at one position, and writes what each is to be told as its next deliveries. Says whether there is
 * more to read. What is to be told is decided outside of the transaction; a webhook that no longer stands there by then, because another process was first or somebody moved or paused it,
 * is left out, and has to be looked at again: whoever was first may have seen less.
 */
export async function readLog(parts: DeliveryParts, webhooks: readonly Webhook[]): Promise<{ read: number; more: boolean }> {
  const { core } = parts
  const { accountId, position: from } = webhooks[0] as Webhook
  const events = await listEvents(core.store, accountId, { after: from, limit: PAGE, notes: true })
  const to = events.at(-1)?.position
  if (to === undefined) return { read: 0, more: false }
  const noticed = await notice(systemCtx(core, accountId), events)
  const drafts = webhooks.flatMap((webhook) => {
    try {
      return [{ webhook, drafts: draftDeliveries(parts, webhook, noticed) }]
    } catch (error) {
      parts.log.error({ err: error, webhookId: webhook.id, after: from }, 'a webhook cannot read the log')
      return []
    }
  })
  if (drafts.length === 0) return { read: 0, more: false }
  const isFirst = await core.store.tx(async (tx) => {
    let all = true
    for (const one of drafts) all = (await advance(tx, one, to, core.now())) && all
    return all
  })
  return { read: drafts.length, more: events.length === PAGE || !isFirst }
}

/** What a webhook is to be told, in the order of the log. A note is told only in dialects that can mark one. */
function draftDeliveries({ outlets }: DeliveryParts, webhook: Webhook, noticed: readonly Noticed[]): Draft[] {
  const outlet = outlets.get(webhook.dialect)
  if (!outlet) return []
  const notes = seesNotes({ actor: SYSTEM, dialect: webhook.dialect })
  return noticed.flatMap((one) => {
    const { event } = one
    if (event.private && !notes) return []
    const { position, conversationId, messageId } = event
    const lane = conversationId ?? event.subjectId ?? 0
    return [...new Set(outlet.namesOf(one, webhook))].map((name) => ({ position, event: name, lane, conversationId, messageId }))
  })
}

/** Whether the webhook still stood where it was read. */
async function advance(
  tx: Tx,
  { webhook, drafts }: { webhook: Webhook; drafts: readonly Draft[] },
  to: number,
  now: number,
): Promise<boolean> {
  const { accountId, id: webhookId, position: from } = webhook
  const last = await advanceReceiver(tx, accountId, webhookId, { from, to, count: drafts.length })
  if (last === undefined || drafts.length === 0) return last !== undefined
  const fresh = { accountId, webhookId, state: 'pending', attempts: 0, firstAttemptAt: null, settledAt: null, createdAt: now } as const
  await insertDeliveries(
    tx,
    drafts.map((draft, index) => ({ ...fresh, ...draft, number: last + index + 1 })),
  )
  await raiseLanes(tx, accountId, { webhookId, after: last, at: now })
  return true
}
