import type { FastifyBaseLogger } from 'fastify'
import type { Core } from '../core/context.ts'
import { deleteIdempotencyRecords } from '../storage/queries/idempotency-keys.ts'

const EVERY_MS = 60_000
const STEP = 500
const HOUR_MICROSECONDS = 3_600_000_000

/** Deletes what has served its time, in steps so small that no request waits for them, now and every minute. */
export function startHousekeeping(core: Core, hours: number, log: FastifyBaseLogger): { stop(): Promise<void> } {
  let stopped = false
  let running = Promise.resolve()
  const run = () => {
    running = running
      .then(() => dropOldRecords(core, hours, () => stopped))
      .then((dropped) => {
        if (dropped > 0) log.debug({ dropped }, 'dropped old idempotency records')
      })
      .catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'))
  }
  const timer = setInterval(run, EVERY_MS)
  run()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

/** Deletes the idempotency records older than `hours`, a few hundred per transaction, and says how many went. */
export async function dropOldRecords(core: Core, hours: number, isStopped: () => boolean): Promise<number> {
  const before = core.now() - hours * HOUR_MICROSECONDS
  let dropped = 0
  while (!isStopped()) {
    const count = await core.store.tx((tx) => deleteIdempotencyRecords(tx, before, STEP))
    dropped += count
    if (count < STEP) break
    await new Promise((resolve) => setImmediate(resolve))
  }
  return dropped
}
