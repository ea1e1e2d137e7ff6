import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { startConversation } from './start-conversation.ts'

test('a conversation and its first messages are there together or not at all', async (t) => {
  const { core, home } = await startServer(t)
  const ctx = systemCtx(core, home.account.id)
  const count = async (table: string) => (await core.store.one<{ count: number }>(`select count(*) as count from ${table}`))?.count ?? 0
  const say = (text: string) => ({ by: home.ann, direction: 'outbound' as const, text })
  const { conversation, messages } = await core.store.tx((tx) =>
    startConversation(ctx, tx, { contactId: home.jane.id, messages: [say('One'), say('Two')] }),
  )
  assert.deepEqual(
    messages.map((message) => [message.conversationId, message.seq, message.text]),
    [
      [conversation.id, 1, 'One'],
      [conversation.id, 2, 'Two'],
    ],
  )
  assert.equal(conversation.lastSeq, 2)
  const before = [await count('conversations'), await count('messages'), await count('events')]
  const refused = core.store.tx((tx) => startConversation(ctx, tx, { messages: [say('One'), say('x'.repeat(150_001))] }))
  await assert.rejects(refused, { code: 'message_too_long' })
  assert.deepEqual([await count('conversations'), await count('messages'), await count('events')], before)
  const bare = await core.store.tx((tx) => startConversation(ctx, tx, { subject: 'Later', messages: [] }))
  assert.deepEqual([bare.conversation.subject, bare.conversation.lastSeq, bare.messages], ['Later', 0, []])
  const events = await core.store.all<{ position: number }>('select position from events where account_id = $1 order by position', [
    home.account.id,
  ])
  assert.deepEqual(
    events.map((event) => event.position),
    events.map((_, index) => index + 1),
  )
})
