import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, sourceIdOf } from '../../desk-test.ts'
import { addEmailConversation, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

const NOW = 1_767_323_045_123_456

const idsOf = (answer: { data: { payload: { id: number }[] } }) => answer.data.payload.map((one) => one.id)

test('the list is filtered by status, assignee, inbox, labels, words and kind, and counted by assignee', async (t) => {
  const server = await startServer(t)
  const { ann, bob, channel, conversation, ticket } = server.home
  const mail = await addEmailConversation(server)
  const [one, two, three] = [conversation.number, ticket.number, mail.number]
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    if (profile === CHATWOOT) {
      await ok('POST', `/conversations/${one}/messages`, { content: 'Where is my parcel', message_type: 'outgoing' })
      await ok('POST', `/conversations/${one}/assignments`, { assignee_id: ann.id })
      await ok('POST', `/conversations/${two}/assignments`, { assignee_id: bob.id })
      await ok('POST', `/conversations/${two}/labels`, { labels: ['vip', '100%'] })
      await ok('POST', `/conversations/${three}/toggle_status`, { status: 'pending' })
    }
    const list = async (query: string) => idsOf(await ok('GET', `/conversations${query}`))
    assert.deepEqual(new Set(await list('')), new Set([one, two]))
    assert.deepEqual(new Set(await list('?status=all')), new Set([one, two, three]))
    assert.deepEqual(await list('?status=pending'), [three])
    assert.deepEqual(await list('?status=resolved'), [])
    assert.deepEqual(await list('?assignee_type=me'), [one])
    assert.deepEqual(new Set(await list('?assignee_type=assigned')), new Set([one, two]))
    assert.deepEqual(await list('?status=all&assignee_type=unassigned'), [three])
    assert.deepEqual(await list(`?status=all&inbox_id=${mail.channelId}`), [three])
    assert.deepEqual(await list('?labels=vip'), [two])
    assert.deepEqual(await list('?labels[]=vip&labels[]=other'), [two])
    assert.deepEqual(await list('?labels=vi'), [])
    assert.deepEqual(await list('?labels=1%25'), [])
    assert.deepEqual(await list('?q=parcel'), [one])
    assert.deepEqual(await list('?q=nothing'), [])
    assert.deepEqual(await list('?conversation_type=unattended'), [two])
    assert.deepEqual(await list('?conversation_type=mention'), [])
    assert.deepEqual(new Set(await list('?conversation_type=participating')), new Set([one, two]))
    assert.deepEqual(await list('?updated_within=3600&labels=vip'), [two])
    assert.deepEqual(new Set(await list(`?source_id=${await sourceIdOf(server)}`)), new Set([one, two]))
    assert.deepEqual(await list('?source_id=unknown'), [])
    assert.deepEqual(await list('?page=2'), [])
    const counts = { mine_count: 1, assigned_count: 2, unassigned_count: 0, all_count: 2 }
    const expected = profile === DIGITAL99 ? { ...counts, new_count: 1 } : counts
    assert.deepEqual((await ok('GET', '/conversations?assignee_type=me')).data.meta, expected)
    assert.deepEqual(await ok('GET', '/conversations/meta'), { meta: expected })
    assert.equal((await ok('GET', `/conversations/meta?inbox_id=${channel.id}&labels=vip`)).meta.all_count, 1)
    for (const query of [
      '?status=closed',
      '?assignee_type=you',
      '?inbox_id=x',
      '?updated_within=day',
      '?conversation_type=x',
      '?team_id=x',
    ]) {
      assert.equal((await call('GET', `/conversations${query}`)).status, profile === NDOTO ? 400 : 422, query)
    }
    assert.equal((await call('GET', '/conversations?team_id=3')).status, 404)
    assert.equal((await call('GET', '/conversations?page=x')).status, profile === NDOTO ? 400 : 200)
  }
})

test('a page holds 25, sorted as asked', async (t) => {
  let clock = NOW
  const server = await startServer(t, { now: () => (clock += 1_000_000) })
  const { channel, jane } = server.home
  const { ok } = deskOf(server, CHATWOOT)
  for (let i = 0; i < 26; i++) await ok('POST', '/conversations', { inbox_id: channel.id, contact_id: jane.id })
  const newest = Array.from({ length: 28 }, (_, i) => 28 - i)
  assert.deepEqual(idsOf(await ok('GET', '/conversations')), newest.slice(0, 25))
  assert.deepEqual(idsOf(await ok('GET', '/conversations?page=2')), newest.slice(25))
  assert.deepEqual(idsOf(await ok('GET', '/conversations?sort_by=created_at_asc')), newest.toReversed().slice(0, 25))
  assert.equal((await ok('GET', '/conversations?updated_within=86400')).data.payload.length, 28)
  await ok('PATCH', '/conversations/4', { priority: 'low' })
  await ok('POST', '/conversations/9/toggle_priority', { priority: 'urgent' })
  assert.deepEqual(idsOf(await ok('GET', '/conversations?sort_by=priority_desc')).slice(0, 3), [9, 4, 28])
  assert.deepEqual(idsOf(await ok('GET', '/conversations?sort_by=priority_asc')).slice(0, 2), [4, 9])
  await ok('POST', '/conversations/9/toggle_priority')
  assert.equal((await ok('GET', '/conversations/9')).priority, null)
  await ok('POST', '/conversations/5/messages', { content: 'Hi', message_type: 'incoming' })
  assert.deepEqual(idsOf(await ok('GET', '/conversations?sort_by=waiting_since_desc'))[0], 5)
  const ndoto = deskOf(server, NDOTO)
  assert.deepEqual(idsOf(await ndoto.ok('GET', '/conversations?sort=updated_at')).slice(0, 2), [5, 9])
  assert.equal((await ndoto.call('GET', '/conversations?sort=size')).status, 400)
})

test('conversations and contacts are found by a hundred labels at once, and no more', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { call } = deskOf(server, profile)
    for (const path of ['/conversations', '/contacts']) {
      const ask = async (count: number) =>
        (await call('GET', `${path}?${Array.from({ length: count }, (_, at) => `labels=l${at}`).join('&')}`)).status
      assert.equal(await ask(100), 200)
      for (const count of [101, 1050]) assert.ok([400, 422].includes(await ask(count)), `${profile.name} ${path} ${count}`)
    }
  }
})
