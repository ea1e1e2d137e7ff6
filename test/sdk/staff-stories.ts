import assert from 'node:assert/strict'
import type { Wire } from '../clients/voice.ts'
import { assertRefused, type Sdk } from './open-sdk.ts'

const byId = (one: Wire) => one.id

/** Who works in an account, and where. */
export const STAFF_STORIES: Record<string, (sdk: Sdk) => Promise<void>> = {
  'an agent is added, changed and removed': async ({ client, accountId }) => {
    const data = { name: 'Cleo', email: 'cleo@home.example', role: 'agent' as const, availability_status: 'busy' as const }
    const cleo: Wire = await client.agents.create({ accountId, data })
    assert.deepEqual([cleo.name, cleo.email, cleo.role, cleo.account_id], ['Cleo', 'cleo@home.example', 'agent', accountId])
    const updated: Wire = await client.agents.update({ accountId, id: cleo.id, data: { role: 'administrator' } })
    assert.equal(updated.role, 'administrator')
    const listed: Wire = await client.agents.list({ accountId })
    assert.ok(listed.some((one: Wire) => one.id === cleo.id && one.role === 'administrator'))
    await client.agents.delete({ accountId, id: cleo.id })
    assert.ok(!((await client.agents.list({ accountId })) as Wire).some((one: Wire) => one.id === cleo.id))
  },

  'an inbox, its agents and its bot': async ({ client, place, accountId }) => {
    const data = { name: 'Reception', channel: { type: 'api' as never } }
    const inbox: Wire = await client.inboxes.create({ accountId, data })
    assert.deepEqual([inbox.name, inbox.channel_type], ['Reception', 'Channel::Api'])
    const { id } = inbox
    const renamed: Wire = await client.inboxes.update({ accountId, id, data: { name: 'Front desk', enable_auto_assignment: false } })
    assert.equal(renamed.name, 'Front desk')
    assert.equal((await client.inboxes.get({ accountId, id })).name, 'Front desk')
    const { payload }: Wire = await client.inboxes.list({ accountId })
    assert.deepEqual(payload.map(byId).sort(), [place.channel.id, id].sort())

    const inbox_id = String(id)
    const { bob, eve } = place
    const members = async () => ((await client.inboxes.listAgents({ accountId, inboxId: id })) as Wire).payload.map(byId).sort()
    await client.inboxes.addAgent({ accountId, data: { inbox_id, user_ids: [bob.id] } })
    assert.deepEqual(await members(), [bob.id])
    await client.inboxes.updateAgentsInInbox({ accountId, data: { inbox_id, user_ids: [eve.id] } })
    assert.deepEqual(await members(), [eve.id])
    await client.inboxes.removeAgent({ accountId, inboxId: id, data: { inbox_id, user_ids: [eve.id] } })
    assert.deepEqual(await members(), [])

    const bot: Wire = await client.accountAgentBots.create({
      accountId,
      data: { name: 'Night bot', outgoing_url: 'https://bot.example/in' },
    })
    await client.inboxes.updateAgentBot({ accountId, id, data: { agent_bot: bot.id } })
    const { agent_bot }: Wire = await client.inboxes.getAgentBot({ accountId, id })
    assert.equal(agent_bot.id, bot.id)
  },

  'an agent bot': async ({ client, accountId }) => {
    const data = { name: 'Greeter', description: 'Says hello', outgoing_url: 'https://bot.example/greet' }
    const bot: Wire = await client.accountAgentBots.create({ accountId, data })
    assert.deepEqual([bot.name, bot.description, bot.outgoing_url, bot.account_id], [...Object.values(data), accountId])
    const at = { accountId, id: bot.id }
    assert.equal((await client.accountAgentBots.update({ ...at, data: { name: 'Host' } })).name, 'Host')
    assert.equal((await client.accountAgentBots.get(at)).name, 'Host')
    assert.ok((await client.accountAgentBots.list({ accountId })).some((one) => one.id === bot.id))
    await client.accountAgentBots.delete(at)
    await assertRefused(client.accountAgentBots.get(at), 404)
  },
}
