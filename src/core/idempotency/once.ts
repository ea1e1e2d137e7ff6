import type { Tx } from '../../storage/db.ts'
import { findIdempotencyRecords, insertIdempotencyRecords } from '../../storage/queries/idempotency-keys.ts'
import type { Answer, Ctx } from '../context.ts'
import { findReplay, toRecord } from './replay.ts'

/**
 * Runs a write in one transaction and answers it; when the request carries an Idempotency-Key, its first answer is kept in the same transaction and given
 * again to every repetition. A twin that runs at the same time waits for the first one and gets its answer.
 * `work` does the write and says the answer; it may run again after a conflict, so it must have no effect outside of `tx`. An answer that shows
 * messages names them in `messageIds` and gives `again`, which renders them as they are now once one of them was edited or deleted.
 */
export function once(
  ctx: Ctx,
  work: (tx: Tx) => Promise<Answer>,
  again?: (tx: Tx, messageIds: number[]) => Promise<Answer>,
): Promise<Answer> {
  const { keyed, accountId, core } = ctx
  return core.store.tx(async (tx) => {
    if (!keyed) return work(tx)
    const replay = findReplay(await findIdempotencyRecords(tx, accountId, [keyed.key]), keyed)
    if (replay) {
      if (replay.answer === null && replay.messageIds.length > 0 && again) return again(tx, replay.messageIds)
      return { status: replay.status, body: replay.answer }
    }
    const answer = await work(tx)
    await insertIdempotencyRecords(tx, accountId, [toRecord(keyed, answer, core.now())])
    return answer
  })
}
