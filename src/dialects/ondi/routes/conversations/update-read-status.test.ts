import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { deleteMessage } from '../../../../core/messages/delete-message.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

async function start(t: TestContext) {
  const server = await startServer(t, { now: createClock().now })
  const client = createClient(server)
  const { home } = server
  const path = `${client.pathOf(home.conversation)}/read-status`
  const mark = (messageId: string | undefined, token = home.secrets.bob, method = 'PUT', headers = {}) =>
    client.call(method, messageId === undefined ? path : `${path}?message_id=${messageId}`, { token, headers })
  const sent: string[] = []
  for (let n = 1; n <= 3; n++) sent.push((await client.send({ content: `m${n}` })).body.data.id)
  return { server, client, home, mark, sent: sent as [string, string, string] }
}

test('the caller’s last-read message moves forward by PUT, PATCH or POST and never back', async (t) => {
  const { server, client, home, mark, sent } = await start(t)
  const answer = (id: string) => ({
    success: true,
    message: 'Read status updated successfully',
    data: { conversation_id: client.uuid('conversation', home.conversation.id), last_read_message_id: id },
  })
  const events = async () => (await server.core.store.all("select position from events where type = 'conversation.read'")).length
  const first = await mark(sent[0])
  assert.deepEqual([first.status, first.body], [200, answer(sent[0])])
  assert.deepEqual((await mark(sent[2], undefined, 'PATCH')).body, answer(sent[2]))
  assert.equal(await events(), 2)
  assert.deepEqual((await mark(sent[1], undefined, 'POST')).body, answer(sent[2]))
  assert.deepEqual((await mark(sent[2])).body, answer(sent[2]))
  assert.equal(await events(), 2)
  const { body } = await client.call('GET', '/ondi/messaging/conversations', { token: home.secrets.bob })
  assert.equal(body.conversations.find((one: { type: string | null }) => one.type === null).unread_count, 0)
})

test('a missing message is 400, a foreign, hidden or unknown one 404, and who is not in the conversation is told only that', async (t) => {
  const { server, client, home, mark, sent } = await start(t)
  const note = await client.sendFrom('chatwoot', home.ann, { text: 'A note', private: true })
  const gone = await client.sendFrom('chatwoot', home.ann, { text: 'Oops' })
  const other = await client.sendFrom('chatwoot', home.ann, { text: 'Elsewhere' }, home.ticket)
  const { core } = server
  await core.store.tx((tx) =>
    deleteMessage(systemCtx(core, home.account.id), tx, { conversation: { id: home.conversation.id }, messageId: gone.id }),
  )
  const before = await client.countRows()
  for (const missing of [undefined, '', 'x']) {
    const answer = await mark(missing)
    assert.deepEqual([answer.status, answer.body.success], [400, false])
  }
  const uuids = [note, gone, other].map((one) => client.uuid('message', one.id))
  for (const unknown of [...uuids, '00000000-0000-4000-8000-000000000000']) {
    const answer = await mark(unknown)
    assert.deepEqual([answer.status, answer.body], [404, failure('Message not found')])
  }
  for (const id of [sent[0], 'x', undefined]) {
    const answer = await mark(id, home.secrets.eve)
    assert.deepEqual([answer.status, answer.body], [403, failure('You are not a participant in this conversation')])
  }
  assert.deepEqual(await client.countRows(), before)
})

test('an Idempotency-Key marks once: twins get the first answer, another message 422', async (t) => {
  const { mark, sent } = await start(t)
  const key = { 'idempotency-key': 'k1' }
  const send = (id: string) => mark(id, undefined, 'PUT', key)
  const [first, twin] = await Promise.all([send(sent[0]), send(sent[0])])
  assert.deepEqual([first.status, twin.text], [200, first.text])
  assert.equal((await send(sent[1])).status, 422)
})
