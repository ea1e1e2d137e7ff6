import type { NewEvent } from '../../model/event.ts'
import type { Message, MessageStatus } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { raiseRevision } from '../../storage/queries/conversations/conversations.ts'
import { findMessages, updateMessage } from '../../storage/queries/messages/messages.ts'
import type { Ctx } from '../context.ts'
import { forgetAfter } from '../conversations/recent.ts'
import { messageEvent } from '../events/new-event.ts'

/** What became of handing a message to its channel: it was taken, a try failed and there will be others, or it was given up. */
export type Handover = { messageId: number; outcome: 'taken' | 'failed' | 'given up'; cause: string | null }

const STATUS: Record<Handover['outcome'], MessageStatus> = { taken: 'sent', failed: 'retrying', 'given up': 'failed' }
/** What a handover may still change; whoever says that a message was delivered or read knows better than its channel. */
const OPEN: readonly MessageStatus[] = ['pending', 'retrying', 'failed']

/**
 * Moves the statuses of messages by what their channels did with them, and gives the events of it, which the caller records. Their conversations are locked by the caller. What is gone, deleted
 * or further than that stays as it is.
 */
export async function moveStatuses(ctx: Ctx, tx: Tx, handovers: readonly Handover[]): Promise<NewEvent[]> {
  const ids = [...new Set(handovers.map((one) => one.messageId))]
  const messages = new Map((await findMessages(tx, ctx.accountId, ids)).map((message) => [message.id, message]))
  const events: NewEvent[] = []
  for (const { messageId, outcome, cause } of handovers) {
    const message = messages.get(messageId)
    const status = STATUS[outcome]
    if (!message || message.deletedAt !== null || !OPEN.includes(message.status) || message.status === status) continue
    const moved: Message = { ...message, status }
    messages.set(messageId, moved)
    await updateMessage(tx, moved)
    await raiseRevision(tx, ctx.accountId, message.conversationId)
    forgetAfter(tx, ctx.core.recent, message.conversationId)
    const data = { status: [message.status, status], ...(cause === null ? {} : { cause }) }
    events.push(messageEvent('message.updated', moved, ctx.actor, data))
  }
  return events
}
