import { systemCtx } from '../core/accounts/create-account.ts'
import { seesNotes } from '../core/visibility.ts'
import type { Noticed } from '../dialects/dialect.ts'
import { SYSTEM } from '../model/author.ts'
import type { Webhook, WebhookDelivery } from '../model/webhook.ts'
import type { Tx } from '../storage/db.ts'
import { listEvents } from '../storage/queries/events.ts'
import { insertDeliveries } from '../storage/queries/webhooks/deliveries.ts'
import { raiseLanes } from '../storage/queries/webhooks/lanes.ts'
import { lockStanding, updateReading } from '../storage/queries/webhooks/receivers.ts'
import type { DeliveryParts } from './delivery-parts.ts'
import { notice } from './notice.ts'

const PAGE = 200

type Draft = Pick<WebhookDelivery, 'position' | 'event' | 'lane' | 'conversationId' | 'messageId'>

/** What was read: how many webhooks went on, those that have something new to be told, and whether there is more to read. */
export type LogPage = { read: number; told: Webhook[]; more: boolean }

/**
 * Reads a page of an account's log for webhooks that all stand at one position, and writes what each is to be told as its next deliveries. That is decided outside of the transaction; a webhook
 * that no longer stands there by then, because another process was first or somebody moved or paused it, is left out, and has to be looked at again: whoever was first may have seen less.
 */
export async function readLog(parts: DeliveryParts, webhooks: readonly Webhook[]): Promise<LogPage> {
  const { core } = parts
  const { accountId, position: from } = webhooks[0] as Webhook
  const events = await listEvents(core.store, accountId, { after: from, limit: PAGE, notes: true })
  const to = events.at(-1)?.position
  if (to === undefined) return { read: 0, told: [], more: false }
  const noticed = await notice(systemCtx(core, accountId), events)
  const drafts = new Map<number, readonly Draft[]>()
  for (const webhook of webhooks) {
    try {
      drafts.set(webhook.id, draftDeliveries(parts, webhook, noticed))
    } catch (error) {
      parts.log.error({ err: error, webhookId: webhook.id, after: from }, 'a webhook cannot read the log')
    }
  }
  if (drafts.size === 0) return { read: 0, told: [], more: false }
  const advanced = await core.store.tx((tx) => advance(tx, drafts, { accountId, from, to, now: core.now() }))
  const told = webhooks.filter(({ id }) => advanced.includes(id) && drafts.get(id)?.length)
  return { read: advanced.length, told, more: events.length === PAGE || advanced.length < drafts.size }
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

/** Writes the deliveries of those webhooks that still stand where they were read, and gives their ids. */
async function advance(
  tx: Tx,
  drafts: ReadonlyMap<number, readonly Draft[]>,
  page: { accountId: number; from: number; to: number; now: number },
): Promise<number[]> {
  const { accountId, from, to, now } = page
  const standing = await lockStanding(tx, accountId, { ids: [...drafts.keys()], position: from })
  const draftsOf = (id: number) => drafts.get(id) ?? []
  await updateReading(
    tx,
    accountId,
    standing.map(({ id, lastNumber }) => ({ id, position: to, lastNumber: lastNumber + draftsOf(id).length })),
  )
  const fresh = { accountId, state: 'pending', attempts: 0, firstAttemptAt: null, settledAt: null, createdAt: now } as const
  const deliveries = standing.flatMap(({ id: webhookId, lastNumber }) =>
    draftsOf(webhookId).map((draft, index) => ({ ...fresh, ...draft, webhookId, number: lastNumber + index + 1 })),
  )
  await insertDeliveries(tx, deliveries)
  for (const { id: webhookId, lastNumber: after } of standing)
    if (draftsOf(webhookId).length > 0) await raiseLanes(tx, accountId, { webhookId, after, at: now })
  return standing.map(({ id }) => id)
}
