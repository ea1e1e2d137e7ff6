import type { NewEvent } from '../../model/event.ts'
import type { MessageStatus } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import type { Ctx } from '../context.ts'
import { moveStatus } from './move-status.ts'
import { type Move, writeMoves } from './write-moves.ts'

/** What became of handing a message to its channel: it was taken, a try failed and there will be others, or it was given up. */
export type Handover = { messageId: number; outcome: 'taken' | 'failed' | 'given up'; cause: string | null }

const STATUS: Record<Handover['outcome'], MessageStatus> = { taken: 'sent', failed: 'retrying', 'given up': 'failed' }
/** What a handover may still change: one that is sent already was not waiting for it. */
const OPEN: readonly MessageStatus[] = ['pending', 'retrying', 'failed']

/**
 * Moves the statuses of messages by what their channels did with them, and gives the events of it, which the caller records. Their conversations are locked by the caller. What is gone, deleted
 * or further than that stays as it is.
 */
export async function settleHandovers(ctx: Ctx, tx: Tx, handovers: readonly Handover[]): Promise<NewEvent[]> {
  const ids = [...new Set(handovers.map((one) => one.messageId))]
  const messages = new Map((await findMessages(tx, ctx.accountId, ids)).map((message) => [message.id, message]))
  const moves: Move[] = []
  for (const { messageId, outcome, cause } of handovers) {
    const before = messages.get(messageId)
    const after = before && OPEN.includes(before.status) && moveStatus(before, { to: STATUS[outcome], cause }, ctx.core.now())
    if (!before || !after) continue
    moves.push({ before, after })
    messages.set(messageId, after)
  }
  return writeMoves(ctx, tx, moves)
}
