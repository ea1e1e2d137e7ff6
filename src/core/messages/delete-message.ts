import { AppError } from '../../model/errors.ts'
import { isActivity, type Message } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { updateConversation } from '../../storage/queries/conversations/conversations.ts'
import { forgetAnswersShowing } from '../../storage/queries/idempotency-keys.ts'
import { findMessage, updateMessage } from '../../storage/queries/messages/messages.ts'
import { dropFiles } from '../attachments/drop-files.ts'
import type { Ctx } from '../context.ts'
import { lockConversation } from '../conversations/check-reach.ts'
import { forgetAfter } from '../conversations/recent.ts'
import { messageEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { removeFromSearch } from '../search/index-messages.ts'
import { seesNotes } from '../visibility.ts'

/** A message that may change: its conversation locked, and both as they are now. Refuses with `conversation_not_found`, `message_not_found`. */
export async function lockMessage(ctx: Ctx, tx: Tx, ref: { conversation: { id: number } | { number: number }; messageId: number }) {
  const conversation = await lockConversation(ctx, tx, ref.conversation)
  const message = await findMessage(tx, ctx.accountId, ref.messageId)
  if (message?.conversationId !== conversation.id) throw new AppError('message_not_found')
  if (message.private && !seesNotes(ctx)) throw new AppError('message_not_found')
  return { conversation, message }
}

/** What is left of a message that is deleted. Pure. */
export function emptyMessage(message: Message, now: number): Message {
  return {
    ...message,
    text: null,
    html: null,
    contentType: isActivity(message) ? message.contentType : 'text',
    attributes: {},
    extra: {},
    attachments: [],
    deletedAt: now,
  }
}

/**
 * Empties a message and leaves its tombstone: the row, its seq and times stay, the body is gone from the message, from search and from kept answers.
 * The bytes of its attachments are removed once the transaction is durable. Deleting a tombstone changes nothing.
 */
export async function deleteMessage(
  ctx: Ctx,
  tx: Tx,
  ref: { conversation: { id: number } | { number: number }; messageId: number },
): Promise<{ message: Message; changed: boolean }> {
  const { conversation, message } = await lockMessage(ctx, tx, ref)
  if (message.deletedAt !== null) return { message, changed: false }
  const now = ctx.core.now()
  const emptied = emptyMessage(message, now)
  await updateMessage(tx, emptied)
  if (message.attachments.length > 0) await dropFiles(ctx, tx, [message.id])
  await forgetAnswersShowing(tx, ctx.accountId, message.id)
  await removeFromSearch(tx, ctx.accountId, message.id)
  const publicCount = conversation.publicCount - (message.private ? 0 : 1)
  await updateConversation(tx, { ...conversation, publicCount, updatedAt: message.private ? conversation.updatedAt : now })
  forgetAfter(tx, ctx.core.recent, conversation.id)
  await recordEvents(tx, ctx.accountId, now, [messageEvent('message.deleted', emptied, ctx.actor)])
  return { message: emptied, changed: true }
}
