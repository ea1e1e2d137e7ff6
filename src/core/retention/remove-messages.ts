import type { Conversation } from '../../model/conversation.ts'
import type { Tx } from '../../storage/db.ts'
import { updateConversations } from '../../storage/queries/conversations/conversations.ts'
import { forgetAnswersShowingAny } from '../../storage/queries/idempotency-keys.ts'
import { deleteMessages, type OldMessage } from '../../storage/queries/retention/trim-messages.ts'
import { dropFiles } from '../attachments/drop-files.ts'
import type { Ctx } from '../context.ts'
import { forgetAfter } from '../conversations/recent.ts'

/**
 * Deletes messages from the beginning of some locked conversations without a trace: files, words in the index, kept answers and marks go with them. Gives the conversations as they are then, and
 * how many files went.
 */
export async function removeMessages(
  ctx: Ctx,
  tx: Tx,
  conversations: readonly Conversation[],
  messages: readonly OldMessage[],
): Promise<{ conversations: Conversation[]; files: number }> {
  const { core, accountId } = ctx
  const ids = messages.map((message) => message.id)
  const files = await dropFiles(ctx, tx, ids)
  await forgetAnswersShowingAny(tx, accountId, ids)
  await deleteMessages(tx, accountId, { ids, conversationIds: conversations.map((one) => one.id) })
  const counted = Map.groupBy(
    messages.filter((message) => message.counts),
    (message) => message.conversationId,
  )
  const rest = conversations.map((one) => ({ ...one, publicCount: one.publicCount - (counted.get(one.id)?.length ?? 0) }))
  await updateConversations(tx, rest)
  for (const { id } of rest) forgetAfter(tx, core.recent, id)
  return { conversations: rest, files }
}
