import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { addMember, PROFILES } from '../../family-test.ts'

const ids = (body: { payload: { id: number }[] }) => body.payload.map((one) => one.id)

test('an inbox’s members are added, replaced and taken out; every call answers who is in it', async (t) => {
  const server = await startServer(t)
  const { ann, bob, eve, channel } = server.home
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const own = `/inbox_members/${channel.id}`
    const change = (method: string, ...user_ids: unknown[]) => ok(method, '/inbox_members', { inbox_id: channel.id, user_ids })
    assert.deepEqual(await ok('GET', own), { payload: [] })
    assert.deepEqual(ids(await change('POST', bob.id, String(eve.id))), [bob.id, eve.id])
    assert.deepEqual(ids(await change('POST', bob.id)), [bob.id, eve.id])
    const { body: agents } = await call('GET', '/agents')
    assert.deepEqual(
      (await ok('GET', own)).payload[0],
      agents.find((one: { id: number }) => one.id === bob.id),
    )
    assert.deepEqual(ids(await change('PATCH', ann.id)), [ann.id])
    assert.deepEqual(ids(await change('DELETE', bob.id)), [ann.id])
    // A published client names the inbox in the address.
    assert.deepEqual(ids(await ok('DELETE', own, { user_ids: [ann.id] })), [])
  }
})

test('members who are none, and inboxes that are none, are refused, and agents do not decide who answers', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const agent = await addMember(server, 'Otto', 'agent')
  const robot = await addMember(server, 'Robot', 'bot')
  for (const profile of PROFILES) {
    const { call } = deskOf(server, profile)
    const before = await snapshot(server)
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      const attempt = (inbox_id: unknown, user_ids: unknown, options = {}) =>
        call(method, '/inbox_members', { inbox_id, user_ids }, options)
      assert.equal((await attempt(away.channel.id, [home.bob.id])).status, 404)
      assert.equal((await attempt(999_999, [home.bob.id])).status, 404)
      for (const id of [away.bob.id, robot.member.id, 999_999]) assert.equal((await attempt(home.channel.id, [id])).status, 404)
      assert.equal((await attempt(home.channel.id, ['bob'])).status, 422)
      assert.equal((await attempt(home.channel.id, undefined)).status, 422)
      for (const token of [agent.secret, undefined, 'wrong-token'])
        assert.ok([401, 403].includes((await attempt(home.channel.id, [home.bob.id], { token })).status))
    }
    assert.equal((await call('GET', `/inbox_members/${away.channel.id}`)).status, 404)
    assert.equal((await call('GET', '/inbox_members/x')).status, 404)
    assert.equal(await snapshot(server), before)
  }
})

test('who may be assigned is an inbox’s members and the administrators, or everybody where it has none', async (t) => {
  const server = await startServer(t)
  const { ann, bob, eve, channel } = server.home
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const other = await ok('POST', '/inboxes', { name: 'Other', channel: { type: 'api' } })
    const of = async (...inboxes: number[]) =>
      ids(await ok('GET', `/assignable_agents?${inboxes.map((id) => `inbox_ids[]=${id}`).join('&')}`))
    assert.deepEqual(ids(await ok('GET', `/inboxes/${channel.id}/assignable_agents`)), [ann.id, bob.id, eve.id])
    await ok('POST', '/inbox_members', { inbox_id: channel.id, user_ids: [bob.id] })
    assert.deepEqual(ids(await ok('GET', `/inboxes/${channel.id}/assignable_agents`)), [ann.id, bob.id])
    await ok('POST', '/inbox_members', { inbox_id: other.id, user_ids: [eve.id] })
    assert.deepEqual(await of(other.id), [ann.id, eve.id])
    assert.deepEqual(await of(channel.id, other.id), [ann.id])
    assert.equal((await call('GET', '/assignable_agents')).status, 404)
    assert.equal((await call('GET', `/assignable_agents?inbox_ids[]=${server.away.channel.id}`)).status, 404)
    for (const id of [channel.id, other.id]) await ok('PATCH', '/inbox_members', { inbox_id: id, user_ids: [] })
  }
})

test('an agent is not shown an inbox whose members are others', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { secret } = await addMember(server, 'Otto', 'agent')
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const as = { token: secret }
    const closed = await ok('POST', '/inboxes', { name: 'Closed', channel: { type: 'api' } })
    const shown = async () => ids(await ok('GET', '/inboxes', undefined, as)).includes(closed.id)
    assert.equal(await shown(), true)
    await ok('POST', '/inbox_members', { inbox_id: closed.id, user_ids: [home.bob.id] })
    assert.equal(await shown(), false)
    assert.equal((await call('GET', `/inboxes/${closed.id}`, undefined, as)).status, 404)
    assert.equal((await call('POST', '/conversations', { inbox_id: closed.id, contact_id: home.jane.id }, as)).status, 404)
    await ok('GET', `/inboxes/${closed.id}`)
    await ok('PATCH', '/inbox_members', { inbox_id: closed.id, user_ids: [] })
  }
})
