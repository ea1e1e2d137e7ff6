import { setImmediate } from 'node:timers/promises'
import type { Conversation } from '../../model/conversation.ts'
import type { Message } from '../../model/message.ts'
import type { Ctx } from '../context.ts'
import { type ListMessages, listMessages, resolveWindow } from './list-messages.ts'

/** How many messages are read in one go: a few milliseconds' work. */
export const ITERATION_PAGE = 500

/**
 * All messages of a window, page by page, oldest first. The window ends at the newest message there is when the iteration begins, so nobody who writes
 * meanwhile makes it skip or repeat one; others have their turn between two pages.
 */
export async function* iterateMessages(
  ctx: Ctx,
  conversation: Conversation,
  query: Omit<ListMessages, 'order' | 'limit' | 'offset'>,
): AsyncGenerator<Message[], void> {
  const { deleted, system, publicOnly } = query
  const { after, before } = await resolveWindow(ctx, conversation, query)
  let afterSeq = after
  while (afterSeq + 1 < before) {
    const page = await listMessages(ctx, conversation, {
      afterSeq,
      beforeSeq: before,
      order: 'oldest',
      limit: ITERATION_PAGE,
      deleted,
      system,
      publicOnly,
    })
    const last = page.at(-1)
    if (last) yield page
    if (!last || page.length < ITERATION_PAGE) return
    afterSeq = last.seq
    await setImmediate()
  }
}
