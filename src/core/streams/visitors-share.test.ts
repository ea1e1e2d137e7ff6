import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Core } from '../context.ts'
import { createStreams, type Registered } from './streams.ts'

const stream = (isVisitor: boolean): Registered => ({ accountId: 1, isVisitor, tick() {}, hear() {}, stop() {} })

test('a visitor has few streams, and all of them together leave room for everybody else', (t) => {
  const streams = createStreams(() => ({ now: () => 0 }) as Core, { total: 40, perCaller: 100 })
  t.after(() => streams.stop())
  const leave = Array.from({ length: 10 }, () => streams.enter('one', stream(true)))
  assert.throws(() => streams.enter('one', stream(true)), { code: 'too_many_streams' })
  for (let i = 0; i < 10; i++) leave.push(streams.enter(`visitor ${i}`, stream(true)))
  assert.throws(() => streams.enter('another', stream(true)), { code: 'unavailable' })
  for (let i = 0; i < 20; i++) leave.push(streams.enter('ann', stream(false)))
  assert.throws(() => streams.enter('bob', stream(false)), { code: 'unavailable' })
  leave.shift()?.()
  leave.push(streams.enter('another', stream(true)))
  for (const one of leave) one()
})
