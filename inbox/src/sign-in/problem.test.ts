import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../api/api-error.ts'
import { secondsUntil, toProblem } from './problem.ts'

const errorOf = (code: string, retryAfterSeconds?: number) => new ApiError('As the API says it.', { code, status: 400, retryAfterSeconds })

test('what is wrong is said in the API’s words, and what has to be waited for with its time', () => {
  assert.deepEqual(toProblem(errorOf('credentials_invalid'), 0), { kind: 'refused', message: 'As the API says it.' })
  assert.deepEqual(toProblem(errorOf('link_invalid'), 0), { kind: 'link', message: 'As the API says it.' })
  assert.deepEqual(toProblem(new TypeError('Something else'), 0), { kind: 'refused', message: 'Something else' })
  const { kind, untilMs } = toProblem(errorOf('sign_in_locked', 4), 1000)
  assert.deepEqual([kind, untilMs], ['locked', 5000])
  assert.equal(toProblem(errorOf('sign_in_locked'), 0).kind, 'refused')
})

test('seconds count down to nothing', () => {
  assert.deepEqual(
    [undefined, 5000, 4001, 4000, 900, 0].map((until) => secondsUntil(until, 1000)),
    [0, 4, 4, 3, 0, 0],
  )
})
