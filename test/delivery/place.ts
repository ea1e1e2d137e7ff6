import { systemCtx } from '../../src/core/accounts/create-account.ts'
import type { Ctx } from '../../src/core/context.ts'
import { createConversation } from '../../src/core/conversations/create-conversation.ts'
import { sendMessages } from '../../src/core/messages/send-messages.ts'
import { createWebhook } from '../../src/core/webhooks/create-webhook.ts'
import type { Outlet } from '../../src/dialects/dialect.ts'
import type { DialectName } from '../../src/model/token.ts'
import type { Webhook } from '../../src/model/webhook.ts'
import { findReceiver } from '../../src/storage/queries/webhooks/receivers.ts'
import type { TestServer } from '../harness.ts'

/** Tells of every message that is sent, and of nothing else. It is patient: how busy this machine is decides nothing. */
export const TEST_OUTLET: Outlet = {
  timeoutMs: 30_000,
  namesOf: ({ event }, webhook) => (event.type === 'message.created' ? webhook.events : []),
  render: async (_ctx, { noticed: { event, message }, name }) =>
    message && message.deletedAt === null
      ? { name, position: event.position, lane: message.conversationId, text: message.text }
      : undefined,
  headers: () => ({}),
}
/** The same for a dialect that can mark notes and one that cannot. */
export const TEST_OUTLETS: ReadonlyMap<DialectName, Outlet> = new Map([
  ['parley', TEST_OUTLET],
  ['mews', TEST_OUTLET],
])

export type DeliveryRow = { number: number; position: number; event: string; lane: number; state: string; attempts: number }

/** What the tests of the delivery do at home. */
export function openPlace(server: TestServer) {
  const { home } = server
  const accountId = home.account.id
  const ctx = (): Ctx => ({ ...systemCtx(server.core, accountId), actor: home.ann })
  const all = <Row>(sql: string, webhook: Webhook) => server.core.store.all<Row>(sql, [accountId, webhook.id])
  return {
    ctx,
    addWebhook: (url: string, { events = ['message'], dialect = 'parley' as DialectName } = {}): Promise<Webhook> =>
      server.core.store.tx((tx) => createWebhook({ ...ctx(), dialect }, tx, { url, events }, events)),
    /** As it is now. */
    async look({ id }: Webhook): Promise<Webhook> {
      return (await findReceiver(server.core.store, accountId, id)) as Webhook
    },
    addTalks: (count: number): Promise<number[]> =>
      server.core.store.tx(async (tx) => {
        const made: number[] = []
        for (let index = 0; index < count; index++) made.push((await createConversation(ctx(), tx, { subject: `talk ${index}` })).id)
        return made
      }),
    async say(conversationId: number, texts: string[], isPrivate = false): Promise<number[]> {
      const messages = texts.map((text) => {
        return { to: { id: conversationId }, by: home.ann, direction: 'outbound', text, private: isPrivate } as const
      })
      const answer = await sendMessages(ctx(), messages, {}, (_db, sent) => ({
        status: 200,
        body: JSON.stringify(sent.messages.map((message) => message.id)),
      }))
      return JSON.parse(answer.body ?? '[]') as number[]
    },
    /** Its deliveries by number. */
    ledger: (webhook: Webhook) =>
      all<DeliveryRow>(
        'select number, position, event, lane, state, attempts from webhook_deliveries where account_id = $1 and webhook_id = $2 order by number',
        webhook,
      ),
    /** What became of each try of a webhook's deliveries, in the order of delivery and try. */
    tries: (webhook: Webhook) =>
      all<{ number: number; attempt: number; at: number; status: number | null; error: string | null }>(
        'select number, attempt, at, status, error from webhook_attempts where account_id = $1 and webhook_id = $2 order by number, attempt',
        webhook,
      ),
    lanes: (webhook: Webhook) =>
      all<{ lane: number; leased_by: string | null }>(
        'select lane, leased_by from webhook_lanes where account_id = $1 and webhook_id = $2',
        webhook,
      ),
  }
}
