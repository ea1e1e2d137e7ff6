import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { addMember, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

const SECONDS = 1_767_323_045

test('unread messages are the customer’s since the team last looked, at most 10; a note is none', async (t) => {
  const server = await startServer(t)
  const { ann, conversation } = server.home
  const { ok } = deskOf(server, CHATWOOT)
  const path = `/conversations/${conversation.number}`
  const say = (message_type: string, more: object = {}) => ok('POST', `${path}/messages`, { content: 'Hi', message_type, ...more })
  await ok('POST', `${path}/assignments`, { assignee_id: ann.id })
  await say('incoming')
  await say('outgoing')
  await say('incoming', { private: true })
  assert.equal((await ok('GET', path)).unread_count, 1)
  for (let i = 0; i < 11; i++) await say('incoming')
  assert.equal((await ok('GET', path)).unread_count, 10)
  const seen = await ok('POST', `${path}/update_last_seen`)
  assert.equal(seen.unread_count, 0)
  assert.ok(seen.agent_last_seen_at > 0)
  assert.equal(seen.assignee_last_seen_at, seen.agent_last_seen_at)
  const read = await server.core.store.one<{ last_read_seq: number }>(
    'select last_read_seq from participants where conversation_id = $1 and author_id = $2',
    [conversation.id, ann.id],
  )
  assert.equal(read?.last_read_seq, 15) // the assignment is one, too
  await say('incoming')
  for (const profile of PROFILES) assert.equal((await deskOf(server, profile).ok('GET', path)).unread_count, 1)
})

test('the last message may be a note for the team; a deleted one stays only where tombstones do', async (t) => {
  const server = await startServer(t)
  const path = `/conversations/${server.home.conversation.number}`
  const { ok } = deskOf(server, CHATWOOT)
  await ok('POST', `${path}/messages`, { content: 'Public', message_type: 'outgoing' })
  const note = await ok('POST', `${path}/messages`, { content: 'For us', message_type: 'outgoing', private: true })
  const digital = deskOf(server, DIGITAL99)
  assert.equal((await ok('GET', path)).messages[0].content, 'For us')
  assert.equal((await digital.ok('GET', path)).messages[0].private, true)
  await ok('DELETE', `${path}/messages/${note.id}`)
  assert.deepEqual((await ok('GET', path)).messages[0].content_attributes, { deleted: true })
  assert.equal((await digital.ok('GET', path)).messages[0].content, 'Public')
})

test('the status flips, is set, and an agent who opens takes the conversation', async (t) => {
  const server = await startServer(t)
  const { conversation } = server.home
  const { member, secret } = await addMember(server, 'Agent', 'agent')
  const path = `/conversations/${conversation.number}`
  const { ok, call } = deskOf(server, CHATWOOT)
  const toggle = async (body?: object, token?: string) =>
    (await ok('POST', `${path}/toggle_status`, body, token === undefined ? {} : { token })).payload
  const flipped = await ok('POST', `${path}/toggle_status`)
  const payload = { success: true, conversation_id: conversation.number, current_status: 'resolved', snoozed_until: null }
  assert.deepEqual(flipped, { meta: {}, payload })
  assert.equal((await toggle()).current_status, 'open')
  assert.equal((await ok('GET', path)).meta.assignee, undefined)
  const until = SECONDS + 3600
  assert.deepEqual(await toggle({ status: 'snoozed', snoozed_until: until }), {
    ...payload,
    current_status: 'snoozed',
    snoozed_until: until,
  })
  assert.equal((await toggle({ status: 'open' }, secret)).current_status, 'open')
  assert.equal((await ok('GET', path)).meta.assignee.id, member.id)
  assert.equal((await call('POST', `${path}/toggle_status`, { status: 'closed' })).status, 422)
  const digital = deskOf(server, DIGITAL99)
  assert.deepEqual(await digital.ok('POST', `${path}/toggle_status`, { status: 'resolved' }), { payload })
  assert.deepEqual(await digital.ok('POST', `${path}/toggle_status`, { status: 'resolved' }), { payload })
  for (const body of [{}, { status: 'pending' }, { status: 'snoozed' }]) {
    assert.equal((await digital.call('POST', `${path}/toggle_status`, body)).status, 422)
  }
  assert.equal((await deskOf(server, NDOTO).ok('POST', `${path}/toggle_status`)).payload.current_status, 'open')
})

test('an assignment answers whom the conversation has now', async (t) => {
  const server = await startServer(t)
  const { bob, conversation } = server.home
  const robot = await addMember(server, 'Robot', 'bot')
  const path = `/conversations/${conversation.number}`
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const assignee = async () => (await ok('GET', path)).meta.assignee?.id
    assert.equal((await ok('POST', `${path}/assignments`, { assignee_id: String(bob.id), team_id: 4 })).id, bob.id)
    assert.equal(await assignee(), bob.id)
    assert.equal(await ok('POST', `${path}/assignments`, { team_id: 0 }), null)
    assert.equal((await call('POST', `${path}/assignments`, { team_id: 4 })).status, 404)
    assert.equal(await assignee(), bob.id)
    assert.equal((await call('POST', `${path}/assignments`, { assignee_id: 999_999 })).status, 404)
    assert.equal((await call('POST', `${path}/assignments`, { assignee_id: server.away.bob.id })).status, 404)
    assert.equal(await assignee(), bob.id)
    assert.equal(await ok('POST', `${path}/assignments`, { assignee_id: null }), null)
    assert.equal(await assignee(), undefined)
    assert.equal((await ok('POST', `${path}/assignments`, { assignee_id: robot.member.id, assignee_type: 'AgentBot' })).name, 'Robot')
    assert.equal(await ok('POST', `${path}/assignments`, { assignee_id: 0 }), null)
  }
  await deskOf(server, CHATWOOT).ok('POST', `${path}/assignments`, { assignee_id: robot.member.id })
  assert.equal((await deskOf(server, CHATWOOT).ok('GET', path)).meta.assignee_type, 'AgentBot')
})

