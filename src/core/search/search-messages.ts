import type { Message } from '../../model/message.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import { searchMessageIds } from '../../storage/queries/messages/search.ts'
import { type Reader, seesAllConversations } from '../access.ts'
import type { Ctx } from '../context.ts'
import { openConversations } from '../conversations/open-conversation.ts'
import { seesNotes } from '../visibility.ts'
import { indexMessages } from './index-messages.ts'
import { wordsOf } from './words.ts'

const SCAN = 200
const MAX_SCANS = 20
const MAX_WORDS = 32

/** `beforeId` continues a search behind the messages already seen. `mayRead` narrows to what the caller may open. */
export type SearchPage = { limit: number; beforeId?: number; mayRead?: (messages: Message[]) => Promise<Message[]> }

/**
 * `nextBefore` continues the search; null once there is nothing more. A page of somebody who may open little can be short, even empty, before the end: one
 * search looks at 20 scans of the index at most.
 */
export type SearchResult = { messages: Message[]; nextBefore: number | null }

/**
 * Messages of the account that hold all words of `query` (the last one as a prefix; at most 32 count), newest first. Private notes are found only by those who
 * may see them, and deleted messages by nobody.
 */
export async function searchMessages(ctx: Ctx, query: string, page: SearchPage): Promise<SearchResult> {
  const words = wordsOf(query).slice(0, MAX_WORDS)
  if (words.length === 0) return { messages: [], nextBefore: null }
  await indexMessages(ctx.core, ctx.accountId)
  const notes = seesNotes(ctx)
  // Nearly all of what is found is shown, unless the caller may open little.
  const scan = page.mayRead ? Math.max(SCAN, page.limit) : page.limit
  const found: Message[] = []
  let beforeId = page.beforeId ?? Number.MAX_SAFE_INTEGER
  for (let scans = 0; scans < MAX_SCANS; scans++) {
    const ids = await searchMessageIds(ctx.core.store, ctx.accountId, words, { beforeId, limit: scan })
    const messages = (await findMessages(ctx.core.store, ctx.accountId, ids))
      .filter((message) => message.deletedAt === null && (notes || !message.private))
      .sort((a, b) => b.id - a.id)
    found.push(...(page.mayRead ? await page.mayRead(messages) : messages))
    const last = found[page.limit - 1]
    if (last) return { messages: found.slice(0, page.limit), nextBefore: last.id }
    const lowest = ids.at(-1)
    if (lowest === undefined || ids.length < scan) return { messages: found, nextBefore: null }
    beforeId = lowest
  }
  return { messages: found, nextBefore: beforeId }
}

/** What narrows a search to the conversations that a reader may open; nothing for somebody who may open all of them. */
export function narrowTo(ctx: Ctx, reader: Reader): Pick<SearchPage, 'mayRead'> {
  if (seesAllConversations(reader.role) && ctx.reach === 'all') return {}
  return {
    async mayRead(messages) {
      const open = await openConversations(
        ctx,
        reader,
        messages.map((message) => message.conversationId),
      )
      return messages.filter((message) => open.has(message.conversationId))
    },
  }
}
