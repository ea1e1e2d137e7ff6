import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { AppError } from '../../model/errors.ts'
import { findConversation } from '../../storage/queries/conversations/conversations.ts'
import { listGroupsOf, listMembersOf } from '../../storage/queries/people/memberships.ts'
import { listTeams } from '../../storage/queries/people/teams.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { createConversation } from '../conversations/create-conversation.ts'
import { getConversation } from '../conversations/get-conversation.ts'
import { updateConversation } from '../conversations/update-conversation.ts'
import { changeMemberships } from '../members/change-memberships.ts'
import { createTeam, deleteTeam, updateTeam } from './create-team.ts'

type Row = { type: string; conversation_id: number | null; subject_id: number | null; data: string | null }

async function setUp(t: Parameters<typeof startServer>[0]) {
  const server = await startServer(t)
  const { store } = server.core
  const ctx = systemCtx(server.core, server.home.account.id)
  const tail = async (count: number) =>
    (
      await store.all<Row>('select type, conversation_id, subject_id, data from events where account_id = $1 order by position', [
        ctx.accountId,
      ])
    )
      .slice(-count)
      .map((row) => ({ ...row, data: row.data === null ? null : JSON.parse(row.data) }))
  return { server, store, ctx, tail }
}

test('a team’s name is its own in whatever case, and another account may have one like it', async (t) => {
  const { server, store, ctx, tail } = await setUp(t)
  const team = await store.tx((tx) => createTeam(ctx, tx, { name: ' Front Desk ', description: 'Days' }))
  assert.deepEqual([team.name, team.description, team.allowAutoAssign], ['Front Desk', 'Days', true])
  assert.deepEqual((await tail(1))[0], { type: 'team.created', conversation_id: null, subject_id: team.id, data: null })
  await assert.rejects(
    store.tx((tx) => createTeam(ctx, tx, { name: 'FRONT DESK' })),
    { code: 'team_name_taken', field: 'name' },
  )
  const away = systemCtx(server.core, server.away.account.id)
  await store.tx((tx) => createTeam(away, tx, { name: 'Front Desk' }))
  const night = await store.tx((tx) => createTeam(ctx, tx, { name: 'Night' }))
  await assert.rejects(
    store.tx((tx) => updateTeam(ctx, tx, night.id, { name: 'front desk' })),
    { code: 'team_name_taken' },
  )
  // Its own name in another case is no other team's.
  const renamed = await store.tx((tx) => updateTeam(ctx, tx, night.id, { name: 'NIGHT', allowAutoAssign: false }))
  assert.deepEqual([renamed.name, renamed.allowAutoAssign], ['NIGHT', false])
  assert.deepEqual(
    (await listTeams(store, ctx.accountId)).map((one) => one.name),
    ['Front Desk', 'NIGHT'],
  )
  const before = (await tail(1000)).length
  await store.tx((tx) => updateTeam(ctx, tx, night.id, { name: 'NIGHT' }))
  await assert.rejects(
    store.tx((tx) => updateTeam(away, tx, night.id, { name: 'Mine' })),
    { code: 'team_not_found' },
  )
  assert.equal((await tail(1000)).length, before)
})

