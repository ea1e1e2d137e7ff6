import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf } from '../../desk-test.ts'

test('working hours begin as nine to five on weekdays and are changed day by day', async (t) => {
  const server = await startServer(t)
  const { ok, call } = deskOf(server, CHATWOOT)
  const path = `/inboxes/${server.home.channel.id}`
  const { working_hours: week } = await ok('GET', path)
  assert.equal(week.length, 7)
  const monday = {
    day_of_week: 1,
    closed_all_day: false,
    open_hour: 9,
    open_minutes: 0,
    close_hour: 17,
    close_minutes: 0,
    open_all_day: false,
  }
  assert.deepEqual([week[0].closed_all_day, week[1], week[6].closed_all_day], [true, monday, true])
  const changed = await ok('PATCH', path, {
    working_hours_enabled: true,
    working_hours: [{ day_of_week: 1, open_hour: 10, open_minutes: 30 }],
  })
  assert.deepEqual(changed.working_hours[1], { ...monday, open_hour: 10, open_minutes: 30 })
  assert.deepEqual(changed.working_hours.toSpliced(1, 1), week.toSpliced(1, 1))
  for (const day of [{ open_hour: 9 }, { day_of_week: 7 }, { day_of_week: 1, open_hour: 24 }])
    assert.equal((await call('PATCH', path, { working_hours: [day] })).status, 422)
  assert.deepEqual((await ok('PATCH', path, { working_hours: null })).working_hours, week)
})

test('a picture is an address, and is taken away', async (t) => {
  const server = await startServer(t)
  const { ok, call } = deskOf(server, CHATWOOT)
  const path = `/inboxes/${server.home.channel.id}`
  const avatar_url = 'https://pictures.example/desk.png'
  assert.equal((await ok('PATCH', path, { avatar_url })).avatar_url, avatar_url)
  assert.equal((await call('PATCH', path, { avatar_url: 'javascript:alert(1)' })).status, 422)
  assert.equal((await ok('GET', path)).avatar_url, avatar_url)
  assert.equal((await call('DELETE', `${path}/avatar`)).text, '')
  assert.equal((await ok('GET', path)).avatar_url, '')
  assert.equal((await call('DELETE', `${path}/avatar`)).status, 200)
  assert.equal((await call('DELETE', '/inboxes/999999/avatar')).status, 404)
})

test('after the hours an inbox gives for replies nobody can reply, until the customer writes again', async (t) => {
  let now = Date.UTC(2026, 0, 2) * 1000
  const server = await startServer(t, { now: () => now })
  const { conversation, channel } = server.home
  const path = `/conversations/${conversation.number}`
  for (const profile of [CHATWOOT, DIGITAL99]) {
    const { ok } = deskOf(server, profile)
    const window = (hours: unknown) =>
      ok('PATCH', `/inboxes/${channel.id}`, { channel: { additional_attributes: { agent_reply_time_window: hours } } })
    const canReply = async () => (await ok('GET', path)).can_reply
    const write = (message_type: string) => ok('POST', `${path}/messages`, { content: 'Hello', message_type })
    await write('incoming')
    assert.equal(await canReply(), true)
    await window(24)
    assert.equal(await canReply(), true)
    now += 24 * 3_600_000_000
    await write('outgoing')
    assert.equal(await canReply(), false)
    assert.equal(
      (await ok('GET', '/conversations')).data.payload.find((one: { id: number }) => one.id === conversation.number).can_reply,
      false,
    )
    await write('incoming')
    assert.equal(await canReply(), true)
    now += 24 * 3_600_000_000
    await window('')
    assert.equal(await canReply(), true)
  }
})
