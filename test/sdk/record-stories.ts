import assert from 'node:assert/strict'
import type { Wire } from '../clients/voice.ts'
import { assertRefused, openSdk, type Sdk } from './open-sdk.ts'

const byId = (one: Wire) => one.id

/** What an administrator's program sets up for the team to work with. */
export const RECORD_STORIES: Record<string, (sdk: Sdk) => Promise<void>> = {
  'a team and its members': async ({ client, server, place, accountId, called }) => {
    const data = { name: 'night desk', description: 'From ten to six', allow_auto_assign: false }
    const team: Wire = await client.teams.create({ accountId, data })
    assert.deepEqual(
      [team.name, team.description, team.allow_auto_assign, team.account_id],
      ['night desk', 'From ten to six', false, accountId],
    )
    const at = { accountId, teamId: team.id }
    assert.equal((await client.teams.update({ ...at, data: { description: 'Until six' } })).description, 'Until six')
    assert.equal((await client.teams.get(at)).description, 'Until six')
    assert.ok((await client.teams.list({ accountId })).some((one) => one.id === team.id))

    // The client leaves `/api/v1` out of these four addresses, so its users give it a base path that ends in it; without, they are no addresses of the vendor's.
    await assertRefused(client.teams.listMembers(at), 404)
    const { teams } = openSdk(server, place.tokens.chatwoot, called, '/chatwoot/api/v1').client
    await teams.addAgent({ ...at, data: { user_ids: [place.bob.id, place.eve.id] } })
    assert.deepEqual((await teams.listMembers(at)).map(byId).sort(), [place.bob.id, place.eve.id].sort())
    await teams.updateAgentsInTeam({ ...at, data: { user_ids: [place.eve.id, place.ann.id] } })
    await teams.removeAgent({ ...at, data: { user_ids: [place.ann.id] } })
    assert.deepEqual((await teams.listMembers(at)).map(byId), [place.eve.id])

    const conversationId = place.conversation.number
    const { id }: Wire = await client.conversationAssignment.assign({ accountId, conversationId, data: { team_id: team.id } })
    assert.equal(id, team.id)
    const listed: Wire = await client.conversations.list({ accountId, teamId: team.id })
    assert.deepEqual(listed.data.payload.map(byId), [conversationId])
    await client.teams.delete(at)
    await assertRefused(client.teams.get(at), 404)
  },

  'a canned response': async ({ client, accountId }) => {
    const data = { short_code: 'hello', content: 'Hello, how may we help?' }
    const canned: Wire = await client.cannedResponses.create({ accountId, data })
    assert.deepEqual([canned.short_code, canned.content, canned.account_id], ['hello', data.content, accountId])
    const { id } = canned
    assert.equal((await client.cannedResponses.update({ accountId, id, data: { content: 'Hello!' } })).content, 'Hello!')
    assert.deepEqual((await client.cannedResponses.list({ accountId })).map(byId), [id])
    await client.cannedResponses.delete({ accountId, id })
    assert.deepEqual(await client.cannedResponses.list({ accountId }), [])
  },

  'a custom attribute': async ({ client, accountId }) => {
    const data = {
      attribute_display_name: 'Room',
      attribute_display_type: 1,
      attribute_description: 'Where she stays',
      attribute_key: 'room',
      attribute_model: 0,
    }
    const made: Wire = await client.customAttributes.create({ accountId, data })
    assert.deepEqual(
      [made.attribute_display_name, made.attribute_display_type, made.attribute_key, made.attribute_model],
      ['Room', 'number', 'room', 'conversation_attribute'],
    )
    const at = { accountId, id: made.id }
    const renamed = await client.customAttributes.update({ ...at, data: { attribute_display_name: 'Room number' } })
    assert.equal(renamed.attribute_display_name, 'Room number')
    assert.equal((await client.customAttributes.get(at)).attribute_display_name, 'Room number')
    assert.deepEqual((await client.customAttributes.list({ accountId, attributeModel: '0' })).map(byId), [made.id])
    assert.deepEqual(await client.customAttributes.list({ accountId, attributeModel: '1' }), [])
    await client.customAttributes.delete(at)
    await assertRefused(client.customAttributes.get(at), 404)
  },

  'a custom filter': async ({ client, accountId }) => {
    const query = { payload: [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] }] }
    const data = { name: 'Open ones', type: 'conversation' as const, query }
    const made: Wire = await client.customFilters.create({ accountId, data, filterType: 'conversation' })
    assert.deepEqual([made.name, made.query], ['Open ones', query])
    const at = { accountId, customFilterId: made.id }
    assert.equal((await client.customFilters.update({ ...at, data: { name: 'Still open' } })).name, 'Still open')
    assert.equal((await client.customFilters.get(at)).name, 'Still open')
    assert.deepEqual((await client.customFilters.list({ accountId, filterType: 'conversation' })).map(byId), [made.id])
    await client.customFilters.delete(at)
    await assertRefused(client.customFilters.get(at), 404)
  },

  'a webhook': async ({ client, accountId }) => {
    const data = { url: 'https://hooks.example/in', subscriptions: ['message_created' as const] }
    const { payload: made }: Wire = await client.webhooks.create({ accountId, data })
    assert.deepEqual([made.webhook.url, made.webhook.subscriptions], [data.url, data.subscriptions])
    const webhookId = made.webhook.id
    const subscriptions = ['conversation_created' as const, 'message_updated' as const]
    const { payload: updated }: Wire = await client.webhooks.update({ accountId, webhookId, data: { subscriptions } })
    assert.deepEqual(updated.webhook.subscriptions, subscriptions)
    const { payload: listed }: Wire = await client.webhooks.list({ accountId })
    assert.deepEqual(listed.webhooks.map(byId), [webhookId])
    await client.webhooks.delete({ accountId, webhookId })
    assert.deepEqual(((await client.webhooks.list({ accountId })) as Wire).payload.webhooks, [])
  },
}
