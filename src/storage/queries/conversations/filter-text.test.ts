import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { systemCtx } from '../../../core/accounts/create-account.ts'
import { createConversation } from '../../../core/conversations/create-conversation.ts'
import type { Param } from '../../db.ts'
import { type Condition, conditionsText, type FilterField, type FilterOperator, type FilterValue } from './filter-text.ts'

const SUBJECT: FilterField = { column: 'subject', holds: 'text' }
const NUMBER: FilterField = { column: 'number', holds: 'number' }
const LABELS: FilterField = { column: 'labels', holds: 'labels' }
const of = (key: string, holds: FilterField['holds']): FilterField => ({ column: 'attributes', key, holds })

test('every operator finds what it says, in columns and in JSON, on both stores alike', async (t) => {
  const { core, home } = await startServer(t)
  const ctx = systemCtx(core, home.account.id)
  const made = await core.store.tx(async (tx) => {
    const first = {
      subject: 'A 100% Ünder_case',
      labels: ['vip', 'Late'],
      attributes: { plan: 'Gold', seats: 12, trial: true, since: '2026-03-01T10:00:00Z' },
    }
    const second = {
      subject: 'b',
      labels: ['VIP'],
      attributes: { plan: 'silver', seats: '12 or so', trial: false, since: '2025-01-31', 'odd key.x': 'x' },
    }
    const third = { subject: null, attributes: { seats: -3.5, trial: 'yes' } }
    const numbers: number[] = []
    for (const one of [first, second, third]) numbers.push((await createConversation(ctx, tx, one)).number)
    return numbers
  })

  async function find(...conditions: Condition[]): Promise<number[]> {
    const params: Param[] = [home.account.id, made]
    const where = conditionsText(conditions, (value) => `$${params.push(value)}`)
    const rows = await core.store.allOnce<{ number: number }>(
      `select number from conversations where account_id = $1 and number = any($2) and ${where} order by number`,
      params,
    )
    return rows.map(({ number }) => made.indexOf(number) + 1)
  }
  const one = (field: FilterField, operator: FilterOperator, ...values: FilterValue[]): Condition => ({
    field,
    operator,
    values,
    next: 'and',
  })

  const cases: [Condition, number[]][] = [
    [one(SUBJECT, 'equals', 'B', 'c'), [2]],
    [one(SUBJECT, 'differs', 'B'), [1, 3]],
    [one(SUBJECT, 'contains', '100%'), [1]],
    [one(SUBJECT, 'contains', 'r_C'), [1]],
    [one(SUBJECT, 'contains', '%'), [1]],
    [one(SUBJECT, 'lacks', '%'), [2, 3]],
    [one(SUBJECT, 'begins', 'a '), [1]],
    [one(SUBJECT, 'present'), [1, 2]],
    [one(SUBJECT, 'absent'), [3]],
    [one(NUMBER, 'above', made[0] ?? 0), [2, 3]],
    [one(NUMBER, 'equals', ...made), [1, 2, 3]],
    [one(NUMBER, 'equals'), []],
    [one(NUMBER, 'differs'), [1, 2, 3]],
    [one(LABELS, 'equals', 'vip', 'none'), [1]],
    [one(LABELS, 'differs', 'vip'), [2, 3]],
    [one(LABELS, 'present'), [1, 2]],
    [one(LABELS, 'absent'), [3]],
    [one(of('plan', 'text'), 'equals', 'gold'), [1]],
    [one(of('plan', 'text'), 'differs', 'gold'), [2, 3]],
    [one(of('plan', 'text'), 'contains', 'L'), [1, 2]],
    [one(of('plan', 'text'), 'absent'), [3]],
    [one(of('odd key.x', 'text'), 'present'), [2]],
    [one(of('seats', 'number'), 'above', 2), [1]],
    [one(of('seats', 'number'), 'below', 0), [3]],
    [one(of('seats', 'number'), 'equals', 12, -3.5), [1, 3]],
    [one(of('seats', 'number'), 'absent'), [2]],
    [one(of('since', 'date'), 'below', '2026-03-01'), [2]],
    [one(of('since', 'date'), 'equals', '2026-03-01'), [1]],
    [one(of('trial', 'flag'), 'equals', true), [1]],
    [one(of('trial', 'flag'), 'differs', true), [2, 3]],
  ]
  for (const [condition, expected] of cases) assert.deepEqual(await find(condition), expected, JSON.stringify(condition))

  const gold = one(of('plan', 'text'), 'equals', 'gold')
  const late = one(LABELS, 'equals', 'Late')
  const bare = one(SUBJECT, 'absent')
  assert.deepEqual(await find(), [1, 2, 3])
  assert.deepEqual(await find(gold, late), [1])
  assert.deepEqual(await find(gold, bare), [])
  assert.deepEqual(await find({ ...bare, next: 'or' }, gold, one(LABELS, 'equals', 'VIP')), [3])
  assert.deepEqual(await find(gold, one(LABELS, 'equals', 'VIP'), { ...late, next: 'or' }, bare), [3])
})
