import assert from 'node:assert/strict'
import type { Wire } from '../clients/voice.ts'
import { assertRefused, type Sdk } from './open-sdk.ts'

const NO_SUCH_ADDRESS = { error: 'Resource could not be found' }

/** What a program does about the account as a whole. */
export const ACCOUNT_STORIES: Record<string, (sdk: Sdk) => Promise<void>> = {
  'what happened is reported': async ({ client, place, accountId }) => {
    await client.messages.create({ accountId, conversationId: place.conversation.number, data: { content: 'One more answer' } })
    const now = Math.ceil(Date.now() / 1000) + 1
    const time = { accountId, since: String(now - 3600), until: String(now) }
    const summary: Wire = await client.reports.listSummaries({ ...time, type: 'account' })
    assert.ok(summary.outgoing_messages_count >= 1)
    assert.equal(summary.previous.outgoing_messages_count, 0)
    const steps: Wire = await client.reports.list({ ...time, metric: 'outgoing_messages_count', type: 'account' })
    const sum = steps.reduce((all: number, one: Wire) => all + one.value, 0)
    assert.equal(sum, summary.outgoing_messages_count)
    const own: Wire = await client.reports.listSummaries({ ...time, type: 'agent', id: String(place.eve.id) })
    assert.equal(own.outgoing_messages_count, 0)

    const open: Wire = await client.reports.getMetrics({ accountId, type: 'account' })
    const listed: Wire = await client.conversations.getMeta({ accountId, status: 'open' })
    assert.equal(open.open, listed.meta.all_count)
    const agents: Wire = await client.reports.getAgentMetrics({ accountId, type: 'agent', userId: String(place.eve.id) })
    assert.deepEqual(
      agents.map((one: Wire) => [one.id, one.metric]),
      [[place.eve.id, { open: 0, unattended: 0 }]],
    )
  },

  'automation rules and integrations are left out, and the client is told so': async ({ client, accountId }) => {
    const { automationRule, integrations } = client
    const calls = [
      automationRule.list({ accountId }),
      automationRule.create({ accountId, data: { name: 'A rule', event_name: 'message_created', actions: [], conditions: [] } }),
      automationRule.get({ accountId, id: 1 }),
      automationRule.update({ accountId, id: 1, data: { active: false } }),
      automationRule.delete({ accountId, id: 1 }),
      integrations.list({ accountId }),
      integrations.create({ accountId, data: { app_id: 'slack' } }),
      integrations.update({ accountId, hookId: 1, data: { settings: {} } }),
      integrations.delete({ accountId, hookId: 1 }),
    ]
    await Promise.all(calls.map((call) => assertRefused(call, 404, NO_SUCH_ADDRESS)))
  },

  'the platform API is left out, and the client is told so': async ({ client, accountId }) => {
    const { accounts, accountUsers, agentBots, users }: Wire = client.platform
    const data = { name: 'Another' }
    const calls: PromiseLike<unknown>[] = [
      accounts.create({ data }),
      accounts.get({ accountId }),
      accounts.update({ accountId, data }),
      accounts.delete({ accountId }),
      accountUsers.list({ accountId }),
      accountUsers.create({ accountId, data: { user_id: 1, role: 'agent' } }),
      accountUsers.delete({ accountId, data: { user_id: 1 } }),
      agentBots.list(),
      agentBots.create({ data }),
      agentBots.get({ id: 1 }),
      agentBots.update({ id: 1, data }),
      agentBots.delete({ id: 1 }),
      users.create({ data: { name: 'Una', email: 'una@home.example', password: 'correct horse battery' } }),
      users.get({ id: 1 }),
      users.update({ id: 1, data }),
      users.delete({ id: 1 }),
      users.getSSOUrl({ id: 1 }),
    ]
    await Promise.all(calls.map((call) => assertRefused(call, 404, NO_SUCH_ADDRESS)))
  },
}
