import type { NewEvent } from '../../model/event.ts'
import type { Message } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { raiseRevision } from '../../storage/queries/conversations/conversations.ts'
import { updateStatuses } from '../../storage/queries/messages/message-statuses.ts'
import type { Ctx } from '../context.ts'
import { forgetAfter } from '../conversations/recent.ts'
import { changes, messageEvent } from '../events/new-event.ts'

/** A message whose status moves, before and after. */
export type Move = { before: Message; after: Message }

/**
 * Writes how far messages have come, in conversations that the caller has locked, and gives the events of it, which the caller records. The conversations' own times stay: to those who are
 * shown no status nothing has happened.
 */
export async function writeMoves(ctx: Ctx, tx: Tx, moves: readonly Move[]): Promise<NewEvent[]> {
  if (moves.length === 0) return []
  // Of a message that moves twice the last state alone is written.
  await updateStatuses(tx, [...new Map(moves.map(({ after }) => [after.id, after])).values()])
  for (const id of new Set(moves.map(({ after }) => after.conversationId))) {
    await raiseRevision(tx, ctx.accountId, id)
    forgetAfter(tx, ctx.core.recent, id)
  }
  return moves.map(({ before, after }) => messageEvent('message.updated', after, ctx.actor, describeMove(before, after)))
}

/** What an event says of a move: the status before and after, and why where it is no success. */
export function describeMove(before: Message, after: Message) {
  return {
    ...changes(before, after, ['status']),
    ...(after.failure === null || after.failure === before.failure ? {} : { cause: after.failure }),
  }
}
