import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { createConversation } from '../../../../core/conversations/create-conversation.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf } from '../../desk-test.ts'
import { messagesOf, PROFILES } from '../../family-test.ts'

type Wire = { id: number; content: string; message_type: number }

/** What was said and done in home's conversation, as Chatwoot lists it. */
async function said(server: TestServer): Promise<string[]> {
  const { payload } = await deskOf(server, CHATWOOT).ok('GET', `/conversations/${server.home.conversation.number}/messages`)
  return payload.map((one: Wire) => one.content)
}

async function sendFile(server: TestServer, name: string, more: Record<string, string> = {}) {
  const form = new FormData()
  form.set('content', name)
  form.set('message_type', 'outgoing')
  for (const [key, value] of Object.entries(more)) form.set(key, value)
  form.append('attachments[]', new Blob([`the bytes of ${name}`], { type: 'text/plain' }), name)
  const { path } = messagesOf(server, CHATWOOT)
  const answer = await fetch(server.url + path, { method: 'POST', headers: { api_access_token: server.home.tokens.chatwoot }, body: form })
  assert.equal(answer.status, 200)
  return (await answer.json()) as { id: number; attachments: { id: number; data_url: string }[] }
}

test('a muted conversation is resolved and its contact blocked, in every dialect, until it is unmuted', async (t) => {
  const server = await startServer(t)
  const path = `/conversations/${server.home.conversation.number}`
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const before = (await said(server)).length
    await ok('POST', `${path}/mute`)
    await ok('POST', `${path}/mute`)
    const muted = await deskOf(server, CHATWOOT).ok('GET', path)
    assert.deepEqual([muted.status, muted.muted, muted.meta.sender.blocked], ['resolved', true, true])
    await ok('POST', `${path}/messages`, { content: 'Let me in', message_type: 'incoming' })
    assert.equal((await deskOf(server, CHATWOOT).ok('GET', path)).status, 'resolved')
    await ok('POST', `${path}/unmute`)
    await ok('POST', `${path}/unmute`)
    const unmuted = await deskOf(server, CHATWOOT).ok('GET', path)
    assert.deepEqual([unmuted.status, unmuted.muted], ['resolved', false])
    await ok('POST', `${path}/toggle_status`, { status: 'open' })
    assert.deepEqual((await said(server)).slice(before), [
      'Ann Home resolved the conversation',
      'Ann Home muted the conversation',
      'Let me in',
      'Ann Home unmuted the conversation',
      'Ann Home reopened the conversation',
    ])
  }
  const quiet = await server.core.store.tx((tx) => createConversation(systemCtx(server.core, server.home.account.id), tx, {}))
  await deskOf(server, CHATWOOT).ok('POST', `/conversations/${quiet.number}/mute`)
  const shown = await deskOf(server, CHATWOOT).ok('GET', `/conversations/${quiet.number}`)
  assert.deepEqual([shown.status, shown.muted], ['resolved', false])
})

test('an unread conversation shows the customer’s latest message as unread again', async (t) => {
  const server = await startServer(t)
  const path = `/conversations/${server.home.conversation.number}`
  const { ok } = deskOf(server, CHATWOOT)
  const none = await ok('POST', `${path}/unread`)
  assert.deepEqual([none.unread_count, none.agent_last_seen_at], [0, 0])
  await ok('POST', `${path}/messages`, { content: 'Hello', message_type: 'incoming' })
  const { created_at } = await ok('POST', `${path}/messages`, { content: 'Hello?', message_type: 'incoming' })
  await ok('POST', `${path}/messages`, { content: 'Yes?', message_type: 'outgoing' })
  await ok('POST', `${path}/update_last_seen`)
  const unread = await ok('POST', `${path}/unread`)
  assert.ok(unread.unread_count >= 1, 'the customer’s messages of that second are unread')
  assert.deepEqual([unread.agent_last_seen_at, unread.assignee_last_seen_at], [created_at - 1, created_at - 1])
  const last = await server.core.store.one<{ type: string }>('select type from events order by position desc limit 1')
  assert.equal(last?.type, 'conversation.unread')
})

test('the files of a conversation are listed newest first, with who sent them', async (t) => {
  const server = await startServer(t)
  const { ann, conversation, secrets } = server.home
  const { ok, call } = deskOf(server, CHATWOOT)
  const path = `/conversations/${conversation.number}/attachments`
  assert.deepEqual(await ok('GET', path), { meta: { total_count: 0 }, payload: [] })
  const first = await sendFile(server, 'first.txt')
  await ok('POST', `/conversations/${conversation.number}/messages`, { content: 'no file', content_attributes: { a: 1 } })
  const second = await sendFile(server, 'second.txt', { private: 'true' })
  const { meta, payload } = await ok('GET', path)
  assert.equal(meta.total_count, 2)
  assert.deepEqual(
    payload.map((one: { id: number; message_id: number; extension: string; sender: { id: number } }) => [
      one.id,
      one.message_id,
      one.extension,
      one.sender.id,
    ]),
    [second, first].map((one) => [one.attachments[0]?.id, one.id, 'txt', ann.id]),
  )
  assert.deepEqual((await ok('GET', `${path}?page=2`)).payload, [])
  await ok('DELETE', `/conversations/${conversation.number}/messages/${second.id}`)
  assert.equal((await ok('GET', path)).meta.total_count, 1)
  assert.equal((await call('GET', '/conversations/999/attachments')).status, 404)
  assert.equal((await call('GET', path, undefined, { token: secrets.jane })).status, 401)
})

