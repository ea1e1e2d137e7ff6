import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { ApiError } from '../../api/api-error.ts'
import { afterTyping, stillTyping, typingSpeaker } from './typing.ts'
import { seenMarker } from './window/mark-seen.ts'

mock.timers.enable({ apis: ['setTimeout'] })

test('whoever types does until they stop, or say nothing for ten seconds', () => {
  const jane = { kind: 'contact', id: 9 }
  const one = afterTyping(new Map(), { author: jane, on: true, private: false }, 1000)
  assert.equal(stillTyping(one, 10_999), one)
  assert.equal(stillTyping(one, 11_000).size, 0)
  assert.equal(afterTyping(one, { author: jane, on: false, private: false }, 2000).size, 0)
})

test('typing is said every few seconds, of a note to the team alone, and its end once', () => {
  const said: string[] = []
  let now = 0
  const { typed, stop } = typingSpeaker(
    (on, isPrivate) => said.push(`${on} ${isPrivate}`),
    () => now,
  )
  typed(false)
  now = 3_999
  typed(false)
  now = 4_000
  typed(false)
  typed(true)
  stop()
  stop()
  assert.deepEqual(said, ['true false', 'true false', 'false false', 'true true', 'false true'])
})

test('what was read is said once for many looks, forward only, and no more after a refusal', async () => {
  const said: number[] = []
  let refusal: ApiError | undefined
  const marker = seenMarker(async (seq) => {
    said.push(seq)
    if (refusal) throw refusal
  })
  const pass = async () => {
    mock.timers.tick(500)
    await new Promise((resolve) => setImmediate(resolve))
  }
  for (const seq of [3, 7, 5]) marker.seen(seq)
  await pass()
  marker.seen(7)
  await pass()
  refusal = new ApiError('Away', { code: 'offline', status: 0 })
  marker.seen(8)
  await pass()
  marker.seen(8)
  await pass()
  refusal = new ApiError('No', { code: 'not_a_participant', status: 403 })
  marker.seen(9)
  await pass()
  marker.seen(10)
  await pass()
  assert.deepEqual(said, [7, 8, 8, 9])
})
