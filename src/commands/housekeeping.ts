import type { FastifyBaseLogger } from 'fastify'
import { sweepBlobs } from '../core/attachments/sweep-blobs.ts'
import type { Core } from '../core/context.ts'
import { wakeConversations } from '../core/conversations/wake-conversations.ts'
import { eachApart } from '../core/each-apart.ts'
import { continueErasures } from '../core/erasure/continue-erasure.ts'
import { settleStranded } from '../core/messages/settle-stranded.ts'
import { keepRetention } from '../core/retention/keep-retention.ts'
import { indexMessages } from '../core/search/index-messages.ts'
import { ATTEMPTS_LAST } from '../core/sessions/reserve-attempt.ts'
import type { Retention } from '../model/retention.ts'
import type { Tx } from '../storage/db.ts'
import { deleteIdempotencyRecords } from '../storage/queries/idempotency-keys.ts'
import { listUnindexedAccounts } from '../storage/queries/messages/search.ts'
import { deleteOldAttempts } from '../storage/queries/people/sign-in-attempts.ts'
import { deleteEndedTokens } from '../storage/queries/people/tokens.ts'

const DROP_EVERY_MS = 60_000
const INDEX_EVERY_MS = 2_000
const SWEEP_EVERY_MS = 60_000
const STRANDED_EVERY_MS = 60_000
const ERASE_EVERY_MS = 2_000
const WAKE_EVERY_MS = 2_000
const RETAIN_EVERY_MS = 600_000
const SAMPLE_EVERY_MS = 10_000
const STEP = 500
const HOUR_MICROSECONDS = 3_600_000_000

/** For how long what is kept: the first answers to repeated requests in hours, and what grows in days. */
export type Keeping = { hours: number; retention: Retention }

/**
 * What has to be done now and then, in steps so small that no request waits for them: old idempotency records, counts of attempts to sign in and tokens of sessions that
 * have ended are dropped every minute, and while nobody sends, the full-text index is brought up to date, so that the first search after a busy day does not pay for all of it.
 * Conversations that were snoozed until now are opened. Messages that nobody will hand over are given up. Files that no message names are removed, and so is what the accounts
 * no longer want to keep, and what is kept of people who are to be erased. What the activity shows over time is measured.
 */
export function startHousekeeping(core: Core, { hours, retention }: Keeping, log: FastifyBaseLogger): { stop(): Promise<void> } {
  let stopped = false
  let batches = -1
  const drop = repeat(DROP_EVERY_MS, log, async () => {
    const dropped = await dropOldRecords(core, hours, () => stopped)
    if (dropped > 0) log.debug({ dropped }, 'dropped old records')
  })
  const index = repeat(INDEX_EVERY_MS, log, async () => {
    const quiet = core.sends.batches() === batches
    batches = core.sends.batches()
    const mayGoOn = () => !stopped && core.sends.batches() === batches
    if (quiet) await eachApart(await listUnindexedAccounts(core.store), (accountId) => indexMessages(core, accountId, mayGoOn))
  })
  const sweep = repeat(SWEEP_EVERY_MS, log, async () => {
    const swept = await sweepBlobs(core, () => stopped)
    if (swept > 0) log.debug({ swept }, 'removed files that no message names')
  })
  const strand = repeat(STRANDED_EVERY_MS, log, async () => {
    const stranded = await settleStranded(core, () => stopped)
    if (stranded > 0) log.info({ stranded }, 'gave up messages that nobody will hand over')
  })
  const retain = repeat(RETAIN_EVERY_MS, log, async () => {
    const trimmed = await keepRetention(core, retention, () => stopped)
    if (Object.values(trimmed).some((count) => count > 0)) log.info(trimmed, 'trimmed what accounts keep no longer')
  })
  const erase = repeat(ERASE_EVERY_MS, log, async () => {
    await continueErasures(core, () => stopped)
  })
  const sample = repeat(SAMPLE_EVERY_MS, log, () => core.activity.process.sample())
  const wake = repeat(WAKE_EVERY_MS, log, async () => {
    const woken = await wakeConversations(core, () => stopped)
    if (woken > 0) log.debug({ woken }, 'opened what was snoozed until now')
  })
  return {
    async stop() {
      stopped = true
      await Promise.all([drop(), index(), sweep(), strand(), retain(), erase(), sample(), wake()])
    },
  }
}

/** Does something now and every so often, one at a time; the answer ends it and waits for the last. */
function repeat(everyMs: number, log: FastifyBaseLogger, work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  const run = () => {
    running ??= work()
      .catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'))
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(run, everyMs)
  run()
  return async () => {
    clearInterval(timer)
    await running
  }
}

/** Deletes the idempotency records older than `hours` and what is left of old sign-ins, a few hundred per transaction, and says how many went. */
export async function dropOldRecords(core: Core, hours: number, isStopped: () => boolean): Promise<number> {
  const now = core.now()
  const drops = [
    (tx: Tx) => deleteIdempotencyRecords(tx, now - hours * HOUR_MICROSECONDS, STEP),
    (tx: Tx) => deleteOldAttempts(tx, now - ATTEMPTS_LAST, STEP),
    (tx: Tx) => deleteEndedTokens(tx, now, STEP),
  ]
  let dropped = 0
  for (const drop of drops) {
    while (!isStopped()) {
      const count = await core.store.tx(drop)
      dropped += count
      if (count < STEP) break
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return dropped
}
