import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Webhook, WebhookDelivery } from '../../../model/webhook.ts'
import { judgeTry, type Try } from './judge-try.ts'

const SECOND = 1_000_000
const HOUR = 3600 * SECOND
const AT = 1_000_000 * SECOND
const RULES = { retryFor: 72 * HOUR, jitter: () => 0.5 }
const LANE = { attempts: 0, failing: 1 }

const webhook = (fields: Partial<Webhook> = {}) =>
  ({ id: 1, status: 'active', failures: 0, failingSince: null, notBefore: 0, lastError: null, ...fields }) as Webhook
const delivery = (fields: Partial<WebhookDelivery> = {}) =>
  ({ number: 7, state: 'pending', attempts: 0, firstAttemptAt: null, settledAt: null, ...fields }) as WebhookDelivery
const taken = (at = AT): Try => ({ at, status: 200, latencyMs: 3, error: null, answer: 'ok', retryAfter: null })
const failed = (fields: Partial<Try> = {}): Try => ({ ...taken(), status: 500, error: 'HTTP 500', ...fields })

test('what was taken is delivered, and its receiver well again', () => {
  const before = {
    webhook: webhook({ failures: 9, failingSince: AT - HOUR }),
    delivery: delivery({ attempts: 2, firstAttemptAt: AT - HOUR }),
  }
  const verdict = judgeTry(before, taken(), LANE, RULES)
  assert.equal(verdict.next, 'go on')
  assert.deepEqual(
    [verdict.delivery.state, verdict.delivery.attempts, verdict.delivery.firstAttemptAt, verdict.delivery.settledAt],
    ['delivered', 3, AT - HOUR, AT],
  )
  assert.deepEqual([verdict.webhook.failures, verdict.webhook.failingSince, verdict.recovered], [0, null, false])
  assert.equal(before.webhook.failures, 9)
})

test('the gaps grow to two hours, and the jitter spreads them by a fifth', () => {
  const gap = (attempts: number, jitter: number) => {
    const { next } = judgeTry(
      { webhook: webhook(), delivery: delivery() },
      failed(),
      { attempts, failing: 1 },
      { ...RULES, jitter: () => jitter },
    )
    return ((next as { at: number }).at - AT) / SECOND
  }
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 7, 50].map((attempts) => gap(attempts, 0.5)),
    [5, 30, 120, 600, 1800, 3600, 7200, 7200, 7200],
  )
  assert.deepEqual([gap(0, 0), gap(0, 1)], [4, 6])
})

test('Retry-After holds the whole receiver back', () => {
  const verdict = (seconds: number) =>
    judgeTry({ webhook: webhook(), delivery: delivery() }, failed({ status: 429, retryAfter: AT + seconds * SECOND }), LANE, RULES)
  assert.deepEqual([verdict(3).next, verdict(3).webhook.notBefore], [{ at: AT + 5 * SECOND }, AT + 3 * SECOND])
  assert.deepEqual([verdict(600).next, verdict(600).webhook.notBefore], [{ at: AT + 600 * SECOND }, AT + 600 * SECOND])
})

test('one or two failing lanes rest alone; with the third in a row the receiver rests, longer the longer it has been down', () => {
  const rest = (failing: number, failingSince: number | null) =>
    judgeTry({ webhook: webhook({ failingSince }), delivery: delivery() }, failed(), { attempts: 0, failing }, RULES).webhook.notBefore
  assert.deepEqual([rest(1, null), rest(2, AT - HOUR)], [0, 0])
  assert.deepEqual(
    [rest(3, null), rest(3, AT - 60 * SECOND), rest(8, AT - 24 * HOUR)],
    [AT + 10 * SECOND, AT + 30 * SECOND, AT + 600 * SECOND],
  )
})

test('a receiver that fails after a rest rests again, however few of its lanes were tried', () => {
  const before = { webhook: webhook({ failingSince: AT - HOUR, notBefore: AT }), delivery: delivery() }
  assert.equal(judgeTry(before, failed(), { attempts: 3, failing: 1 }, RULES).webhook.notBefore, AT + 600 * SECOND)
})

test('the first one taken after a rest ends it; one that was under way already does not', () => {
  const before = { webhook: webhook({ failures: 4, failingSince: AT - HOUR, notBefore: AT }), delivery: delivery() }
  const probe = judgeTry(before, taken(AT), LANE, RULES)
  assert.deepEqual([probe.webhook.notBefore, probe.recovered], [0, true])
  const straggler = judgeTry(before, taken(AT - 1), LANE, RULES)
  assert.deepEqual([straggler.webhook.notBefore, straggler.recovered], [AT, false])
})

test('a delivery is given up after three days of its own tries while others are taken; before that, and in its last hour, it is not', () => {
  const tried = (firstAttemptAt: number, failingSince: number | null) =>
    judgeTry({ webhook: webhook({ failingSince }), delivery: delivery({ attempts: 40, firstAttemptAt }) }, failed(), LANE, RULES)
  const given = tried(AT - 72 * HOUR, null)
  assert.deepEqual([given.delivery.state, given.delivery.settledAt, given.next, given.webhook.status], ['failed', AT, 'go on', 'active'])
  assert.equal(tried(AT - 72 * HOUR, AT - HOUR).delivery.state, 'failed')
  assert.equal(tried(AT - 71 * HOUR, null).delivery.state, 'pending')
})

test('a receiver that has taken nothing for three days is paused with the reason, and nothing of it is given up', () => {
  const before = {
    webhook: webhook({ failures: 60, failingSince: AT - 72 * HOUR }),
    delivery: delivery({ firstAttemptAt: AT - 72 * HOUR }),
  }
  const { webhook: after, delivery: left } = judgeTry(before, failed({ error: 'no connection' }), LANE, RULES)
  assert.deepEqual([after.status, after.pausedAt, left.state], ['paused', AT, 'pending'])
  assert.match(after.pausedReason ?? '', /nothing for 72 hours.*no connection/)
})

test('a receiver that answers 410 is paused at once', () => {
  const { webhook: after, delivery: left } = judgeTry({ webhook: webhook(), delivery: delivery() }, failed({ status: 410 }), LANE, RULES)
  assert.deepEqual([after.status, left.state], ['paused', 'pending'])
  assert.match(after.pausedReason ?? '', /410/)
})
