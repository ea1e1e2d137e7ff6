import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachApart } from './each-apart.ts'

test('what fails for some is done for all others, and what went wrong is told in the end', async () => {
  const done: number[] = []
  const work = (broken: number[]) => async (item: number) => {
    if (broken.includes(item)) throw new Error(`${item} is broken`)
    done.push(item)
  }
  await eachApart([1, 2], work([]))
  await assert.rejects(eachApart([3, 4, 5], work([4])), /^Error: 4 is broken$/)
  await assert.rejects(eachApart([6, 7, 8], work([6, 8])), (error) => {
    return error instanceof AggregateError && error.errors.length === 2 && /2 failed.*6 is broken/.test(error.message)
  })
  assert.deepEqual(done, [1, 2, 3, 5, 7])
})
