import { LRUCache } from 'lru-cache'
import type { Conversation } from '../../model/conversation.ts'
import type { Message } from '../../model/message.ts'

/** A page as it was at one revision of its conversation. */
type Page = { revision: number; messages: readonly Message[] }

/**
 * Conversations by id, and the pages at their ends, as last read. Every use first reads the conversation's revision from the store, so nothing here is ever out
 * of date, whichever process writes: a poll that finds nothing new costs one look-up instead of twenty rows.
 */
export type Recent = { conversations: LRUCache<number, Conversation>; pages: LRUCache<string, Page> }

const MAX_PAGES_BYTES = 32 * 1024 * 1024

export function createRecent(): Recent {
  return {
    conversations: new LRUCache({ max: 20_000 }),
    pages: new LRUCache({ maxSize: MAX_PAGES_BYTES, sizeCalculation: sizeOf }),
  }
}

/** A page as it was read at the conversation's present revision, or read now; `which` names the page among the conversation's. The messages are frozen, the list is the caller's own. */
export async function keepPage(
  { pages }: Recent,
  of: { id: number; revision: number },
  which: string,
  read: () => Promise<Message[]>,
): Promise<Message[]> {
  const key = `${of.id} ${which}`
  const kept = pages.get(key)
  if (kept?.revision === of.revision) return kept.messages.slice()
  const messages = await read()
  pages.set(key, { revision: of.revision, messages: messages.map((message) => Object.freeze(message)) })
  return messages
}

/** A message with its words in one dialect (dialects/kept-wires.ts) takes about 1,200 bytes, and its text on top, three times; pages of long texts are few, then. */
function sizeOf(page: Page): number {
  let size = 100
  for (const message of page.messages) size += 1200 + 3 * ((message.text?.length ?? 0) + (message.html?.length ?? 0))
  return size
}
