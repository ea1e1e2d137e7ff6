import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import { DIALECT_NAMES } from '../../../model/token.ts'
import { WEBHOOK_STATUSES, type Webhook } from '../../../model/webhook.ts'
import type { Db } from '../../../storage/db.ts'
import { getPosition } from '../../../storage/queries/counters.ts'
import { countPendingDeliveries } from '../../../storage/queries/webhooks/ledger.ts'
import { toWireSecret } from '../standard-webhooks.ts'
import { WEBHOOK_EVENTS } from '../webhook-events.ts'
import { Id, Nullable, Text, Time, toWireTime, toWireTimeOrNull } from '../wire.ts'

export const WireWebhook = Type.Object({
  id: Id,
  dialect: Type.Enum([...DIALECT_NAMES], { description: 'The API it was made in, in whose words it is told' }),
  target: Type.Enum(['webhook', 'channel', 'bot'], { description: 'A channel’s or a bot’s own address has the id of that channel or bot' }),
  url: Type.String(),
  name: Nullable(Type.String()),
  events: Type.Array(Type.String(), { description: 'What it asked to be told, by the names of its dialect' }),
  applicationId: Nullable(Type.Integer({ description: 'The application whose conversations alone it is told of' })),
  egressAllow: Type.Array(Type.String(), {
    description: 'Ranges it may lie in although they are not public; set by whoever runs the installation',
  }),
  status: Type.Enum([...WEBHOOK_STATUSES]),
  pausedAt: Nullable(Time),
  pausedReason: Nullable(Type.String({ description: 'Why Parley paused it; null where somebody did' })),
  position: Type.Integer({ minimum: 0, description: 'The account’s log was read for it up to here' }),
  lag: Type.Integer({ minimum: 0, description: 'How far the log goes on behind that' }),
  lastNumber: Type.Integer({ minimum: 0, description: 'The number of its newest delivery; they count 1, 2, 3… without gaps' }),
  pending: Type.Integer({ minimum: 0, description: 'Deliveries still to be made' }),
  failures: Type.Integer({ minimum: 0, description: 'Attempts since one last went well' }),
  failingSince: Nullable(Time),
  restsUntil: Nullable(Type.String({ format: 'date-time', description: 'A receiver that fails is left alone until then' })),
  lastAttemptAt: Nullable(Time),
  lastErrorAt: Nullable(Time),
  lastError: Nullable(Type.String()),
  oldSecretUntil: Nullable(
    Type.String({ format: 'date-time', description: 'The secret before the last rotation signs as well until then' }),
  ),
  createdAt: Time,
  updatedAt: Time,
})

/** Where it was made or given a new secret, and nowhere else. */
export const WireNewWebhook = Type.Object({
  ...WireWebhook.properties,
  secret: Type.String({ description: 'Signs what it is told; shown this once. `whsec_` and base64, for libraries of Standard Webhooks' }),
})

const WebhookUrl = Text(2048, { description: 'http or https, at most 2,048 bytes' })
const WebhookEvents = Type.Array(Type.Enum([...WEBHOOK_EVENTS]), { minItems: 1, maxItems: WEBHOOK_EVENTS.length })

/** Every field of a webhook that may change. */
export const WebhookFields = {
  url: Type.Optional(WebhookUrl),
  events: Type.Optional(WebhookEvents),
  name: Type.Optional(Nullable(Text(255))),
  status: Type.Optional(Type.Enum([...WEBHOOK_STATUSES])),
}
export const NewWebhookFields = {
  ...WebhookFields,
  url: WebhookUrl,
  events: WebhookEvents,
  applicationId: Type.Optional(Id),
}

/** Webhooks with how far they are behind, looked up for all of them at once. */
export async function toWireWebhooks(ctx: Ctx, db: Db, webhooks: readonly Webhook[]): Promise<Static<typeof WireWebhook>[]> {
  const pending = await countPendingDeliveries(
    db,
    ctx.accountId,
    webhooks.map((webhook) => webhook.id),
  )
  const newest = await getPosition(db, ctx.accountId)
  return webhooks.map((webhook) => toWireWebhook(webhook, { pending: pending.get(webhook.id) ?? 0, newest, now: ctx.core.now() }))
}

/** One webhook with its secret. Parley's own bear it in the form of their standard, the vendors' as their clients are given it. */
export async function toWireNewWebhook(ctx: Ctx, db: Db, webhook: Webhook): Promise<Static<typeof WireNewWebhook>> {
  const [wire] = await toWireWebhooks(ctx, db, [webhook])
  const secret = webhook.dialect === 'parley' ? toWireSecret(webhook.secret) : webhook.secret
  return { ...(wire as Static<typeof WireWebhook>), secret }
}

function toWireWebhook(webhook: Webhook, of: { pending: number; newest: number; now: number }): Static<typeof WireWebhook> {
  const ahead = (time: number | null) => (time !== null && time > of.now ? toWireTime(time) : null)
  return {
    id: webhook.id,
    dialect: webhook.dialect,
    target: webhook.target,
    url: webhook.url,
    name: webhook.name,
    events: webhook.events,
    applicationId: webhook.applicationId,
    egressAllow: webhook.egressAllow,
    status: webhook.status,
    pausedAt: toWireTimeOrNull(webhook.pausedAt),
    pausedReason: webhook.pausedReason,
    position: webhook.position,
    lag: of.newest - webhook.position,
    lastNumber: webhook.lastNumber,
    pending: of.pending,
    failures: webhook.failures,
    failingSince: toWireTimeOrNull(webhook.failingSince),
    restsUntil: ahead(webhook.notBefore),
    lastAttemptAt: toWireTimeOrNull(webhook.lastAttemptAt),
    lastErrorAt: toWireTimeOrNull(webhook.lastErrorAt),
    lastError: webhook.lastError,
    oldSecretUntil: ahead(webhook.oldSecretUntil),
    createdAt: toWireTime(webhook.createdAt),
    updatedAt: toWireTime(webhook.updatedAt),
  }
}
