import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { addMember, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

const given = { name: 'Front Desk', description: 'Days', allow_auto_assign: false }

test('a team is made, listed, changed and deleted; each vendor shows it in its own way', async (t) => {
  let now = Date.UTC(2026, 0, 2) * 1000
  const server = await startServer(t, { now: () => now })
  const { account } = server.home
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const made = await ok('POST', '/teams', given)
    const created = now / 1e6
    const own = (changed: number) =>
      profile === NDOTO ? { created_at: created, updated_at: changed } : { account_id: account.id, is_member: false }
    assert.deepEqual(made, { id: made.id, ...given, ...own(created) }, profile.name)
    assert.deepEqual(await ok('GET', '/teams'), [made])
    assert.deepEqual(await ok('GET', `/teams/${made.id}`), made)
    now += 5_000_000
    const changed = { ...made, description: null, ...own(now / 1e6) }
    assert.deepEqual(await ok('PATCH', `/teams/${made.id}`, { description: null }), changed)
    assert.deepEqual(await ok('PUT', `/teams/${made.id}`, {}), changed)
    assert.equal((await call('DELETE', `/teams/${made.id}`)).text, '')
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const gone = await call(method, `/teams/${made.id}`, method === 'PATCH' ? {} : undefined)
      assert.deepEqual([gone.status, gone.body], [404, { error: 'Resource could not be found' }])
    }
    assert.deepEqual(await ok('GET', '/teams'), [])
  }
})

test('a refused team leaves nothing behind', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const { id } = await ok('POST', '/teams', { ...given, name: 'Taken' })
    const before = await snapshot(server)
    for (const body of [{ ...given, name: '' }, { ...given, name: ' ' }, { ...given, name: 'x'.repeat(256) }, { description: 'x' }])
      assert.equal((await call('POST', '/teams', body)).status, 422, `${profile.name} ${JSON.stringify(body)}`)
    const taken = await call('POST', '/teams', { ...given, name: 'TAKEN' })
    const words = 'Name has already been taken'
    assert.deepEqual([taken.status, taken.body], [422, profile === CHATWOOT ? { message: words, attributes: ['name'] } : { error: words }])
    assert.equal(await snapshot(server), before)
    await ok('DELETE', `/teams/${id}`)
  }
})

test('agents see teams; administrators make them and say who is in them', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const { secret } = await addMember(server, 'Otto', 'agent')
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const team = await ok('POST', '/teams', given)
    const path = `/teams/${team.id}/team_members`
    const before = await snapshot(server)
    const as = { token: secret }
    await ok('GET', '/teams', undefined, as)
    await ok('GET', path, undefined, as)
    const forbidden = profile === NDOTO ? 403 : 401
    for (const [method, where, body] of [
      ['POST', '/teams', given],
      ['PATCH', `/teams/${team.id}`, { name: 'Mine' }],
      ['DELETE', `/teams/${team.id}`, undefined],
      ['POST', path, { user_ids: [home.bob.id] }],
      ['PATCH', path, { user_ids: [home.bob.id] }],
      ['DELETE', path, { user_ids: [home.bob.id] }],
    ] as const) {
      assert.equal((await call(method, where, body, as)).status, forbidden, `${profile.name} ${method} ${where}`)
      assert.equal((await call(method, where, body, { token: undefined })).status, 401)
      assert.equal((await call(method, where, body, { token: away.tokens[profile.name] })).status, forbidden)
    }
    assert.equal(await snapshot(server), before)
    await ok('DELETE', `/teams/${team.id}`)
  }
})

test('members are added, replaced and taken out; whoever asks is told whether they are in it', async (t) => {
  const server = await startServer(t)
  const { ann, bob, eve } = server.home
  const robot = await addMember(server, 'Robot', 'bot')
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const team = await ok('POST', '/teams', given)
    const path = `/teams/${team.id}/team_members`
    const ids = (agents: { id: number }[]) => agents.map((one) => one.id)
    assert.deepEqual(await ok('GET', path), [])
    assert.deepEqual(ids(await ok('POST', path, { user_ids: [bob.id, String(eve.id)] })), [bob.id, eve.id])
    // Those who came in are answered.
    assert.deepEqual(ids(await ok('POST', path, { user_ids: [bob.id, ann.id] })), [ann.id])
    assert.deepEqual(ids(await ok('GET', path)), [ann.id, bob.id, eve.id])
    if (profile !== NDOTO) assert.equal((await ok('GET', `/teams/${team.id}`)).is_member, true)
    const { body: agents } = await call('GET', '/agents')
    assert.deepEqual(
      (await ok('GET', path))[1],
      agents.find((one: { id: number }) => one.id === bob.id),
    )
    assert.deepEqual(ids(await ok('PATCH', path, { user_ids: [eve.id] })), [eve.id])
    assert.equal((await call('DELETE', path, { user_ids: [eve.id, bob.id] })).text, '')
    assert.deepEqual(await ok('GET', path), [])
    for (const [user_ids, status] of [
      [[server.away.bob.id], 404],
      [[bob.id, 999_999], 404],
      [[robot.member.id], 404],
      [['bob'], 422],
      [undefined, 422],
    ] as const) {
      for (const method of ['POST', 'PATCH', 'DELETE']) assert.equal((await call(method, path, { user_ids })).status, status)
    }
    assert.deepEqual(await ok('GET', path), [])
    await ok('DELETE', `/teams/${team.id}`)
  }
})

test('a conversation is given to a team, unless an agent is named, and taken from it with 0', async (t) => {
  const server = await startServer(t)
  const { bob, conversation, channel, jane } = server.home
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const team = await ok('POST', '/teams', given)
    const path = `/conversations/${conversation.number}`
    const shown = profile === NDOTO ? { id: team.id, name: team.name } : team
    assert.deepEqual(await ok('POST', `${path}/assignments`, { team_id: team.id }), team)
    assert.deepEqual((await ok('GET', path)).meta.team, shown)
    assert.deepEqual(
      (await ok('GET', `/conversations?team_id=${team.id}`)).data.payload.map((one: { id: number }) => one.id),
      [conversation.number],
    )
    assert.equal((await ok('POST', `${path}/assignments`, { assignee_id: bob.id, team_id: 0 })).id, bob.id)
    assert.deepEqual((await ok('GET', path)).meta.team, shown)
    assert.equal(await ok('POST', `${path}/assignments`, { team_id: 0 }), null)
    assert.equal((await ok('GET', path)).meta.team ?? null, null)
    assert.equal((await ok('GET', path)).meta.assignee.id, bob.id)
    const begun = await ok('POST', '/conversations', { inbox_id: channel.id, contact_id: jane.id, team_id: String(team.id) })
    assert.deepEqual(begun.meta.team, shown)
    await ok('DELETE', `/teams/${team.id}`)
    assert.equal((await ok('GET', `/conversations/${begun.id}`)).meta.team ?? null, null)
  }
})
