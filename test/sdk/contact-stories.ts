import assert from 'node:assert/strict'
import type { Wire } from '../clients/voice.ts'
import { assertRefused, type Sdk } from './open-sdk.ts'

/** What a CRM does with contacts, and a chat window with the public Client API. */
export const CONTACT_STORIES: Record<string, (sdk: Sdk) => Promise<void>> = {
  'a contact is created, changed, found, listed and deleted': async ({ client, place, accountId }) => {
    const data = {
      inbox_id: place.channel.id,
      name: 'Vera Gast',
      email: 'vera@guests.example',
      phone_number: '+49301234567',
      identifier: 'crm-17',
      custom_attributes: { tier: 'gold' },
    }
    const { payload: created }: Wire = await client.contacts.create({ accountId, data })
    assert.ok(created.contact_inbox.source_id)
    const { id } = created.contact
    assert.deepEqual([created.contact.name, created.contact.custom_attributes], ['Vera Gast', { tier: 'gold' }])

    const { payload: updated }: Wire = await client.contacts.update({ accountId, id, data: { custom_attributes: { floor: '2' } } })
    assert.deepEqual(updated.custom_attributes, { tier: 'gold', floor: '2' })
    const { payload: got }: Wire = await client.contacts.get({ accountId, id })
    assert.deepEqual([got.id, got.email, got.contact_inboxes.length], [id, 'vera@guests.example', 1])

    const found: Wire = await client.contacts.search({ accountId, q: 'vera@', sort: '-name' })
    const listed: Wire = await client.contacts.list({ accountId, sort: 'name', page: 1 })
    const ids = (answer: Wire) => answer.payload.map((one: Wire) => one.id)
    assert.deepEqual(ids(found), [id])
    assert.deepEqual(ids(listed), [place.jane.id, id])

    await assertRefused(client.contacts.create({ accountId, data }), 422)
    await client.contacts.delete({ accountId, id })
    await assertRefused(client.contacts.get({ accountId, id }), 404, { error: 'Resource could not be found' })
  },

  'contacts are filtered': async ({ client, place, accountId }) => {
    const payload = [{ attribute_key: 'email', filter_operator: 'equal_to' as const, values: [place.jane.email ?? ''] }]
    const found: Wire = await client.contacts.filter({ accountId, payload })
    assert.deepEqual(
      found.payload.map((one: Wire) => one.id),
      [place.jane.id],
    )
  },

  "a contact's inboxes and conversations": async ({ client, place, accountId }) => {
    const at = { accountId, id: place.jane.id }
    const link: Wire = await client.contact.create({ ...at, data: { inbox_id: place.channel.id, source_id: 'from-the-crm' } })
    assert.deepEqual([link.source_id, link.inbox.id], ['from-the-crm', place.channel.id])
    const { payload }: Wire = await client.contact.getContactable(at)
    assert.ok(payload.some((one: Wire) => one.inbox.id === place.channel.id))
    const conversations: Wire = await client.contacts.listConversations(at)
    assert.ok(conversations.payload.some((one: Wire) => one.id === place.conversation.number))
  },

  'a customer writes through the Client API and reads the answer': async ({ client, place, accountId }) => {
    const inboxIdentifier = place.channel.identifier ?? ''
    const { contacts, conversations, messages }: Wire = client.client
    const data = { identifier: 'visitor-1', name: 'Visitor', email: 'visitor@guests.example' }
    const visitor: Wire = await contacts.create({ inboxIdentifier, data })
    const who = { inboxIdentifier, contactIdentifier: visitor.source_id }
    assert.equal((await contacts.get(who)).name, 'Visitor')
    assert.equal((await contacts.update({ ...who, data: { name: 'Vic' } })).name, 'Vic')

    const begun: Wire = await conversations.create(who)
    const at = { ...who, conversationId: begun.id }
    const asked: Wire = await messages.create({ ...at, data: { content: 'Is anybody there?', echo_id: 'e-1' } })
    assert.equal(asked.message_type, 0)
    const items = [{ title: 'Yes', value: 'yes' }]
    const ask = { content: 'Did that help?', content_type: 'input_select' as const, content_attributes: { items } }
    const question: Wire = await client.messages.create({ accountId, conversationId: begun.id, data: ask })
    await client.messages.create({ accountId, conversationId: begun.id, data: { content: 'Not for her', private: true } })

    const read: Wire = await messages.list(at)
    assert.deepEqual(
      read.map((one: Wire) => one.content),
      ['Is anybody there?', 'Did that help?'],
    )
    const submitted_values = [{ title: 'Yes', value: 'yes' }]
    const answered: Wire = await messages.update({ ...at, messageId: question.id, data: { submitted_values } })
    assert.deepEqual(answered.content_attributes.submitted_values, submitted_values)
    const all: Wire = await conversations.list(who)
    assert.deepEqual(
      all.map((one: Wire) => one.id),
      [begun.id],
    )
  },
}
