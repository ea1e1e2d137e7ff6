import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE, startServer } from '../../../../test/harness.ts'
import { mewsClient, UUID } from '../../../../test/mews-client.ts'
import { tell } from '../../../../test/noticed.ts'
import { systemCtx } from '../../../core/accounts/create-account.ts'
import { updateConversation } from '../../../core/conversations/update-conversation.ts'
import { deleteMessage } from '../../../core/messages/delete-message.ts'
import { editMessage } from '../../../core/messages/edit-message.ts'
import { sendWithin } from '../../../core/messages/send-within.ts'
import { testWebhook } from '../../../core/webhooks/sending/test-webhook.ts'
import type { NewMessage } from '../../../model/message.ts'
import { integrationIdOf } from './integration-id.ts'
import { outlet } from './outlet.ts'

const skip = ENGINE === 'postgres' && 'an outlet reads what other tests read on both stores'

test('an application is told of every message it can read, and of nothing else that happens in its threads or others', {
  skip,
}, async (t) => {
  const server = await startServer(t)
  const { home, application, core } = server
  const ctx = { ...systemCtx(core, home.account.id), dialect: 'mews' as const }
  const { tx } = core.store
  const url = 'https://mews.example/?Token=secret'
  const own = { token: home.secrets.ann, body: { url, events: ['message.created'], applicationId: application.id } }
  const made = (await server.call('POST', '/parley/v1/webhooks', own)).body
  const told = () => tell(server, outlet, { accountId: home.account.id, dialect: 'mews', webhookId: made.id })

  const say = async (message: Partial<NewMessage>) => {
    const whole = { to: { id: home.conversation.id }, by: home.ann, direction: 'outbound', text: 'Hello', ...message } as NewMessage
    return (await tx((on) => sendWithin(ctx, on, [whole]))).messages[0]?.id ?? 0
  }
  const threads = [core.ids.toUuid('conversation', home.conversation.id)]
  const Messages = [{ MessageThreadId: threads[0], Text: 'By the application itself' }]
  const sent = (await mewsClient(server).post('messages/add', { Messages })).body.Messages[0].Message.Id
  const replied = await say({ text: null, html: '<p>By the team</p>' })
  await say({ private: true, text: 'A note' })
  await say({ text: null, attachments: [] })
  await say({ to: { id: home.ticket.id }, text: 'In a conversation of nobody’s application' })
  await say({ by: { kind: 'system', id: 0 }, direction: 'system', text: 'Automatic' })
  const gone = await say({ text: 'Deleted before it is told' })
  await tx((on) => updateConversation(ctx, on, { id: home.conversation.id }, { status: 'resolved' }))
  await tx((on) => editMessage(ctx, on, { conversation: { id: home.conversation.id }, messageId: replied }, { text: 'Edited' }))
  await tx((on) => deleteMessage(ctx, on, { conversation: { id: home.conversation.id }, messageId: gone }))
  const reopened = await say({ by: 'contact', direction: 'inbound', text: 'One more thing' })
  await tx((on) => testWebhook(ctx, on, made.id))

  const EnterpriseId = core.ids.toUuid('account', home.account.id)
  const IntegrationId = integrationIdOf(core.ids, { accountId: home.account.id, applicationId: application.id })
  const added = (Id: string) => ({ EnterpriseId, IntegrationId, Events: [{ Discriminator: 'MessageAdded', Value: { Id } }] })
  const inOrder = [sent, replied, reopened].map((id) => (typeof id === 'string' ? id : core.ids.toUuid('message', id)))
  const bodies = (await told()).map(({ body }) => body)
  assert.deepEqual(bodies, [...inOrder.map(added), { EnterpriseId, IntegrationId, Events: [] }])

  const read = await mewsClient(server).post('messages/getAll', { MessageThreadIds: threads, Limitation: { Count: 100 } })
  assert.deepEqual(read.body.Messages.map((one: { Id: string }) => one.Id).toReversed(), inOrder, 'what it is told of is what it lists')
})

test('an integration is named by a UUID of its own, always the same', { skip }, async (t) => {
  const { core } = await startServer(t)
  const idOf = (accountId: number, applicationId: number) => integrationIdOf(core.ids, { accountId, applicationId })
  const some = [idOf(1, 2), idOf(2, 1), idOf(12, 3), idOf(1, 23)]
  for (const id of some) assert.match(id, UUID)
  assert.equal(new Set(some).size, some.length)
  assert.equal(idOf(1, 2), some[0])
})
