import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Webhook, WebhookDelivery } from '../api/wire.ts'
import { KINDS, stateOf, toggleKind, toggleType } from './event-choice.ts'
import { byUrgency, healthOf, hostOf, isMadeHere, toneOf } from './health.ts'
import { EMPTY_LEDGER, enterPage, staleBefore } from './ledger.ts'

const WEBHOOK = {
  id: 1,
  dialect: 'parley',
  target: 'webhook',
  applicationId: null,
  status: 'active',
  pausedAt: null,
  pausedReason: null,
  lag: 0,
  pending: 0,
  failingSince: null,
  restsUntil: null,
  lastAttemptAt: '2026-03-01T12:00:00.000000Z',
  lastError: null,
} as Webhook
const webhook = (fields: Partial<Webhook>): Webhook => ({ ...WEBHOOK, ...fields })

test('a webhook is said to be paused before it fails, to fail before it is behind, and to be new before it is well', () => {
  const since = '2026-03-01T11:00:00.000000Z'
  assert.deepEqual(healthOf(webhook({})), { kind: 'ok' })
  assert.deepEqual(healthOf(webhook({ lastAttemptAt: null })), { kind: 'new' })
  assert.deepEqual(healthOf(webhook({ pending: 2, lag: 3 })), { kind: 'behind', count: 5 })
  const failing = healthOf(webhook({ pending: 2, failingSince: since, lastError: 'status 500' }))
  assert.deepEqual(failing, { kind: 'failing', since, error: 'status 500', restsUntil: null, count: 2 })
  const paused = healthOf(webhook({ status: 'paused', pausedAt: since, failingSince: since }))
  assert.deepEqual(paused, { kind: 'paused', since, reason: null, count: 0 })
  assert.deepEqual(
    [toneOf(failing), toneOf(paused), toneOf({ ...paused, kind: 'paused', reason: 'gone', since, count: 0 })],
    ['danger', 'warning', 'danger'],
  )

  const order = [
    webhook({ id: 1 }),
    webhook({ id: 2, pending: 1 }),
    webhook({ id: 3, status: 'paused' }),
    webhook({ id: 4, failingSince: since }),
  ]
  assert.deepEqual(
    order.toSorted(byUrgency).map(({ id }) => id),
    [4, 3, 2, 1],
  )
})

test('what other APIs made, and what stands for a channel or a bot, is changed there', () => {
  const made = [{}, { dialect: 'chatwoot' }, { dialect: 'mews', applicationId: 7 }, { target: 'channel' }] as const
  assert.deepEqual(
    made.map((fields) => isMadeHere(webhook(fields))),
    [true, false, true, false],
  )
  assert.deepEqual([hostOf('https://a.example:8443/x?y'), hostOf('nothing')], ['a.example:8443', 'nothing'])
})

test('all of a kind is chosen as one, and taken apart when one of it is not wanted', () => {
  assert.equal(stateOf([], 'message'), 'none')
  const whole = toggleKind(['conversation.created'], 'message')
  assert.deepEqual([whole, stateOf(whole, 'message')], [['conversation.created', 'message.*'], 'all'])
  const apart = toggleType(whole, 'message', 'message.updated')
  assert.deepEqual([apart, stateOf(apart, 'message')], [['conversation.created', 'message.created', 'message.deleted'], 'some'])
  assert.deepEqual(toggleType(apart, 'message', 'message.updated'), whole)
  assert.deepEqual(toggleKind(apart, 'message'), whole)
  assert.deepEqual(toggleKind(whole, 'message'), ['conversation.created'])
  assert.deepEqual(toggleKind(['*'], 'message'), ['message.*'])
  assert.equal(KINDS.size, 16)
})

test('a page of the ledger replaces what was known of its stretch, and what was pending further down is read again', () => {
  const rows = (from: number, to: number, state: WebhookDelivery['state'] = 'delivered') =>
    Array.from({ length: from - to + 1 }, (_none, index) => ({ number: from - index, state }) as WebhookDelivery)
  const numbers = ({ rows: known }: typeof EMPTY_LEDGER) => known.map(({ number }) => number)
  const first = enterPage(EMPTY_LEDGER, { deliveries: rows(9, 7), nextBefore: 7 })
  assert.deepEqual([numbers(first), first.nextBefore], [[9, 8, 7], 7])
  const both = enterPage(first, { deliveries: rows(6, 4, 'pending'), nextBefore: 4 }, 7)
  assert.deepEqual([numbers(both), both.nextBefore], [[9, 8, 7, 6, 5, 4], 4])

  const page = { deliveries: rows(10, 8), nextBefore: 8 }
  const newer = enterPage(both, page)
  assert.deepEqual([numbers(newer), newer.nextBefore, staleBefore(newer, page)], [[10, 9, 8, 7, 6, 5, 4], 4, 7])
  const again = enterPage(newer, { deliveries: rows(6, 4), nextBefore: 4 }, 7)
  assert.deepEqual([numbers(again), staleBefore(again, page)], [[10, 9, 8, 7, 6, 5, 4], undefined])

  const jump = enterPage(again, { deliveries: rows(40, 30), nextBefore: 30 })
  assert.deepEqual([jump.rows.length, jump.nextBefore], [11, 30], 'between 30 and 10 nothing is known')

  // Of a filter that holds one only, the others are gone.
  const last = enterPage(again, { deliveries: rows(5, 5), nextBefore: null })
  assert.deepEqual([numbers(last), last.nextBefore], [[5], null])
})
