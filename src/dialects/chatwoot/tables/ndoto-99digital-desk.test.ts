import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { keysOf, threeFaces, type Wire } from './three-faces-test.ts'

// "Ndoto versus 99digital on the shared path" (ndoto sheet 9, 99digital sheet 11): what lies around the messages. A test is a row and says what it says
// of both. Every test looks at one store through both mounts.

test('no access to the account: 403 in Ndoto, 401 in 99digital', async (t) => {
  const server = await startServer(t)
  const { ndoto, digital } = threeFaces(server)
  const foreign = (mount: string) => `${mount}/api/v1/accounts/${server.away.account.id}/conversations`
  const theirs = await server.call('GET', foreign('/ndoto'), { token: server.home.tokens.ndoto })
  assert.deepEqual([theirs.status, theirs.body], [403, { error: 'You are not authorized to do this action' }])
  const ours = await server.call('GET', foreign('/99digital'), { token: server.home.tokens['99digital'] })
  assert.deepEqual([ours.status, ours.body], [401, { error: 'You are not authorized to access this account' }])
  for (const face of [ndoto, digital]) await face.ok('GET', '/conversations')
})

test('conversation counts: four in Ndoto, five with new_count in 99digital', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  const counts = { all_count: 2, mine_count: 0, assigned_count: 0, unassigned_count: 2 }
  assert.deepEqual((await ndoto.ok('GET', '/conversations')).data.meta, counts)
  assert.deepEqual((await digital.ok('GET', '/conversations')).data.meta, { ...counts, new_count: 2 })
  await ndoto.say('Answered')
  assert.deepEqual((await digital.ok('GET', '/conversations/meta')).meta, { ...counts, new_count: 1 })
  assert.deepEqual((await ndoto.ok('GET', '/conversations/meta')).meta, counts)
})

test('conversation item: a flat contact in Ndoto, a large meta.sender in 99digital', async (t) => {
  const server = await startServer(t)
  const { ndoto, digital } = threeFaces(server)
  const { id, name, email } = server.home.jane
  const theirs = await ndoto.ok('GET', ndoto.talk)
  assert.deepEqual(theirs.contact, { id, name, email })
  assert.equal('sender' in theirs.meta, false)
  const ours = await digital.ok('GET', digital.talk)
  assert.equal('contact' in ours, false)
  assert.deepEqual([ours.meta.sender.id, ours.meta.sender.name, ours.meta.sender.email], [id, name, email])
  assert.ok(keysOf(ours.meta.sender).length >= 12)
})

test('agents’ availability: availability online, busy, offline in Ndoto; availability_status available, busy, offline in 99digital', async (t) => {
  const server = await startServer(t)
  const { ndoto, digital } = threeFaces(server)
  const path = `/agents/${server.home.bob.id}`
  for (const [said, word, other] of [
    ['available', 'online', 'available'],
    ['busy', 'busy', 'busy'],
    ['offline', 'offline', 'offline'],
    ['online', 'online', 'available'],
  ] as const) {
    const changed = await digital.ok('PATCH', path, { role: 'agent', availability_status: said })
    assert.equal(changed.availability_status, other)
    const bob = (agents: Wire[]) => agents.find((one) => one.id === server.home.bob.id)
    const theirs = bob(await ndoto.ok('GET', '/agents'))
    assert.equal(theirs.availability, word)
    assert.equal('availability_status' in theirs, false)
    const ours = bob(await digital.ok('GET', '/agents'))
    assert.equal(ours.availability_status, other)
    assert.equal('availability' in ours, false)
  }
})

test('teams: created_at and updated_at in Ndoto, account_id and is_member in 99digital', async (t) => {
  const server = await startServer(t)
  const { ndoto, digital } = threeFaces(server)
  const made = await digital.ok('POST', '/teams', { name: 'desk', description: 'Front desk', allow_auto_assign: true })
  const shared = { id: made.id, name: 'desk', description: 'Front desk', allow_auto_assign: true }
  const [theirs] = await ndoto.ok('GET', '/teams')
  assert.deepEqual(keysOf(theirs), [...keysOf(shared), 'created_at', 'updated_at'].sort())
  const [ours] = await digital.ok('GET', '/teams')
  assert.deepEqual(ours, { ...shared, account_id: server.home.account.id, is_member: false })
  assert.deepEqual([theirs.id, theirs.name, theirs.description], [shared.id, shared.name, shared.description])
})

test('webhook list: payload[] with name and active in Ndoto, payload.webhooks[] with account_id in 99digital', async (t) => {
  const server = await startServer(t)
  const { ndoto, digital } = threeFaces(server)
  const subscriptions = ['message_created']
  await ndoto.ok('POST', '/webhooks', { url: 'https://ndoto.example/hook', name: 'Mine', subscriptions })
  await digital.ok('POST', '/webhooks', { url: 'https://digital.example/hook', subscriptions })
  const theirs = (await ndoto.ok('GET', '/webhooks')).payload
  assert.deepEqual(theirs, [{ id: theirs[0].id, url: 'https://ndoto.example/hook', name: 'Mine', subscriptions, active: true }])
  const ours = (await digital.ok('GET', '/webhooks')).payload
  assert.deepEqual(keysOf(ours), ['webhooks'])
  const { id } = ours.webhooks[0]
  assert.deepEqual(ours.webhooks, [{ id, url: 'https://digital.example/hook', account_id: server.home.account.id, subscriptions }])
})

test('webhook events: seven in Ndoto, eight with webwidget_triggered in 99digital', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  const seven =
    'conversation_created conversation_updated conversation_status_changed message_created message_updated contact_created contact_updated'
  const all = [...seven.split(' '), 'webwidget_triggered', 'inbox_created', 'conversation_typing_on', 'nonsense']
  const takes = async (face: typeof ndoto) => {
    const taken: string[] = []
    for (const event of all) {
      const { status } = await face.call('POST', '/webhooks', { url: `https://x.example/${event}`, name: event, subscriptions: [event] })
      assert.ok(status === 200 || status === 422)
      if (status === 200) taken.push(event)
    }
    return taken.join(' ')
  }
  assert.equal(await takes(ndoto), seven)
  assert.equal(await takes(digital), `${seven} webwidget_triggered`)
})
