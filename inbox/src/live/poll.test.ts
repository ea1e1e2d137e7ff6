import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startPolling } from './poll.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('something is read again after each answer, sooner when woken, and not while nobody looks', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] })
  const page = Object.assign(new EventTarget(), { hidden: false })
  let reads = 0
  let answer = () => {}
  const poll = startPolling(
    () => {
      reads++
      return new Promise<void>((resolve) => {
        answer = resolve
      })
    },
    1000,
    page,
  )
  const pass = async (ms: number) => {
    t.mock.timers.tick(ms)
    await turn()
  }
  assert.equal(reads, 1)
  await pass(5000)
  assert.equal(reads, 1, 'one at a time')
  answer()
  await turn()
  await pass(999)
  assert.equal(reads, 1)
  await pass(1)
  assert.equal(reads, 2)

  // Woken while it reads: once more, right after.
  poll.wake()
  poll.wake(500)
  answer()
  await turn()
  await pass(0)
  assert.equal(reads, 3)
  answer()
  await turn()
  // Many wakes are one read, not later than the first of them asked for.
  poll.wake(300)
  await pass(200)
  poll.wake(300)
  await pass(100)
  assert.equal(reads, 4)

  page.hidden = true
  answer()
  await turn()
  await pass(5000)
  assert.equal(reads, 4)
  page.hidden = false
  page.dispatchEvent(new Event('visibilitychange'))
  await pass(0)
  assert.equal(reads, 5)
  poll.stop()
  answer()
  await turn()
  await pass(5000)
  assert.equal(reads, 5)
})
