import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { findIdempotencyRecords, insertIdempotencyRecords } from '../../storage/queries/idempotency-keys.ts'
import type { Answer, Ctx, Keyed } from '../context.ts'
import { findReplay, toRecord } from './replay.ts'

type Again = (tx: Tx, messageIds: number[]) => Promise<Answer>

/**
 * Runs a write in one transaction and answers it; when the request carries an Idempotency-Key, its first answer is kept in the same transaction and given
 * again to every repetition. A twin that runs at the same time waits for the first one and gets its answer.
 * `work` does the write and says the answer; it may run again after a conflict, so it must have no effect outside of `tx`. An answer that shows
 * messages names them in `messageIds` and gives `again`, which renders them as they are now once one of them was edited or deleted.
 */
export async function once(ctx: Ctx, work: (tx: Tx) => Promise<Answer>, again?: Again): Promise<Answer> {
  const { keyed, core } = ctx
  if (!keyed) return core.store.tx(work)
  try {
    return await core.store.tx(async (tx) => (await replay(ctx, tx, keyed, again)) ?? keep(ctx, tx, keyed, await work(tx)))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // What refused this one may be what its twin has just done: delete a message, take an address.
    const answer = await core.store.tx(async (tx) => replay(ctx, tx, keyed, again))
    if (answer) return answer
    throw error
  }
}

async function replay(ctx: Ctx, tx: Tx, keyed: Keyed, again: Again | undefined): Promise<Answer | undefined> {
  const record = findReplay(await findIdempotencyRecords(tx, ctx.accountId, [keyed.key]), keyed)
  if (!record) return undefined
  if (record.answer === null && record.messageIds.length > 0 && again) return again(tx, record.messageIds)
  return { status: record.status, body: record.answer }
}

async function keep(ctx: Ctx, tx: Tx, keyed: Keyed, answer: Answer): Promise<Answer> {
  await insertIdempotencyRecords(tx, ctx.accountId, [toRecord(keyed, answer, ctx.core.now())])
  return answer
}
