import type { ConversationRef } from '../../model/conversation.ts'
import type { Tx } from '../../storage/db.ts'
import type { Ctx } from '../context.ts'
import { lockConversation } from '../conversations/check-reach.ts'
import { noteLook } from '../conversations/mark-seen.ts'
import { recordEvents } from '../events/record-events.ts'
import { moveReplies } from './move-replies.ts'

/** How far back a receipt reaches, in messages: it bounds what one costs in a long conversation. */
const REACH = 20_000

/**
 * Takes what somebody else's channel says of a customer: what the team has said up to a seq was delivered to them, or they have read it and so looked at the conversation. Says how many
 * messages moved. Refuses with `conversation_not_found`.
 */
export async function receiveReceipt(
  ctx: Ctx,
  tx: Tx,
  ref: ConversationRef,
  { to, seq }: { to: 'delivered' | 'read'; seq: number },
): Promise<number> {
  const conversation = await lockConversation(ctx, tx, ref)
  const through = Math.min(seq, conversation.lastSeq)
  const events = await moveReplies(ctx, tx, conversation, { from: Math.max(1, through - REACH), through, to })
  if (to === 'read' && conversation.contactId !== null) await noteLook(ctx, tx, conversation, through)
  await recordEvents(tx, ctx.accountId, ctx.core.now(), events)
  return events.length
}
