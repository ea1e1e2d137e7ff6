import type { ConversationRef } from '../../model/conversation.ts'
import type { LogEvent } from '../../model/event.ts'
import type { Message } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { holdChannel } from '../../storage/queries/channels.ts'
import { handsOver } from '../channels/outbound-channels.ts'
import type { Ctx } from '../context.ts'
import { recordEvents } from '../events/record-events.ts'
import { lockMessage } from './delete-message.ts'
import { writeMoves } from './write-moves.ts'

/**
 * Sends a failed message again: it is `pending` once more where its channel hands over what the team says, which reads it from the log, and `sent` where nothing stands between it and the customer's side. Any other
 * message stays as it is. Refuses with `conversation_not_found`, `message_not_found`.
 */
export async function retryMessage(ctx: Ctx, tx: Tx, ref: { conversation: ConversationRef; messageId: number }): Promise<Message> {
  const { conversation, message } = await lockMessage(ctx, tx, ref)
  if (message.status !== 'failed' || message.private || message.deletedAt !== null) return message
  const channel = await holdChannel(tx, ctx.accountId, conversation.channelId)
  const waits = message.direction === 'outbound' && channel !== undefined && handsOver(channel)
  const now = ctx.core.now()
  const after: Message = { ...message, status: waits ? 'pending' : 'sent', failure: null, sentAt: waits ? null : (message.sentAt ?? now) }
  await recordEvents(tx, ctx.accountId, now, await writeMoves(ctx, tx, [{ before: message, after }]))
  return after
}

/** Whether somebody wants a failed message to be handed over once more: its channel's own address is told of it as of a new one. */
export function isSentAgain({ type, data }: Pick<LogEvent, 'type' | 'data'>): boolean {
  return type === 'message.updated' && Array.isArray(data.status) && data.status[1] === 'pending'
}
