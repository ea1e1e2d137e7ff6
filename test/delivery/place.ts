import { systemCtx } from '../../src/core/accounts/create-account.ts'
import type { Core, Ctx } from '../../src/core/context.ts'
import { createConversation } from '../../src/core/conversations/create-conversation.ts'
import { sendMessages } from '../../src/core/messages/send-messages.ts'
import { createWebhook } from '../../src/core/webhooks/create-webhook.ts'
import type { Outlet } from '../../src/dialects/dialect.ts'
import type { DialectName } from '../../src/model/token.ts'
import type { Webhook } from '../../src/model/webhook.ts'
import type { Db } from '../../src/storage/db.ts'

/** Tells of every message that is sent, and of nothing else; what is told says where in the log it stands. */
const outlet: Outlet = {
  timeoutMs: 300,
  namesOf: ({ event }, webhook) => (event.type === 'message.created' ? webhook.events : []),
  render: async (_ctx, { noticed: { event, message } }) =>
    message && message.deletedAt === null
      ? { position: event.position, lane: message.conversationId, text: message.text, type: event.type }
      : undefined,
  headers: () => ({}),
}
export const TEST_OUTLETS: ReadonlyMap<DialectName, Outlet> = new Map([['parley', outlet]])

export async function addWebhook(core: Core, accountId: number, url: string, events = ['message']): Promise<Webhook> {
  return core.store.tx((tx) => createWebhook(systemCtx(core, accountId), tx, { url, events }, events))
}

export async function addConversations(core: Core, accountId: number, count: number): Promise<number[]> {
  const ctx = systemCtx(core, accountId)
  return core.store.tx(async (tx) => {
    const made: number[] = []
    for (let index = 0; index < count; index++) made.push((await createConversation(ctx, tx, { subject: `talk ${index}` })).id)
    return made
  })
}

export async function say(ctx: Ctx, conversationId: number, ...texts: string[]): Promise<void> {
  const message = (text: string) => ({ to: { id: conversationId }, by: ctx.actor, direction: 'outbound', text }) as const
  await sendMessages(ctx, texts.map(message), {}, () => ({ status: 200, body: null }))
}

export type Row = { number: number; position: number; event: string; lane: number; state: string; attempts: number }

export function ledger(db: Db, webhook: Webhook): Promise<Row[]> {
  return db.all<Row>(
    'select number, position, event, lane, state, attempts from webhook_deliveries where account_id = $1 and webhook_id = $2 order by number',
    [webhook.accountId, webhook.id],
  )
}
