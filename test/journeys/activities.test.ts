import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Voice, Wire } from '../clients/voice.ts'
import { voicesOf } from '../clients/voices.ts'
import { startServer, type TestServer } from '../harness.ts'

/** How those who show activities mark them; all others show none (chatwoot sheet 6.3, ndoto sheet 3.1, 99digital sheet 3.1, tidysupport sheet 11a). */
const MARKS: Partial<Record<Voice['name'], (wire: Wire) => unknown>> = {
  parley: (wire) => [wire.direction, wire.private, wire.author.kind, wire.contentType, wire.status],
  chatwoot: (wire) => [wire.message_type, wire.private, 'sender' in wire, wire.content_type, wire.status],
  ndoto: (wire) => [wire.message_type, wire.private, wire.sender, wire.content_type, wire.status],
  '99digital': (wire) => [wire.message_type, wire.private, 'sender' in wire, wire.content_type, wire.status],
  tidysupport: (wire) => [wire.direction, wire.isInternalNote, wire.senderType, wire.agentId, wire.status],
}
const MARKED: Partial<Record<Voice['name'], unknown[]>> = {
  parley: ['system', true, 'system', 'activity', 'sent'],
  chatwoot: [2, false, false, 'text', 'sent'],
  ndoto: ['activity', false, null, 'text', 'sent'],
  '99digital': [3, false, false, 'text', 'sent'],
  tidysupport: ['SYSTEM', true, 'SYSTEM', null, 'SENT'],
}
const REOPENED = 'A new incoming message reopened the conversation'

const textOf = (wire: Wire) => wire.content ?? wire.contentText ?? wire.text

test('whoever resolves or reopens a conversation, the team reads of it in every dialect that shows activities, and nobody else does', async (t) => {
  const server = await startServer(t)
  const { id } = server.home.conversation
  const voices = await voicesOf(server)
  const all = Object.values(voices)
  const expected: string[] = []
  for (const resolver of all.filter((one) => one.resolve)) {
    await resolver.resolve?.(id)
    await voices.client.send(id, `I am back, ${resolver.name}`)
    expected.push(resolver.name === 'client' ? 'The customer resolved the conversation' : 'Ann Home resolved the conversation', REOPENED)
  }
  for (const reader of all) {
    const wires = await reader.list(id)
    const marksOf = MARKS[reader.name]
    if (!marksOf) {
      assert.equal(wires.length, expected.length / 2, reader.name)
      assert.ok(!JSON.stringify(wires).includes('the conversation'), reader.name)
      continue
    }
    const activities = wires.filter((wire) => textOf(wire).endsWith('the conversation'))
    assert.deepEqual(activities.map(textOf), expected, reader.name)
    for (const activity of activities) assert.deepEqual(marksOf(activity), MARKED[reader.name], reader.name)
  }
  const rows = await server.core.store.rows<[seq: number]>('select seq from messages where conversation_id = $1 order by seq', [id])
  assert.deepEqual(
    rows.map(([seq]) => seq),
    rows.map((_row, index) => index + 1),
  )
  const { body } = await server.call('GET', `/parley/v1/conversations/${id}`, { token: server.home.tokens.parley })
  assert.deepEqual([body.lastSeq, body.publicCount], [rows.length, expected.length / 2])
})

test('an activity is neither unread, nor a preview where none are shown, nor found by a search', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id, number } = home.conversation
  const voices = await voicesOf(server)
  await voices.client.send(id, 'the last word')
  await server.call('GET', `/ondi/messaging/conversations/${server.core.ids.toUuid('conversation', id)}/messages`, {
    token: home.secrets.bob,
  })
  const looks = async () => {
    const ondi = await server.call('GET', '/ondi/messaging/conversations', { token: home.secrets.bob })
    const own = ondi.body.conversations.find((one: Wire) => one.id === server.core.ids.toUuid('conversation', id))
    const tidy = await server.call('GET', `/tidysupport/v1/workspaces/${workspaceOf(server)}/support/inbox/conversations`, {
      token: home.tokens.tidysupport,
    })
    const item = tidy.body.conversations.items.find((one: Wire) => one.id === server.core.ids.toPrefixed('conversation', id))
    return { unread: own.unread_count, latest: own.latest_message.content, preview: item.lastMessagePreview, at: item.lastMessageAt }
  }
  const before = await looks()
  assert.deepEqual([before.unread, before.latest, before.preview], [0, 'the last word', 'the last word'])
  const base = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${number}`
  const token = home.tokens.chatwoot
  await server.call('POST', `${base}/labels`, { token, body: { labels: ['findme'] } })
  await server.call('POST', `${base}/assignments`, { token, body: { assignee_id: home.bob.id } })
  assert.deepEqual(await looks(), before)
  const seen = (await server.call('GET', base, { token })).body
  assert.deepEqual([seen.unread_count, seen.messages[0].content], [1, 'Ann Home assigned the conversation to Bob Home'])
  assert.equal(seen.last_non_activity_message.content, 'the last word')
  const found = await server.call('GET', '/parley/v1/search/messages?q=findme', { token: home.tokens.parley })
  assert.deepEqual(found.body.messages, [])
})

test('many messages of the customer at once reopen a conversation once; those of a blocked one never do', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id } = home.conversation
  const voices = await voicesOf(server)
  const count = async () =>
    (await server.core.store.all('select id from messages where conversation_id = $1 and body = $2', [id, REOPENED])).length
  const status = async () => (await voices.parley.status(id)) as string
  await voices.tidysupport.resolve?.(id)
  await Promise.all(Array.from({ length: 20 }, (_, index) => voices.client.send(id, `I am back ${index}`)))
  assert.deepEqual([await count(), await status()], [1, 'open'])

  const block = (blocked: boolean) =>
    server.call('PATCH', `/chatwoot/api/v1/accounts/${home.account.id}/contacts/${home.jane.id}`, {
      token: home.tokens.chatwoot,
      body: { blocked },
    })
  await voices.parley.resolve?.(id)
  assert.equal((await block(true)).status, 200)
  await voices.client.send(id, 'Hello?')
  await voices.ndoto.send(id, 'Hello?', { message_type: 'incoming' })
  assert.deepEqual([await count(), await status()], [1, 'resolved'])
  assert.equal((await block(false)).status, 200)
  await voices.client.send(id, 'Hello?')
  assert.deepEqual([await count(), await status()], [2, 'open'])
})

function workspaceOf(server: TestServer): string {
  return server.core.ids.toPrefixed('account', server.home.account.id)
}
