import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ActivityReport } from '../api/wire.ts'
import { busiestOf, enterReport, growthOf, minutesToAsk, newestOf, requestSeries, sumOf } from './activity.ts'
import { labelled, scaleTo, stretches, toPath } from './scale.ts'

const START = Date.UTC(2026, 2, 1, 12)
const at = (minute: number) => new Date(START + minute * 60_000).toISOString()
/** An answer about the minutes from one to another; `inbound` is what each had. */
function report(from: number, to: number, inbound: number): ActivityReport {
  const minutes = Array.from({ length: to - from + 1 }, (_none, index) => ({
    at: at(from + index),
    messages: { inbound, outbound: 0, notes: 0, events: inbound },
    webhooks: null,
  }))
  return {
    at: at(to),
    position: to,
    messagesSince: at(0),
    webhooksSince: at(0),
    streams: 1,
    minutes,
    installation: { streams: 1, minutes: [] },
  }
}

test('what comes replaces the minutes it is about, and an hour is kept', () => {
  const first = enterReport(undefined, report(0, 59, 1))
  const second = enterReport(first, report(59, 60, 2))
  assert.deepEqual([second.minutes.length, second.minutes[0]?.at, second.minutes.at(-1)?.at], [60, at(1), at(60)])
  assert.equal(sumOf(second.minutes.map(({ messages }) => messages?.inbound ?? null)), 58 + 4)
  assert.deepEqual([minutesToAsk(undefined, 0), minutesToAsk(START, START + 4000), minutesToAsk(START, START + 60_001)], [60, 2, 3])
  assert.equal(minutesToAsk(START, START + 86_400_000), 60)
})

test('an hour is summed up: the busiest minute, the newest value, what was added, and which APIs are spoken', () => {
  const times = [at(0), at(1), at(2)]
  const series = [
    { name: 'a', colour: '', values: [1, 2, null] },
    { name: 'b', colour: '', values: [1, 3, 4] },
  ]
  assert.deepEqual(busiestOf({ times, series }), { at: at(1), value: 5 })
  assert.equal(busiestOf({ times, series: [{ name: 'a', colour: '', values: [0, null, 0] }] }), undefined)
  assert.deepEqual([newestOf([1, 2, null]), newestOf([null])], [2, null])
  assert.deepEqual([growthOf([null, 10, null, 25]), growthOf([null, 10])], [15, null])
  const minute = (requests: { dialect: 'ondi' | 'mews'; count: number }[]) => ({
    at: at(0),
    storeBytes: null,
    requests: requests.map((one) => ({ ...one, p99Ms: null })),
  })
  assert.deepEqual(requestSeries([minute([{ dialect: 'mews', count: 1 }]), minute([{ dialect: 'ondi', count: 5 }])]), [
    { dialect: 'ondi', values: [0, 5], total: 5 },
    { dialect: 'mews', values: [1, 0], total: 1 },
  ])
})

test('an axis ends at a round number, in steps one can read', () => {
  assert.deepEqual(scaleTo(0, 4).ticks, [0, 1, 2, 3, 4])
  assert.deepEqual(scaleTo(7, 4).ticks, [0, 2, 4, 6, 8])
  assert.deepEqual(scaleTo(0.7, 0.1).ticks, [0, 0.2, 0.4, 0.6, 0.8])
  assert.deepEqual(scaleTo(1000, 4).ticks, [0, 200, 400, 600, 800, 1000])
  for (let max = 0.1; max < 1e12; max *= 1.37) {
    const { max: end, ticks } = scaleTo(max, 0.1)
    assert.ok(end >= max && ticks.length >= 3 && ticks.length <= 6, `${max}: ${ticks}`)
  }
})

test('minutes are named as often as there is room, and a line is broken where nothing is known', () => {
  const times = Array.from({ length: 60 }, (_none, index) => at(index))
  assert.deepEqual(
    labelled(times, 320).map(({ index }) => index),
    [0, 15, 30, 45],
  )
  assert.equal(labelled(times, 1000).length, 12)
  const point = (x: number) => ({ x, y: 0 })
  assert.deepEqual(stretches([null, point(1), point(2), null, point(4)]), [[point(1), point(2)], [point(4)]])
  assert.equal(toPath([point(1), { x: 2.25, y: 3 }]), 'M1.0 0.0L2.3 3.0')
})
