import { systemCtx } from '../src/core/accounts/create-account.ts'
import type { Ctx } from '../src/core/context.ts'
import { notice } from '../src/delivery/notice.ts'
import type { Noticed, Outlet } from '../src/dialects/dialect.ts'
import type { JsonObject } from '../src/model/json.ts'
import type { DialectName } from '../src/model/token.ts'
import type { Webhook } from '../src/model/webhook.ts'
import { listEvents } from '../src/storage/queries/events.ts'
import { findWebhook } from '../src/storage/queries/webhooks/webhooks.ts'
import type { TestServer } from './harness.ts'

/** What an outlet makes of the log, without anything being sent: every name it tells of every event after a position, and the body as it is now. */
export async function tell(
  { core }: TestServer,
  outlet: Outlet,
  of: { accountId: number; dialect: DialectName; webhookId: number; after?: number },
): Promise<{ name: string; type: string; body: JsonObject | undefined }[]> {
  const all = systemCtx(core, of.accountId)
  const ctx: Ctx = { ...all, dialect: of.dialect, origin: 'https://parley.example' }
  const webhook = await findWebhook(core.store, of.accountId, { dialect: of.dialect, id: of.webhookId })
  if (!webhook) throw new Error('no such webhook')
  const told = []
  for (const noticed of await listNoticed(all, of.after ?? webhook.position)) {
    for (const name of outlet.namesOf(noticed, webhook)) {
      const body = await outlet.render(ctx, { webhook, noticed, name, deliveryId: DELIVERY })
      told.push({ name, type: noticed.event.type, body })
    }
  }
  return told
}

/** The headers that a body goes out with. */
export function sign(outlet: Outlet, webhook: Webhook, body: string, atSeconds: number): Record<string, string> {
  return outlet.headers({ webhook, name: 'any', deliveryId: DELIVERY, number: 1, atSeconds, body })
}

const DELIVERY = '00000000-0000-4000-8000-000000000000'

async function listNoticed(ctx: Ctx, after: number): Promise<Noticed[]> {
  return notice(ctx, await listEvents(ctx.core.store, ctx.accountId, { after, limit: 1000, notes: true }))
}
