import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { parleyClient } from '../../../test/parley-client.ts'
import { waitFor } from '../../../test/wait-for.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { deleteConversation } from '../conversations/delete-conversation.ts'
import { followLog } from './follow-log.ts'

test('whoever is a moment behind is told nothing that was said in a conversation which is gone', async (t) => {
  const server = await startServer(t)
  const { account, ann, conversation, secrets } = server.home
  const ctx = { ...systemCtx(server.core, account.id), dialect: 'parley' as const }
  const follower = await followLog({ ctx, reader: { role: 'administrator', id: ann.id } }, () => {})
  t.after(() => follower.close())
  const start = follower.newest()
  await parleyClient(server, secrets.ann).post(`/conversations/${conversation.id}/messages`, { text: 'planted' })
  await waitFor(() => follower.newest() === start + 1)
  const told = async () => (await follower.read(start, 10))?.events.map(({ event, message }) => [event.type, message?.text])
  assert.deepEqual(await told(), [['message.created', 'planted']])
  await server.core.store.tx((tx) => deleteConversation(ctx, tx, { id: conversation.id }))
  await waitFor(() => follower.newest() === start + 2)
  assert.deepEqual(await told(), [
    ['message.created', undefined],
    ['conversation.deleted', undefined],
  ])
})
