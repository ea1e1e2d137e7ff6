import { setTimeout as sleep } from 'node:timers/promises'
import type { Core } from '../src/core/context.ts'
import type { Store, Tx } from '../src/storage/db.ts'

/**
 * Lets two writes overlap: `first` has written and commits only once `second` has ended or waits for it. What becomes of each is the answer. `first` writes through the
 * core it is given. The embedded store has one writer, so there they simply come one after the other.
 */
export async function overlap(
  core: Core,
  first: (core: Core) => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<[PromiseSettledResult<unknown>, PromiseSettledResult<unknown>]> {
  const { store } = core
  const written = Promise.withResolvers<void>()
  const commit = Promise.withResolvers<void>()
  const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    store.tx(async (inside) => {
      const value = await work(inside)
      written.resolve()
      await commit.promise
      return value
    })
  const one = first({ ...core, store: { ...store, tx } })
  await Promise.race([written.promise, one])
  let isOver = false
  const two = second().finally(() => {
    isOver = true
  })
  const outcome = Promise.allSettled([one, two])
  while (store.engine === 'postgres' && !isOver && !(await isWaiting(store))) await sleep(5)
  commit.resolve()
  return outcome
}

/** Whether a transaction waits for another one; each test has a database of its own. */
async function isWaiting(store: Store): Promise<boolean> {
  const waiting = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  return (await store.all(waiting)).length > 0
}
