import { AppError } from '../../model/errors.ts'
import { MAX_TEXT_LENGTH, type Message } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { updateConversation } from '../../storage/queries/conversations/conversations.ts'
import { forgetAnswersShowing } from '../../storage/queries/idempotency-keys.ts'
import { updateMessage } from '../../storage/queries/messages/messages.ts'
import type { Ctx } from '../context.ts'
import { forgetAfter } from '../conversations/recent.ts'
import { messageEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { removeFromSearch } from '../search/index-messages.ts'
import { lockMessage } from './delete-message.ts'
import { sanitiseHtml, textFromHtml } from './html.ts'
import { moveStatus, type StatusMove } from './move-status.ts'
import { describeMove } from './write-moves.ts'

/** Only what is given changes, and the status only forward. `html` alone also renews the text; `text` alone drops the HTML, which would otherwise say something else. */
export type EditMessage = { text?: string; html?: string | null; attributes?: Message['attributes']; move?: StatusMove }

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
  const said = applyEdit(message, edit, now)
  const edited = (edit.move && moveStatus(said, edit.move, now)) ?? said
  const bodyChanged = edited.text !== message.text || edited.html !== message.html
  const attributesChanged = JSON.stringify(edited.attributes) !== JSON.stringify(message.attributes)
  if (!bodyChanged && !attributesChanged && edited === said) return { message, changed: false }
  await updateMessage(tx, edited)
  // How far a message has come, and what its attributes say of that, is no news to those who are shown no status; neither is a note.
  const isNews = !message.private && (bodyChanged || edited === said)
  await updateConversation(tx, { ...conversation, updatedAt: isNews ? now : conversation.updatedAt })
  forgetAfter(tx, ctx.core.recent, conversation.id)
  if (bodyChanged) {
    await forgetAnswersShowing(tx, ctx.accountId, message.id)
    await removeFromSearch(tx, ctx.accountId, message.id)
  }
  const data = { ...(bodyChanged ? { body: true } : {}), ...describeMove(message, edited) }
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
  return next
}
