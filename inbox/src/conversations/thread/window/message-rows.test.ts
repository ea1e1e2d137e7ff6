import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboxEntry } from '../../composer/outbox.ts'
import { message } from './fake-messages.ts'
import { type RowFacts, toRows } from './message-rows.ts'
import { nextStep } from './row-steps.ts'

const anna = { kind: 'member', id: 3, name: 'Anna' } as const
const facts: RowFacts = {
  messages: [],
  pending: [],
  me: { id: 3 },
  firstNewSeq: null,
  readers: [],
  keys: new Map(),
  dayOf: (time) => time.slice(0, 10),
}
const pending: OutboxEntry = {
  ...{ key: 'k1', conversationId: 7, text: 'Soon', private: false, parent: null, files: [], createdAt: '2026-03-01T12:03:00.000Z' },
  ...{ afterSeq: 2, state: 'waiting', wasTried: false, problem: null, messageSeq: null },
}

test('what one says in one go is a run; a note, an answer, a silence and a new day end it', () => {
  const rows = toRows({
    ...facts,
    messages: [
      message(1),
      message(2),
      message(3, { author: anna, direction: 'outbound' }),
      message(4, { author: anna, direction: 'outbound', private: true }),
      message(5, { author: anna, direction: 'outbound', private: true, parentId: 1001 }),
      message(15, { author: anna, direction: 'outbound', private: true }),
      message(16, { author: anna, direction: 'outbound', private: true, createdAt: '2026-03-02T00:00:00Z' }),
    ],
  })
  assert.deepEqual(
    rows.map(({ startsRun, endsRun }) => `${startsRun ? '<' : ''}${endsRun ? '>' : ''}`),
    ['<', '>', '<>', '<>', '<>', '<>', '<>'],
  )
  assert.deepEqual(
    rows.map(({ day }) => day),
    ['2026-03-01', null, null, null, null, null, '2026-03-02'],
  )
})

test('what is on its way goes on with one’s own run, and stays the same row once it is a message', () => {
  const said = message(2, { author: anna, direction: 'outbound' })
  const [, before, row] = toRows({ ...facts, messages: [message(1), said], pending: [pending] })
  assert.deepEqual([before?.endsRun, row?.startsRun, row?.key], [false, false, 'k1'])
  const sent = message(3, { author: anna, direction: 'outbound' })
  assert.equal(toRows({ ...facts, messages: [said, sent], keys: new Map([[sent.id, 'k1']]) })[1]?.key, 'k1')
})

test('the line before what is new stands once, and activities are rows of their own', () => {
  const activity = message(2, {
    direction: 'system',
    private: true,
    author: { kind: 'system', id: 0, name: null },
    contentType: 'activity',
  })
  const rows = toRows({ ...facts, messages: [message(1), activity, message(3), message(4)], firstNewSeq: 3 })
  assert.deepEqual(
    rows.map(({ kind, isFirstNew }) => [kind, isFirstNew]),
    [
      ['message', false],
      ['activity', false],
      ['message', true],
      ['message', false],
    ],
  )
})

test('others’ reading stands at the last message they have read, unless that is their own', () => {
  const readers = [
    { kind: 'member', id: 3, name: 'Anna', lastReadSeq: 4 },
    { kind: 'member', id: 4, name: 'Ben', lastReadSeq: 3 },
    { kind: 'contact', id: 9, name: 'Jane', lastReadSeq: 4 },
    { kind: 'member', id: 5, name: 'Cleo', lastReadSeq: 1 },
  ]
  const messages = [message(2), message(4, { author: anna }), message(6)]
  const rows = toRows({ ...facts, messages, readers })
  assert.deepEqual(
    rows.map((row) => (row.kind === 'message' ? row.seenBy.map(({ name }) => name) : [])),
    [['Ben'], ['Jane'], []],
  )
})

test('rows that come or go at the start are shown in a step of their own', () => {
  const rows = (keys: string) => [...keys].map((key) => ({ key }))
  const text = (step: ReturnType<typeof nextStep>) => [step.rows.map(({ key }) => key).join(''), step.shift, step.keeps]
  assert.deepEqual(text(nextStep(rows('def'), rows('defg'))), ['defg', false, true])
  assert.deepEqual(text(nextStep(rows('def'), rows('abcdef'))), ['abcdef', true, true])
  assert.deepEqual(text(nextStep(rows('def'), rows('abcdefg'))), ['abcdef', true, true])
  assert.deepEqual(text(nextStep(rows('abcdef'), rows('def'))), ['def', true, true])
  assert.deepEqual(text(nextStep(rows('abcdef'), rows('defgh'))), ['def', true, true])
  assert.deepEqual(text(nextStep(rows('abc'), rows('xyz'))), ['xyz', false, false])
  assert.deepEqual(text(nextStep([], rows('xyz'))), ['xyz', false, false])
})
