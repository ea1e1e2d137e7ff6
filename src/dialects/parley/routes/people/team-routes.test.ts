import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { changeMemberships } from '../../../../core/members/change-memberships.ts'
import { createTeam } from '../../../../core/teams/create-team.ts'

test('teams are listed with who is in them, and conversations by their team', async (t) => {
  const server = await startServer(t, { now: () => Date.UTC(2026, 0, 2) * 1000 })
  const { home, away, core } = server
  const ctx = systemCtx(core, home.account.id)
  const make = (of: typeof ctx, name: string) => core.store.tx((tx) => createTeam(of, tx, { name }))
  const night = await make(ctx, 'night')
  const desk = await make(ctx, 'Desk')
  await make(systemCtx(core, away.account.id), 'Theirs')
  await core.store.tx((tx) =>
    changeMemberships(ctx, tx, { kind: 'team', id: desk.id, action: 'add', memberIds: [home.eve.id, home.bob.id] }),
  )
  const bob = parleyClient(server, home.secrets.bob)
  const at = '2026-01-02T00:00:00.000000Z'
  const common = { description: null, createdAt: at, updatedAt: at }
  assert.deepEqual((await bob.get('/teams')).body, {
    teams: [
      { id: desk.id, name: 'Desk', memberIds: [home.bob.id, home.eve.id], ...common },
      { id: night.id, name: 'night', memberIds: [], ...common },
    ],
  })
  await bob.patch(`/conversations/${home.ticket.id}`, { teamId: desk.id })
  const listed = async (client: typeof bob, id: number) =>
    (await client.get(`/conversations?teamId=${id}`)).body.conversations.map((one: { id: number }) => one.id)
  assert.deepEqual(await listed(bob, desk.id), [home.ticket.id])
  assert.deepEqual(await listed(bob, night.id), [])
  // Whose team a conversation is, is the business's own.
  const jane = parleyClient(server, home.secrets.jane)
  assert.deepEqual(await listed(jane, desk.id), [])
  assert.equal((await jane.get(`/conversations/${home.ticket.id}`)).body.teamId, undefined)
  assert.equal((await jane.get('/teams')).status, 403)
})

test('a member is taken out of the account by an administrator, once', async (t) => {
  const server = await startServer(t)
  const { ann, bob, away } = { ...server.home, away: server.away }
  const client = parleyClient(server, server.home.secrets.ann)
  assert.equal((await parleyClient(server, server.home.secrets.bob).delete(`/members/${ann.id}`)).status, 403)
  assert.equal((await client.delete(`/members/${away.bob.id}`)).status, 404)
  assert.equal((await client.delete(`/members/${bob.id}`)).status, 204)
  assert.equal((await parleyClient(server, server.home.secrets.bob).get('/whoami')).status, 401)
  const again = await client.delete(`/members/${bob.id}`)
  assert.deepEqual([again.status, again.body.error.code], [404, 'member_not_found'])
})
