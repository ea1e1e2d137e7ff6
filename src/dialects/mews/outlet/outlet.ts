import type { Ctx } from '../../../core/context.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Webhook } from '../../../model/webhook.ts'
import type { Noticed, Outlet, Told } from '../../dialect.ts'
import { isShown } from '../message.ts'
import { integrationIdOf } from './integration-id.ts'

const ADDED = 'MessageAdded'
const TEST = 'Test'

/** Mews' general webhook (mews sheet 9): it is not signed, whoever enters its address puts the secret into the query. */
export const outlet: Outlet = { timeoutMs: 5000, namesOf, render, headers: () => ({}) }

/** Only the application that opened a thread is told, also of its own messages, and of nothing that it could not read. */
function namesOf({ event, conversation, message }: Noticed, webhook: Webhook): readonly string[] {
  if (event.type === 'webhook.tested') return event.subjectId === webhook.id ? [TEST] : []
  const isOwn = webhook.applicationId !== null && conversation?.applicationId === webhook.applicationId
  return event.type === 'message.created' && isOwn && message && isShown(message) ? [ADDED] : []
}

/** A message is told by its id alone. A test tells of no event at all: the vendor has none for it. */
async function render(ctx: Ctx, { webhook, noticed, name }: Told): Promise<JsonObject | undefined> {
  const { ids } = ctx.core
  const { message } = noticed
  if (name !== TEST && (!message || !isShown(message))) return undefined
  return {
    EnterpriseId: ids.toUuid('account', ctx.accountId),
    IntegrationId: integrationIdOf(ids, { accountId: ctx.accountId, applicationId: webhook.applicationId ?? 0 }),
    Events: message ? [{ Discriminator: ADDED, Value: { Id: ids.toUuid('message', message.id) } }] : [],
  }
}
