import type { Message } from '../../model/message.ts'
import { findMessages } from '../../storage/queries/messages.ts'
import { searchMessageIds } from '../../storage/queries/search.ts'
import type { Ctx } from '../context.ts'
import { seesNotes } from '../visibility.ts'
import { indexMessages } from './index-messages.ts'

const SCAN = 200

/**
 * Messages of the account that hold all words of `query` (the last one as a prefix), newest first, before the message `beforeId`. Private notes
 * are found only by those who may see them, and deleted messages by nobody. `mayRead` narrows to what the caller may open.
 */
export async function searchMessages(
  ctx: Ctx,
  query: string,
  page: { limit: number; beforeId?: number; mayRead?: (messages: Message[]) => Promise<Message[]> },
): Promise<Message[]> {
  const words = query.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  if (words.length === 0) return []
  await indexMessages(ctx.core, ctx.accountId)
  const notes = seesNotes(ctx)
  const found: Message[] = []
  let beforeId = page.beforeId ?? Number.MAX_SAFE_INTEGER
  while (found.length < page.limit) {
    const ids = await searchMessageIds(ctx.core.store, ctx.accountId, words, { beforeId, limit: SCAN })
    const last = ids.at(-1)
    if (last === undefined) break
    beforeId = last
    const messages = (await findMessages(ctx.core.store, ctx.accountId, ids))
      .filter((message) => message.deletedAt === null && (notes || !message.private))
      .sort((a, b) => b.id - a.id)
    found.push(...(page.mayRead ? await page.mayRead(messages) : messages))
    if (ids.length < SCAN) break
  }
  return found.slice(0, page.limit)
}
