import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { changeMemberships } from '../../../../core/members/change-memberships.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf } from '../../desk-test.ts'
import { NDOTO } from '../../ndoto.ts'

const THREE_MONTHS_US = 90 * 86_400_000_000

test('conversations are found by what was written in them, with the messages that say it', async (t) => {
  const server = await startServer(t)
  const { conversation, ticket, ann, jane, channel, account } = server.home
  const { ok, call } = deskOf(server, CHATWOOT)
  const say = (number: number, content: string, message_type: string) =>
    ok('POST', `/conversations/${number}/messages`, { content, message_type })
  await say(conversation.number, 'My parcel is lost', 'incoming')
  const answer = await say(conversation.number, 'Which parcel is it?', 'outgoing')
  await say(ticket.number, 'No parcels here', 'activity')
  await ok('POST', `/conversations/${conversation.number}/toggle_status`, { status: 'resolved' })
  const found = await ok('GET', '/conversations/search?q=PARCEL')
  assert.deepEqual(found.meta, { mine_count: 0, unassigned_count: 1, all_count: 1 })
  const [item] = found.payload
  assert.equal(found.payload.length, 1)
  assert.deepEqual(
    [item.id, item.account_id, item.contact, item.inbox],
    [conversation.number, account.id, { id: jane.id, name: 'Jane Doe' }, { id: channel.id, name: 'Website', channel_type: 'Channel::Api' }],
  )
  assert.deepEqual(
    item.messages.map((one: { content: string; sender_name: string; message_type: number }) => [
      one.content,
      one.sender_name,
      one.message_type,
    ]),
    [
      ['My parcel is lost', 'Jane Doe', 0],
      ['Which parcel is it?', ann.name, 1],
    ],
  )
  assert.equal(item.messages[1].id, answer.id)
  assert.deepEqual((await ok('GET', '/conversations/search?q=lost+nothing')).payload, [])
  const refused = await call('GET', '/conversations/search?q=+')
  assert.deepEqual([refused.status, refused.body], [422, { error: 'Specify search string with parameter q' }])
  assert.equal(
    (await server.call('GET', `${NDOTO.mount}/api/v1/accounts/${account.id}/search/messages?q=x`, { token: server.home.tokens.ndoto }))
      .status,
    404,
  )
})

test('messages are found newest first, 15 a page, three months back', async (t) => {
  let now = 1_767_323_045_000_000
  const server = await startServer(t, { now: () => ++now })
  const { conversation, ticket } = server.home
  const { ok } = deskOf(server, CHATWOOT)
  const ids: number[] = []
  for (let i = 0; i < 17; i++) {
    const { number } = i % 2 ? conversation : ticket
    ids.unshift(
      (await ok('POST', `/conversations/${number}/messages`, { content: `Parcel ${i}`, message_type: 'outgoing', private: i === 3 })).id,
    )
  }
  const search = async (query: string) =>
    (await ok('GET', `/search/messages?${query}`)).payload.messages.map((one: { id: number }) => one.id)
  assert.deepEqual(await search('q=parcel'), ids.slice(0, 15))
  assert.deepEqual(await search('q=parcel&page=2'), ids.slice(15))
  assert.deepEqual(await search('q=parcel&page=3'), [])
  assert.deepEqual(await search('q=parcel&page=1000'), [])
  const [newest] = (await ok('GET', '/search/messages?q=parcel')).payload.messages
  assert.deepEqual([newest.conversation_id, newest.inbox_id], [ticket.number, ticket.channelId])
  now += THREE_MONTHS_US
  assert.deepEqual(await search('q=parcel'), [])
})

test('a search finds only what the agent may see, and notes that mention an agent lead to their conversations', async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const { ok } = deskOf(server, CHATWOOT)
  const path = `/conversations/${home.conversation.number}/messages`
  const mention = `[@Bob](mention://user/${home.bob.id}/Bob%20Home) please look at the parcel`
  await ok('POST', path, { content: mention, message_type: 'outgoing', private: true })
  await ok('POST', `/conversations/${home.ticket.number}/messages`, { content: mention, message_type: 'outgoing' })
  const bob = { token: home.secrets.bob }
  const eve = { token: home.secrets.eve }
  const numbers = async (token: { token: string }) =>
    (await ok('GET', '/conversations?conversation_type=mention', undefined, token)).data.payload.map((one: { id: number }) => one.id)
  assert.deepEqual(await numbers(bob), [home.conversation.number])
  assert.deepEqual(await numbers(eve), [])

  const found = async (token: { token: string }) => (await ok('GET', '/search/messages?q=parcel', undefined, token)).payload.messages.length
  assert.deepEqual([await found(bob), await found(eve)], [2, 2])
  const ctx = systemCtx(core, home.account.id)
  await core.store.tx((tx) => changeMemberships(ctx, tx, { kind: 'channel', id: home.channel.id, action: 'set', memberIds: [home.bob.id] }))
  assert.deepEqual([await found(bob), await found(eve)], [2, 0])
  assert.deepEqual((await ok('GET', '/conversations/search?q=parcel', undefined, eve)).payload, [])
})
