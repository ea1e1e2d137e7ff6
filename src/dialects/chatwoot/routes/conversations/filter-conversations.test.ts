import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { defineAttribute } from '../../../../core/attributes/define-attribute.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { createTeam } from '../../../../core/teams/create-team.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf } from '../../desk-test.ts'
import { PROFILES } from '../../family-test.ts'
import type { Profile } from '../../profile.ts'

type Row = [key: string, operator: string, values?: unknown, next?: 'AND' | 'OR']

function filterOf(server: TestServer, profile: Profile) {
  const { call } = deskOf(server, profile)
  return async (rows: Row[], query = '') => {
    const payload = rows.map(([attribute_key, filter_operator, values, query_operator = null], index) => ({
      attribute_key,
      filter_operator,
      ...(values === undefined ? {} : { values }),
      query_operator: index === rows.length - 1 ? null : (query_operator ?? 'AND'),
    }))
    return call('POST', `/conversations/filter${query}`, { payload })
  }
}

/** Three conversations at home: the first with much to find, the second assigned and labelled, the third empty. */
async function makeThree(server: TestServer) {
  const { core, home } = server
  const ctx = systemCtx(core, home.account.id)
  const { ok } = deskOf(server, CHATWOOT)
  const third = await ok('POST', '/conversations', { inbox_id: home.channel.id, contact_id: home.jane.id, status: 'resolved' })
  const [one, two, three] = [home.conversation.number, home.ticket.number, third.id]
  const team = await core.store.tx((tx) => createTeam(ctx, tx, { name: 'Desk' }))
  await core.store.tx((tx) =>
    updateConversation(
      ctx,
      tx,
      { number: one },
      { priority: 'high', teamId: team.id, additional: { referer: 'https://shop.example/cart', browser_language: 'de' } },
    ),
  )
  await core.store.tx((tx) => updateConversation(ctx, tx, { number: two }, { assigneeId: home.ann.id, labels: ['vip'] }))
  await core.store.tx((tx) =>
    updateConversation(ctx, tx, { number: three }, { status: 'archived', attributes: { plan: 'Gold', seats: 12 } }),
  )
  return { one, two, three, team }
}

test('conversations are found by every key the vendor names, and by attributes that were defined', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { one, two, three, team } = await makeThree(server)
  const ctx = systemCtx(server.core, home.account.id)
  await server.core.store.tx((tx) => defineAttribute(ctx, tx, { entity: 'conversation', key: 'plan', name: 'Plan', kind: 'text' }))
  await server.core.store.tx((tx) => defineAttribute(ctx, tx, { entity: 'conversation', key: 'seats', name: 'Seats', kind: 'number' }))
  const today = new Date().toISOString().slice(0, 10)
  const cases: [Row[], number[]][] = [
    [[], [one, two, three]],
    [[['status', 'equal_to', ['open']]], [one, two]],
    [[['status', 'equal_to', ['resolved', 'pending']]], [three]],
    [[['status', 'not_equal_to', ['open']]], [three]],
    [[['status', 'equal_to', ['all']]], [one, two, three]],
    [[['assignee_id', 'equal_to', [home.ann.id]]], [two]],
    [[['assignee_id', 'is_not_present']], [one, three]],
    [[['inbox_id', 'equal_to', [String(home.channel.id)]]], [one, two, three]],
    [[['team_id', 'equal_to', team.id]], [one]],
    [[['team_id', 'is_present']], [one]],
    [[['priority', 'equal_to', ['high', 'urgent']]], [one]],
    [[['display_id', 'contains', [String(three)]]], [three]],
    [[['campaign_id', 'is_present']], []],
    [[['labels', 'equal_to', ['vip']]], [two]],
    [[['labels', 'is_not_present']], [one, three]],
    [[['browser_language', 'equal_to', ['DE']]], [one]],
    [[['conversation_language', 'equal_to', ['de']]], []],
    [[['referer', 'contains', ['shop.example']]], [one]],
    [[['mail_subject', 'does_not_contain', ['x']]], [one, two, three]],
    [[['created_at', 'is_less_than', [today]]], []],
    [[['created_at', 'is_greater_than', ['2020-01-01']]], [one, two, three]],
    [[['last_activity_at', 'days_before', [1]]], []],
    [[['plan', 'equal_to', ['gold']]], [three]],
    [[['seats', 'is_greater_than', [11]]], [three]],
    [
      [
        ['priority', 'equal_to', ['high'], 'OR'],
        ['labels', 'equal_to', ['vip'], 'AND'],
        ['status', 'equal_to', ['resolved']],
      ],
      [one],
    ],
    [
      [
        ['priority', 'equal_to', ['high'], 'OR'],
        ['labels', 'equal_to', ['vip']],
      ],
      [one, two],
    ],
  ]
  for (const profile of PROFILES) {
    const filter = filterOf(server, profile)
    for (const [rows, expected] of cases) {
      const { status, body, text } = await filter(rows)
      assert.equal(status, 200, text)
      const { payload } = profile === CHATWOOT ? body : body.data
      const found = payload.map((item: { id: number }) => item.id).sort((a: number, b: number) => a - b)
      assert.deepEqual(found, expected, `${profile.name} ${JSON.stringify(rows)}`)
    }
  }
  const { body } = await filterOf(server, CHATWOOT)([['status', 'equal_to', ['open']]])
  assert.deepEqual(body.meta, { mine_count: 1, unassigned_count: 1, all_count: 2 })
  const second = await filterOf(server, CHATWOOT)([], '?page=2')
  assert.deepEqual([second.body.meta.all_count, second.body.payload], [3, []])
})

test('a key, an operator or a value that will not do is refused with what would', async (t) => {
  const server = await startServer(t)
  const filter = filterOf(server, CHATWOOT)
  for (const [row, words] of [
    [['colour', 'equal_to', ['x']], /status, assignee_id, .*mail_subject/],
    [['plan', 'equal_to', ['x']], /Unknown attribute_key plan/],
    [['status', 'contains', ['open']], /equal_to, not_equal_to/],
    [['status', 'equal_to', ['closed']], /closed is no value for status/],
    [['priority', 'equal_to', ['highest']], /no value/],
    [['team_id', 'equal_to', ['x']], /no value/],
    [['inbox_id', 'not_equal_to', [1.5]], /1.5 is no value/],
    [['created_at', 'is_less_than', ['soon']], /no value/],
  ] as [Row, RegExp][]) {
    const { status, body } = await filter([row])
    assert.equal(status, 422)
    assert.match(body.error, words)
  }
  const { call } = deskOf(server, CHATWOOT)
  assert.equal((await call('POST', '/conversations/filter', {})).status, 422)
  assert.equal((await call('POST', '/conversations/filter', { payload: 'open' })).status, 422)
})