test('a deleted conversation is gone everywhere with all that was in it, and the log says that there was one', async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const { ok, call } = deskOf(server, CHATWOOT)
  const path = `/conversations/${home.conversation.number}`
  const keyed = { headers: { 'idempotency-key': 'said' } }
  const body = { content: 'the secret word', message_type: 'outgoing' }
  assert.equal((await call('POST', `${path}/messages`, body, keyed)).status, 200)
  const batch = await server.call('POST', '/parley/v1/messages/batch', {
    token: home.tokens.parley,
    headers: { 'idempotency-key': 'batch' },
    body: { messages: [home.conversation.id, home.ticket.id].map((conversationId) => ({ conversationId, text: 'the secret word' })) },
  })
  assert.equal(batch.status, 201, batch.text)
  await ok('POST', `/conversations/${home.ticket.number}/messages`, { content: 'the ticket stays', message_type: 'outgoing' })
  const { attachments } = await sendFile(server, 'secret.txt')
  const address = attachments[0]?.data_url ?? ''
  assert.equal((await fetch(address)).status, 200)
  assert.equal((await ok('GET', '/search/messages?q=secret')).payload.messages.length, 4)

  const refused = await call('DELETE', path, undefined, { token: home.secrets.bob })
  assert.deepEqual([refused.status, refused.body], [401, { error: 'You are not authorized to do this action' }])
  const deleted = await call('DELETE', path)
  assert.deepEqual([deleted.status, deleted.text], [200, ''])
  assert.equal((await call('DELETE', path)).status, 404)

  for (const answer of [
    await call('GET', path),
    await call('GET', `${path}/messages`),
    await call('POST', `${path}/messages`, body, keyed),
    await server.call('GET', `/parley/v1/conversations/${home.conversation.id}`, { token: home.tokens.parley }),
    await server.call('GET', `/ondi/messaging/conversations/${core.ids.toUuid('conversation', home.conversation.id)}`, {
      token: home.tokens.ondi,
    }),
    await fetch(address),
  ])
    assert.equal(answer.status, 404)
  const found = await ok('GET', '/search/messages?q=secret')
  assert.deepEqual(
    found.payload.messages.map((one: { conversation_id: number }) => one.conversation_id),
    [home.ticket.number],
  )
  assert.deepEqual(
    (await ok('GET', '/conversations?status=all')).data.payload.map((one: { id: number }) => one.id),
    [home.ticket.number],
  )
  for (const [table, left] of [
    ['messages', 2],
    ['attachments', 0],
    ['participants', 3],
    ['idempotency_keys', 0],
  ] as const) {
    const row = await core.store.one<{ n: number }>(`select count(*) as n from ${table} where account_id = $1`, [home.account.id])
    assert.equal(row?.n, left, table)
  }
  const { body: log } = await server.call('GET', '/parley/v1/events?limit=200', { token: home.tokens.parley })
  const last = log.events.at(-1)
  assert.deepEqual(
    [last.type, last.conversationId, last.data, last.actor.id],
    ['conversation.deleted', home.conversation.id, { number: home.conversation.number }, home.ann.id],
  )
  const told = log.events.filter((one: { conversationId: number }) => one.conversationId === home.conversation.id)
  assert.ok(told.length > 3)
  for (const { conversation, message } of told) assert.deepEqual([conversation, message], [null, null])
  const next = await ok('POST', '/conversations', { inbox_id: home.channel.id, contact_id: home.jane.id })
  assert.equal(next.id, home.ticket.number + 1, 'its number is not given again')
})

test('agents are added to a conversation, replaced and removed; the customer stays', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { ann, bob, eve, jane, conversation } = home
  const { ok, call } = deskOf(server, CHATWOOT)
  const path = `/conversations/${conversation.number}/participants`
  const ids = (body: { id: number }[]) => body.map((one) => one.id)
  assert.deepEqual(ids(await ok('GET', path)), [ann.id, bob.id])
  assert.deepEqual(ids(await ok('POST', path, { user_ids: [eve.id, String(bob.id)] })), [bob.id, eve.id])
  assert.deepEqual(ids(await ok('GET', path)), [ann.id, bob.id, eve.id])
  assert.deepEqual(ids(await ok('PATCH', path, { user_ids: [eve.id] })), [eve.id])
  assert.deepEqual(ids(await ok('GET', path)), [eve.id])
  assert.equal((await call('DELETE', path, { user_ids: [eve.id, ann.id] })).text, '')
  assert.deepEqual(await ok('GET', path), [])
  const { body } = await server.call('GET', `/parley/v1/conversations/${conversation.id}/participants`, { token: home.tokens.parley })
  assert.deepEqual(
    body.participants
      .filter((one: { leftAt: string | null }) => one.leftAt === null)
      .map((one: { author: { id: number } }) => one.author.id),
    [jane.id],
  )
  for (const user_ids of [[jane.id], [999_999], [server.away.ann.id]]) assert.equal((await call('POST', path, { user_ids })).status, 404)
  assert.equal((await call('POST', path, {})).status, 422)
})

test('the last message that somebody wrote may be a template, but no activity, and shows what a bridge said beside it', async (t) => {
  const server = await startServer(t)
  const { ok } = deskOf(server, CHATWOOT)
  const path = `/conversations/${server.home.conversation.number}`
  const template_params = { name: 'welcome', language: 'en', processed_params: { 1: 'Jane' } }
  const sent = await ok('POST', `${path}/messages`, { content: 'Welcome', message_type: 'template', template_params })
  await ok('POST', `${path}/messages`, { content: 'Something happened', message_type: 'activity' })
  await ok('POST', `${path}/labels`, { labels: ['vip'] })
  const { messages, last_non_activity_message: last } = await ok('GET', path)
  assert.equal(messages[0].content, 'Ann Home added the label vip')
  assert.deepEqual([last.id, last.message_type, last.additional_attributes], [sent.id, 3, { template_params }])
})
