import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { createChannel } from '../../../../core/channels/create-channel.ts'
import { createConversation } from '../../../../core/conversations/create-conversation.ts'
import { createLabel } from '../../../../core/labels/create-label.ts'
import { addMember } from '../../family-test.ts'

const DAY = 24 * 3600
const MONDAY = Date.parse('2026-03-02T00:00:00Z') / 1000

/**
 * Three days of an account: on Monday two conversations begin, one in another inbox, with a question and an answer in two messages ten minutes later; on Tuesday the first is
 * resolved, two days before another one; on Wednesday Bob, who has it by then, leaves a note.
 */
async function startWeek(t: TestContext) {
  let now = (MONDAY - 30 * DAY) * 1e6
  const server = await startServer(t, { now: () => now })
  const { home, core } = server
  const ctx = systemCtx(core, home.account.id)
  const account = `/chatwoot/api/v1/accounts/${home.account.id}`
  const at = (day: number, hours: number) => {
    now = (MONDAY + day * DAY + hours * 3600) * 1e6
  }
  async function ok(method: string, path: string, body?: unknown, token = home.tokens.chatwoot) {
    const answer = await server.call(method, path, { token, body })
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const say = (number: number, content: string, more: object = {}, token?: string) =>
    ok('POST', `${account}/conversations/${number}/messages`, { content, ...more }, token)

  at(0, 9)
  const { first, second, inbox } = await core.store.tx(async (tx) => {
    const inbox = await createChannel(ctx, tx, { name: 'Second' })
    const first = await createConversation(ctx, tx, { contactId: home.jane.id, subject: 'First' })
    const second = await createConversation(ctx, tx, { contactId: home.jane.id, channelId: inbox.id, subject: 'Second' })
    return { first, second, inbox }
  })
  await say(first.number, 'A question', { message_type: 'incoming' })
  at(0, 9 + 1 / 6)
  // In one batch, so that two messages have the time of the first reply.
  const messages = ['An answer', 'and its end'].map((text) => ({ conversationId: first.id, text }))
  const batch = await server.call('POST', '/parley/v1/messages/batch', { token: home.tokens.parley, body: { messages } })
  assert.equal(batch.status, 201, batch.text)
  at(1, 9)
  await ok('POST', `${account}/conversations/${first.number}/toggle_status`, { status: 'resolved' })
  at(2, 12)
  const label = await core.store.tx((tx) => createLabel(ctx, tx, { title: 'vip' }))
  await ok('POST', `${account}/conversations/${second.number}/labels`, { labels: ['vip'] })
  await ok('POST', `${account}/conversations/${second.number}/assignments`, { assignee_id: home.bob.id })
  await say(second.number, 'A note', { private: true }, home.secrets.bob)
  at(3, 0)
  const reports = (path: string, token?: string) =>
    ok('GET', `/chatwoot/api/v2/accounts/${home.account.id}/reports${path}`, undefined, token)
  return { server, home, reports, inbox, label, first, second }
}

const week = `since=${MONDAY}&until=${MONDAY + 3 * DAY}`
const NOTHING = {
  conversations_count: 0,
  incoming_messages_count: 0,
  outgoing_messages_count: 0,
  avg_first_response_time: 0,
  avg_resolution_time: 0,
  resolutions_count: 0,
}
const ALL = {
  conversations_count: 2,
  incoming_messages_count: 1,
  outgoing_messages_count: 3,
  avg_first_response_time: 600,
  avg_resolution_time: DAY,
  resolutions_count: 1,
}

test('a summary counts what happened in its time, and in the time of the same length before it', async (t) => {
  const { reports } = await startWeek(t)
  assert.deepEqual(await reports(`/summary?type=account&${week}`), { ...ALL, previous: NOTHING })
  assert.deepEqual(await reports(`/summary?since=${MONDAY + 3 * DAY}&until=${MONDAY + 6 * DAY}`), { ...NOTHING, previous: ALL })
  // Without a time it is the week until now.
  assert.deepEqual(await reports('/summary'), { ...ALL, previous: NOTHING })
})

test('a summary of an agent, an inbox or a label counts what concerns it', async (t) => {
  const { reports, home, inbox, label } = await startWeek(t)
  const of = async (type: string, id: number) => {
    const { previous, ...sums } = await reports(`/summary?type=${type}&id=${id}&${week}`)
    assert.deepEqual(previous, NOTHING)
    return sums
  }
  assert.deepEqual(await of('inbox', home.channel.id), { ...ALL, conversations_count: 1, outgoing_messages_count: 2 })
  assert.deepEqual(await of('inbox', inbox.id), { ...NOTHING, conversations_count: 1, outgoing_messages_count: 1 })
  assert.deepEqual(await of('label', label.id), { ...NOTHING, conversations_count: 1, outgoing_messages_count: 1 })
  assert.deepEqual(await of('agent', home.bob.id), { ...NOTHING, conversations_count: 1, outgoing_messages_count: 1 })
  assert.deepEqual(await of('agent', home.ann.id), { ...NOTHING, outgoing_messages_count: 2 })
})

test('a metric is reported step by step, with the steps in which nothing happened', async (t) => {
  const { reports } = await startWeek(t)
  const days = [MONDAY, MONDAY + DAY, MONDAY + 2 * DAY]
  const of = (metric: string, more = '') => reports(`?metric=${metric}&type=account&${week}${more}`)
  const values = (list: number[]) => days.map((timestamp, index) => ({ value: list[index], timestamp }))
  assert.deepEqual(await of('conversations_count'), values([2, 0, 0]))
  assert.deepEqual(await of('outgoing_messages_count'), values([2, 0, 1]))
  assert.deepEqual(await of('resolutions_count'), values([0, 1, 0]))
  const first = { value: 600, timestamp: MONDAY, count: 1 }
  const none = days.slice(1).map((timestamp) => ({ value: 0, timestamp, count: 0 }))
  assert.deepEqual(await of('avg_first_response_time'), [first, ...none])
  // On a clock ten hours behind, Monday's morning is still Sunday.
  assert.deepEqual((await of('conversations_count', '&timezone_offset=-10'))[0], { value: 2, timestamp: MONDAY - 14 * 3600 })
  assert.deepEqual(await of('incoming_messages_count', '&group_by=month'), [{ value: 1, timestamp: MONDAY - DAY }])
})

test('open conversations are counted for the account and for each agent', async (t) => {
  const { reports, home } = await startWeek(t)
  // Jane's conversation and ticket of the world are open, too, and nobody has answered in them.
  assert.deepEqual(await reports('/conversations?type=account'), { open: 3, unattended: 3, unassigned: 2 })
  const agents = await reports('/conversations/?type=agent')
  assert.deepEqual(
    agents.map((one: { name: string; metric: object }) => [one.name, one.metric]),
    [home.ann, home.bob, home.eve].map(({ name }, index) => [name, { open: index === 1 ? 1 : 0, unattended: index === 1 ? 1 : 0 }]),
  )
  const [bob, ...others] = await reports(`/conversations?type=agent&user_id=${home.bob.id}`)
  assert.deepEqual([bob.id, others], [home.bob.id, []])
})

test('reports are refused to agents, and for what is no metric, time or step', async (t) => {
  const { server, home } = await startWeek(t)
  const path = `/chatwoot/api/v2/accounts/${home.account.id}/reports`
  const status = async (rest: string, token = home.tokens.chatwoot) => (await server.call('GET', path + rest, { token })).status
  const { secret } = await addMember(server, 'Ada', 'agent')
  for (const rest of ['?metric=conversations_count', '/summary', '/conversations']) assert.equal(await status(rest, secret), 401)
  for (const rest of [
    '',
    '?metric=happiness',
    '?metric=constructor',
    '/summary?type=planet',
    '/summary?since=yesterday',
    '/summary?since=2&until=1',
  ])
    assert.equal(await status(rest), 422, rest)
  for (const rest of ['group_by=century', 'timezone_offset=99', 'since=0&group_by=hour'])
    assert.equal(await status(`?metric=conversations_count&${rest}`), 422, rest)
  assert.equal(await status('/summary?type=agent&id=999999'), 404)
  assert.equal(await status('/summary?type=team'), 404)
})
