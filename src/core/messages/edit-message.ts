import { AppError } from '../../model/errors.ts'
import { MAX_TEXT_LENGTH, type Message, type MessageStatus } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { updateConversation } from '../../storage/queries/conversations/conversations.ts'
import { forgetAnswersShowing } from '../../storage/queries/idempotency-keys.ts'
import { updateMessage } from '../../storage/queries/messages/messages.ts'
import type { Ctx } from '../context.ts'
import { forgetAfter } from '../conversations/recent.ts'
import { changes, messageEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { removeFromSearch } from '../search/index-messages.ts'
import { lockMessage } from './delete-message.ts'
import { sanitiseHtml, textFromHtml } from './html.ts'

/** Only what is given changes. `html` alone also renews the text; `text` alone drops the HTML, which would otherwise say something else. */
export type EditMessage = { text?: string; html?: string | null; attributes?: Message['attributes']; status?: MessageStatus }

/** How far a message has come; a status never moves to a smaller number, and `failed` and `retrying` may come and go. */
const PROGRESS: Record<MessageStatus, number> = { pending: 0, retrying: 0, failed: 0, sent: 1, delivered: 2, read: 3 }

/**
 * Changes a message's body, structure or delivery status. Refuses with `conversation_not_found`, `message_not_found`, `message_deleted`, `message_too_long`. The event
 * names the changed fields but never holds a body.
 */
export async function editMessage(
  ctx: Ctx,
  tx: Tx,
  ref: { conversation: { id: number } | { number: number }; messageId: number },
  edit: EditMessage,
): Promise<{ message: Message; changed: boolean }> {
  const { conversation, message } = await lockMessage(ctx, tx, ref)
  if (message.deletedAt !== null) throw new AppError('message_deleted')
  const now = ctx.core.now()
  const edited = applyEdit(message, edit, now)
  const bodyChanged = edited.text !== message.text || edited.html !== message.html
  const changed = changes(message, edited, ['status', 'attributes'])
  if (!bodyChanged && !changed) return { message, changed: false }
  await updateMessage(tx, edited)
  await updateConversation(tx, { ...conversation, updatedAt: message.private ? conversation.updatedAt : now })
  forgetAfter(tx, ctx.core.recent, conversation.id)
  if (bodyChanged) {
    await forgetAnswersShowing(tx, ctx.accountId, message.id)
    await removeFromSearch(tx, ctx.accountId, message.id)
  }
  const data = { ...(bodyChanged ? { body: true } : {}), ...(changed?.status ? { status: changed.status } : {}) }
  await recordEvents(tx, ctx.accountId, now, [messageEvent('message.updated', edited, ctx.actor, data)])
  return { message: edited, changed: true }
}

function applyEdit(message: Message, edit: EditMessage, now: number): Message {
  const next = { ...message }
  if (edit.text !== undefined || edit.html !== undefined) {
    if ((edit.text?.length ?? 0) > MAX_TEXT_LENGTH || (edit.html?.length ?? 0) > MAX_TEXT_LENGTH) throw new AppError('message_too_long')
    next.html = edit.html ? sanitiseHtml(edit.html.toWellFormed()) || null : null
    next.text = edit.text?.toWellFormed() ?? (next.html === null ? null : textFromHtml(next.html))
    if (next.text !== message.text || next.html !== message.html) next.editedAt = now
  }
  if (edit.attributes !== undefined) next.attributes = edit.attributes
  if (edit.status !== undefined && (PROGRESS[edit.status] >= PROGRESS[message.status] || edit.status === 'failed'))
    next.status = edit.status
  return next
}
