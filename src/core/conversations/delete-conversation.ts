import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import { deleteConversation as removeConversation } from '../../storage/queries/conversations/delete-conversation.ts'
import { dropBlobs } from '../attachments/drop-files.ts'
import type { Ctx } from '../context.ts'
import { conversationEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { lockConversation } from './check-reach.ts'
import { forgetAfter } from './recent.ts'

/**
 * Deletes a conversation with its messages, files, participants and kept answers; the log keeps that there was one. Refuses with `conversation_not_found`.
 */
export async function deleteConversation(ctx: Ctx, tx: Tx, ref: ConversationRef): Promise<void> {
  const conversation = await lockConversation(ctx, tx, ref)
  await recordEvents(tx, ctx.accountId, ctx.core.now(), [await takeAway(ctx, tx, conversation)])
}

/** The same of one that is locked already; gives what happened, to be recorded. */
export async function takeAway(ctx: Ctx, tx: Tx, { id, number }: Conversation): Promise<NewEvent> {
  await dropBlobs(ctx, tx, await removeConversation(tx, ctx.accountId, id))
  forgetAfter(tx, ctx.core.recent, id)
  return conversationEvent('conversation.deleted', id, ctx.actor, { number })
}
