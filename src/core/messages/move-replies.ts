import type { Conversation } from '../../model/conversation.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import { listReplies } from '../../storage/queries/messages/message-statuses.ts'
import type { Ctx } from '../context.ts'
import { moveStatus, statusesBefore } from './move-status.ts'
import { writeMoves } from './write-moves.ts'

/** The most messages one receipt moves; older ones keep their status. */
const MAX_MOVED = 1000

/**
 * Moves what the team has said in a conversation, which the caller has locked, from one seq to another, both inclusive: it was delivered to the customer, or they have read it. One that failed stays so: who looks at a
 * conversation has not looked at what did not reach it. Gives the events, the oldest message first, which the caller records.
 */
export async function moveReplies(
  ctx: Ctx,
  tx: Tx,
  conversation: Conversation,
  of: { from: number; through: number; to: 'delivered' | 'read' },
): Promise<NewEvent[]> {
  const statuses = statusesBefore(of.to).filter((status) => status !== 'failed')
  const replies = await listReplies(tx, ctx.accountId, conversation.id, { ...of, statuses, limit: MAX_MOVED })
  const now = ctx.core.now()
  const moves = replies.flatMap((before) => {
    const after = moveStatus(before, of, now)
    return after ? [{ before, after }] : []
  })
  return writeMoves(ctx, tx, moves)
}