test('labels and custom attributes take the place of all there were; typing is said to whoever looks and leaves no trace', async (t) => {
  const server = await startServer(t)
  const path = `/conversations/${server.home.conversation.number}`
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    assert.deepEqual(await ok('POST', `${path}/labels`, { labels: ['vip', 'new', 'vip'] }), { payload: ['vip', 'new'] })
    assert.deepEqual(await ok('POST', `${path}/labels`, { labels: ['late'] }), { payload: ['late'] })
    assert.deepEqual(await ok('GET', `${path}/labels`), { payload: ['late'] })
    assert.deepEqual(await ok('POST', `${path}/labels`, { labels: [] }), { payload: [] })
    assert.deepEqual(await ok('POST', `${path}/custom_attributes`, { custom_attributes: { a: 1 } }), { custom_attributes: { a: 1 } })
    assert.deepEqual(await ok('POST', `${path}/custom_attributes`, { custom_attributes: { b: [2] } }), { custom_attributes: { b: [2] } })
    assert.deepEqual((await ok('GET', path)).custom_attributes, { b: [2] })
    const before = await snapshot(server)
    for (const labels of ['vip,new', [''], ['x'.repeat(256)], Array(101).fill('x')]) {
      const answer = await call('POST', `${path}/labels`, { labels })
      // Chatwoot reads a lone word where it asks for a list as a list of it (chatwoot sheet 1).
      if (!(profile.lenient && labels === 'vip,new')) assert.equal(answer.status, 422, answer.text)
    }
    if (!profile.lenient) assert.equal(await snapshot(server), before)
    const quiet = await snapshot(server)
    const said: unknown[] = []
    const deafen = server.core.signals.listen(
      (signal) => signal.kind === 'typing' && said.push([signal.author.id, signal.on, signal.private]),
    )
    assert.equal(await ok('POST', `${path}/toggle_typing_status`, { typing_status: 'on', is_private: true }), '')
    for (const body of [undefined, { typing_status: 'maybe' }, { typing_status: 'off' }])
      assert.equal(await ok('POST', `${path}/toggle_typing_status`, body), '')
    assert.deepEqual(said, [
      [server.home.ann.id, true, true],
      [server.home.ann.id, false, false],
    ])
    deafen()
    assert.equal(await snapshot(server), quiet)
  }
})