test('members come into teams and channels and leave them; what is so already is no event', async (t) => {
  const { server, store, ctx, tail } = await setUp(t)
  const { ann, bob, eve, channel } = server.home
  const team = await store.tx((tx) => createTeam(ctx, tx, { name: 'Desk' }))
  const groups = [
    ['team', team.id, 'team.updated'],
    ['channel', channel.id, 'channel.updated'],
  ] as const
  for (const [kind, id, event] of groups) {
    const change = (action: 'add' | 'set' | 'remove', memberIds: number[]) =>
      store.tx((tx) => changeMemberships(ctx, tx, { kind, id, action, memberIds }))
    const count = async () => (await tail(1000)).length
    assert.deepEqual(
      (await change('add', [eve.id, bob.id, eve.id])).members.map((one) => one.id),
      [bob.id, eve.id],
    )
    assert.deepEqual((await tail(1))[0], { type: event, conversation_id: null, subject_id: id, data: { fields: ['members'] } })
    const first = await count()
    assert.deepEqual((await change('add', [bob.id])).added, [])
    assert.equal(await count(), first)
    const set = await change('set', [ann.id, bob.id])
    assert.deepEqual(
      [set.members, set.added].map((list) => list.map((one) => one.id)),
      [[ann.id, bob.id], [ann.id]],
    )
    assert.deepEqual(await listGroupsOf(store, ctx.accountId, kind, eve.id), [])
    assert.deepEqual(await listGroupsOf(store, ctx.accountId, kind, ann.id), [id])
    assert.deepEqual(
      (await change('remove', [ann.id, eve.id])).members.map((one) => one.id),
      [bob.id],
    )
    const before = await count()
    await assert.rejects(change('add', [ann.id, server.away.ann.id]), { code: 'member_not_found' })
    const away = systemCtx(server.core, server.away.account.id)
    await assert.rejects(
      store.tx((tx) => changeMemberships(away, tx, { kind, id, action: 'add', memberIds: [server.away.ann.id] })),
      AppError,
    )
    assert.equal(await count(), before)
    assert.deepEqual(await listMembersOf(store, ctx.accountId, kind, [id]), new Map([[id, [bob.id]]]))
  }
})

test('a conversation may be a team’s, until the team is no more', async (t) => {
  const { server, store, ctx, tail } = await setUp(t)
  const { home, away } = server
  const team = await store.tx((tx) => createTeam(ctx, tx, { name: 'Desk' }))
  await store.tx((tx) => changeMemberships(ctx, tx, { kind: 'team', id: team.id, action: 'add', memberIds: [home.bob.id] }))
  const given = await store.tx((tx) => updateConversation(ctx, tx, { id: home.conversation.id }, { teamId: team.id }))
  assert.equal(given.conversation.teamId, team.id)
  assert.deepEqual((await tail(2))[0]?.data, { teamId: [null, team.id] })
  const begun = await store.tx((tx) => createConversation(ctx, tx, { teamId: team.id }))
  const foreign = await store.tx((tx) => createTeam(systemCtx(server.core, away.account.id), tx, { name: 'Desk' }))
  await assert.rejects(
    store.tx((tx) => updateConversation(ctx, tx, { id: home.ticket.id }, { teamId: foreign.id })),
    { code: 'team_not_found' },
  )
  await assert.rejects(
    store.tx((tx) => createConversation(ctx, tx, { teamId: foreign.id })),
    { code: 'team_not_found' },
  )
  await assert.rejects(
    store.tx((tx) => deleteTeam(ctx, tx, foreign.id)),
    { code: 'team_not_found' },
  )

  const { revision } = await getConversation(ctx, { id: begun.id })
  await store.tx((tx) => deleteTeam(ctx, tx, team.id))
  assert.deepEqual(await tail(3), [
    { type: 'conversation.updated', conversation_id: home.conversation.id, subject_id: null, data: { teamId: [team.id, null] } },
    { type: 'conversation.updated', conversation_id: begun.id, subject_id: null, data: { teamId: [team.id, null] } },
    { type: 'team.deleted', conversation_id: null, subject_id: team.id, data: null },
  ])
  // What was kept of it in memory is not believed any more.
  const after = await getConversation(ctx, { id: begun.id })
  assert.deepEqual([after.teamId, after.revision > revision], [null, true])
  assert.equal((await findConversation(store, ctx.accountId, { id: home.conversation.id }))?.teamId, null)
  assert.deepEqual(await listGroupsOf(store, ctx.accountId, 'team', home.bob.id), [])
  assert.deepEqual((await listTeams(store, away.account.id)).length, 1)
})
