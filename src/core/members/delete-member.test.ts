import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { findChannel } from '../../storage/queries/channels.ts'
import { findMembers, listMembers } from '../../storage/queries/people/members.ts'
import { listGroupsOf } from '../../storage/queries/people/memberships.ts'
import { listSavedFilters } from '../../storage/queries/records/saved-filters.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { updateChannel } from '../channels/update-channel.ts'
import { getConversation } from '../conversations/get-conversation.ts'
import { updateConversation } from '../conversations/update-conversation.ts'
import { saveFilter } from '../saved-filters/save-filter.ts'
import { createTeam } from '../teams/create-team.ts'
import { changeMemberships } from './change-memberships.ts'
import { createMember } from './create-member.ts'
import { deleteMember } from './delete-member.ts'

test('whoever leaves the account keeps their name in what they have said, and nothing else', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const { store } = core
  const { bob, conversation, channel } = home
  const ctx = systemCtx(core, home.account.id)
  const list = `/parley/v1/conversations/${conversation.id}/messages`
  const said = await server.call('POST', list, { token: home.secrets.bob, body: { text: 'I am off' } })
  assert.equal(said.status, 201)
  await store.tx(async (tx) => {
    const team = await createTeam(ctx, tx, { name: 'Desk' })
    await changeMemberships(ctx, tx, { kind: 'team', id: team.id, action: 'add', memberIds: [bob.id] })
    await changeMemberships(ctx, tx, { kind: 'channel', id: channel.id, action: 'add', memberIds: [bob.id] })
    await updateConversation(ctx, tx, { id: conversation.id }, { assigneeId: bob.id })
    await saveFilter({ ...ctx, actor: bob }, tx, { name: 'Mine', entity: 'conversation', query: {} })
  })

  await store.tx((tx) => deleteMember(ctx, tx, bob.id))
  assert.equal((await server.call('GET', list, { token: home.secrets.bob })).status, 401)
  assert.equal((await getConversation(ctx, { id: conversation.id })).assigneeId, null)
  for (const kind of ['team', 'channel'] as const) assert.deepEqual(await listGroupsOf(store, ctx.accountId, kind, bob.id), [])
  assert.deepEqual(await listSavedFilters(store, ctx.accountId, bob.id), [])
  assert.ok(!(await listMembers(store, ctx.accountId)).some((one) => one.id === bob.id))
  const { body } = await server.call('GET', list, { token: home.secrets.ann })
  const words = body.messages.find((one: { text: string }) => one.text === 'I am off')
  assert.equal(words.author.name, bob.name)
  await assert.rejects(
    store.tx((tx) => updateConversation(ctx, tx, { id: conversation.id }, { assigneeId: bob.id })),
    { code: 'member_not_found' },
  )
  await assert.rejects(
    store.tx((tx) => deleteMember(ctx, tx, bob.id)),
    { code: 'member_not_found' },
  )
  // The address is free again, and is not the one who left.
  const next = await store.tx((tx) => createMember(ctx, tx, { name: 'Bob the second', email: bob.email }))
  assert.notEqual(next.id, bob.id)
  const kinds = await store.all<{ type: string }>('select type from events where account_id = $1 order by position desc limit 3', [
    ctx.accountId,
  ])
  assert.deepEqual(
    kinds.map((one) => one.type),
    ['member.created', 'member.deleted', 'conversation.updated'],
  )
})

test('a channel’s bot is a bot of the account; once deleted the channel has none', async (t) => {
  const { core, home, away } = await startServer(t)
  const { store } = core
  const ctx = systemCtx(core, home.account.id)
  const bot = await store.tx((tx) => createMember(ctx, tx, { name: 'Helper', role: 'bot' }))
  const foreign = await store.tx((tx) => createMember(systemCtx(core, away.account.id), tx, { name: 'Spy', role: 'bot' }))
  const set = (botId: number | null) => store.tx((tx) => updateChannel(ctx, tx, home.channel.id, { botId }))
  for (const id of [foreign.id, home.bob.id, 2 ** 40]) await assert.rejects(set(id), { code: 'bot_not_found' })
  assert.equal((await set(bot.id)).botId, bot.id)
  await store.tx((tx) => deleteMember(ctx, tx, bot.id))
  assert.equal((await findChannel(store, ctx.accountId, home.channel.id))?.botId, null)
  assert.deepEqual(await findMembers(store, ctx.accountId, [bot.id]), [])
})
