import { setImmediate } from 'node:timers/promises'
import { ERASURE_PHASES, type Erasure, type ErasureCounts, type ErasurePhase } from '../../model/erasure.ts'
import type { Tx } from '../../storage/db.ts'
import { listOpenErasures, lockErasure, updateErasure } from '../../storage/queries/erasure/erasures.ts'
import { rewriteSearchIndex } from '../../storage/queries/messages/search.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Core, Ctx } from '../context.ts'
import { eachApart } from '../each-apart.ts'
import { eraseAnswers } from './erase-answers.ts'
import { eraseConversations } from './erase-conversations.ts'
import { eraseDeliveries } from './erase-deliveries.ts'
import { eraseLedger } from './erase-ledger.ts'
import { eraseLog } from './erase-log.ts'
import { eraseRest } from './erase-rest.ts'

/** What one step did, and where the next one of its phase begins; `done` when there is none, or the phase that has to be done again. */
export type Step = { counts?: Partial<ErasureCounts>; next: Erasure['place'] | 'done' | ErasurePhase }
export type EraseStep = (ctx: Ctx, tx: Tx, erasure: Erasure) => Promise<Step>

const STEPS: Record<ErasurePhase, EraseStep> = {
  conversations: eraseConversations,
  deliveries: eraseDeliveries,
  log: eraseLog,
  answers: eraseAnswers,
  ledger: eraseLedger,
  rest: eraseRest,
  index: async (_ctx, tx, { place }) => ({ next: (await rewriteSearchIndex(tx, place === null)) ? ['goes on'] : 'done' }),
}

/**
 * Goes on with an erasure until it is over, one small transaction after another, in which it also writes down how far it has come: whoever comes after a process that was killed goes on from there, and several
 * take turns. `onStep` is told after each.
 */
export async function continueErasure(
  core: Core,
  of: { accountId: number; id: number },
  isStopped: () => boolean = () => false,
  onStep: (erasure: Erasure) => void = () => {},
): Promise<void> {
  while (!isStopped()) {
    const erasure = await core.store.tx((tx) => takeStep(core, tx, of))
    if (!erasure) return
    onStep(erasure)
    if (erasure.finishedAt !== null) return
    await setImmediate()
  }
}

/** Goes on with those of all accounts, also where one cannot; says how many there were. */
export async function continueErasures(core: Core, isStopped: () => boolean): Promise<number> {
  const open = await listOpenErasures(core.store)
  await eachApart(open, (one) => continueErasure(core, one, isStopped))
  return open.length
}

async function takeStep(core: Core, tx: Tx, { accountId, id }: { accountId: number; id: number }): Promise<Erasure | undefined> {
  const erasure = await lockErasure(tx, accountId, id)
  if (!erasure || erasure.finishedAt !== null) return erasure
  const ctx = { ...systemCtx(core, accountId), actor: erasure.actor }
  const { counts = {}, next } = await STEPS[erasure.phase](ctx, tx, erasure)
  const after = { ...moveOn(erasure, next, core.now()), counts: add(erasure.counts, counts) }
  await updateErasure(tx, after)
  return after
}

/** Pure. */
function moveOn(erasure: Erasure, next: Step['next'], now: number): Erasure {
  if (next === null || typeof next === 'object') return { ...erasure, place: next }
  const phase = next === 'done' ? ERASURE_PHASES[ERASURE_PHASES.indexOf(erasure.phase) + 1] : next
  return phase ? { ...erasure, phase, place: null } : { ...erasure, place: null, words: [], finishedAt: now }
}

function add(sum: ErasureCounts, more: Partial<ErasureCounts>): ErasureCounts {
  const keys = Object.keys(sum) as (keyof ErasureCounts)[]
  return Object.fromEntries(keys.map((key) => [key, sum[key] + (more[key] ?? 0)])) as ErasureCounts
}
