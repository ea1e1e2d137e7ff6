import assert from 'node:assert/strict'
import type { Wire } from '../clients/voice.ts'
import { assertRefused, type Sdk } from './open-sdk.ts'

/** What an agent's program does with conversations and their messages. */
export const CONVERSATION_STORIES: Record<string, (sdk: Sdk) => Promise<void>> = {
  'who am I': async ({ client, place, accountId }) => {
    const me: Wire = await client.profile.profile()
    assert.deepEqual([me.id, me.name, me.email, me.role], [place.ann.id, place.ann.name, place.ann.email, 'administrator'])
    assert.deepEqual([me.accounts[0].id, me.accounts[0].name], [accountId, place.account.name])
  },

  'a conversation is begun, found and counted': async ({ client, place, accountId }) => {
    const contact_id = String(place.jane.id)
    const inbox_id = String(place.channel.id)
    const created: Wire = await client.conversations.create({
      accountId,
      data: { inbox_id, contact_id, custom_attributes: { room: '12' } },
    })
    assert.deepEqual([created.account_id, created.inbox_id, created.custom_attributes], [accountId, place.channel.id, { room: '12' }])
    const conversationId = created.id

    const shown: Wire = await client.conversations.get({ accountId, conversationId })
    assert.deepEqual([shown.id, shown.meta.sender.id, shown.status], [conversationId, place.jane.id, 'open'])
    const open: Wire = await client.conversations.list({ accountId, status: 'open', assigneeType: 'unassigned', inboxId: place.channel.id })
    assert.ok(open.data.payload.some((one: Wire) => one.id === conversationId))
    const counts: Wire = await client.conversations.getMeta({ accountId, status: 'open' })
    assert.equal(counts.meta.all_count, open.data.meta.all_count)
    await assertRefused(client.conversations.get({ accountId, conversationId: 9_999 }), 404, { error: 'Resource could not be found' })
  },

  'conversations are filtered': async ({ client, place, accountId }) => {
    const value = String(place.conversation.number)
    const payload = [{ attribute_key: 'display_id', filter_operator: 'equal_to' as const, values: [value] }]
    const found: Wire = await client.conversations.filter({ accountId, payload })
    assert.deepEqual(
      found.payload.map((one: Wire) => one.id),
      [place.conversation.number],
    )
  },

  'a conversation is resolved and opened again': async ({ client, place, accountId }) => {
    const conversationId = place.conversation.number
    for (const status of ['resolved', 'open'] as const) {
      const { payload }: Wire = await client.conversations.toggleStatus({ accountId, conversationId, data: { status } })
      assert.deepEqual(payload, { success: true, conversation_id: conversationId, current_status: status, snoozed_until: null })
    }
  },

  'a conversation gets labels and an assignee': async ({ client, place, accountId }) => {
    const conversationId = place.conversation.number
    const labels = ['billing', 'vip']
    assert.deepEqual(await client.conversationLabels.add({ accountId, conversationId, data: { labels } }), { payload: labels })
    assert.deepEqual(await client.conversationLabels.list({ accountId, conversationId }), { payload: labels })
    const listed: Wire = await client.conversations.list({ accountId, labels: ['vip'] })
    assert.deepEqual(
      listed.data.payload.map((one: Wire) => one.id),
      [conversationId],
    )
    const assigned: Wire = await client.conversationAssignment.assign({ accountId, conversationId, data: { assignee_id: place.bob.id } })
    assert.deepEqual([assigned.id, assigned.name], [place.bob.id, place.bob.name])
  },

  'messages are sent, listed, reported on and deleted': async ({ client, place, accountId }) => {
    const conversationId = place.conversation.number
    const data = { content: 'Hello Jane', message_type: 'outgoing' as const, content_attributes: { reference: 'r-1' } }
    const sent: Wire = await client.messages.create({ accountId, conversationId, data })
    assert.deepEqual([sent.content, sent.message_type, sent.content_attributes], ['Hello Jane', 1, { reference: 'r-1' }])
    const note: Wire = await client.messages.create({ accountId, conversationId, data: { content: 'For the team', private: true } })
    assert.equal(note.private, true)

    const { payload }: Wire = await client.messages.list({ accountId, conversationId })
    assert.deepEqual(
      payload.slice(-2).map((one: Wire) => one.id),
      [sent.id, note.id],
    )
    const at = { accountId, conversationId, messageId: sent.id }
    // The vendor takes the status and passes over a content (chatwoot sheet 5.4).
    const updated: Wire = await client.messages.update({ ...at, data: { content: 'Another text' } })
    assert.equal(updated.content, 'Hello Jane')
    await client.messages.delete(at)
    const after: Wire = await client.messages.list({ accountId, conversationId })
    const deleted = after.payload.find((one: Wire) => one.id === sent.id)
    assert.deepEqual([deleted.content, deleted.content_attributes], ['This message was deleted', { deleted: true }])
  },

  'a message carries files': async ({ client, place, accountId }) => {
    const conversationId = place.conversation.number
    const attachments = [
      { content: 'the bytes of a file', encoding: 'utf8', filename: 'note.txt' },
      { content: Buffer.from('%PDF-1.4\n%%EOF').toString('base64'), encoding: 'base64', filename: 'paper.pdf' },
    ]
    const sent: Wire = await client.messages.create({ accountId, conversationId, data: { content: 'See the files', attachments } })
    assert.equal(sent.attachments.length, 2)
    for (const one of sent.attachments) assert.deepEqual([one.file_type, one.message_id], ['file', sent.id])
    const files = await Promise.all(sent.attachments.map(async (one: Wire) => (await fetch(one.data_url)).text()))
    assert.deepEqual(files, ['the bytes of a file', '%PDF-1.4\n%%EOF'])
  },
}
