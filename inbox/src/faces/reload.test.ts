import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { createReloader } from './reload.ts'

function start() {
  const loads: PromiseWithResolvers<number>[] = []
  const told: unknown[] = []
  const reloader = createReloader<number>({
    load() {
      const load = Promise.withResolvers<number>()
      loads.push(load)
      return load.promise
    },
    onLoaded: (result, isFirst) => told.push([result, isFirst]),
    onFailed: (error) => told.push(error.message),
    settlesMs: 0,
  })
  return { loads, told, reloader }
}

test('one load at a time, and one more for all that happens meanwhile', async () => {
  const { loads, told, reloader } = start()
  reloader.now()
  reloader.now()
  reloader.now()
  assert.equal(loads.length, 1)
  loads[0]?.resolve(1)
  await setImmediate()
  assert.equal(loads.length, 2)
  loads[1]?.reject(new Error('gone'))
  await setImmediate()
  reloader.now()
  loads[2]?.resolve(3)
  await setImmediate()
  assert.deepEqual(told, [[1, true], 'gone', [3, false]])
  assert.equal(loads.length, 3)
})

test('changes of one moment are loaded once, and nothing is told after the end', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { loads, told, reloader } = start()
  reloader.soon()
  reloader.soon()
  t.mock.timers.tick(1)
  assert.equal(loads.length, 1)
  reloader.soon()
  reloader.stop()
  t.mock.timers.tick(1)
  loads[0]?.resolve(1)
  await setImmediate()
  assert.deepEqual([loads.length, told], [1, []])
})
