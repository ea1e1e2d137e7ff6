import { LRUCache } from 'lru-cache'
import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import type { Message } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'

/** A page as it was at one revision of its conversation. */
type Page = { revision: number; messages: readonly Message[] }

/**
 * Conversations by id, and the pages at their ends, as last known; any process may have changed them since. Whoever reads first asks the store for the conversation's
 * revision, and whoever sends writes on the condition that it still stands, so nobody acts on what is out of date: a poll that finds nothing new costs
 * one look-up instead of twenty rows, and most sends read nothing at all.
 */
export type Recent = {
  conversations: LRUCache<number, Conversation>
  /** Ids of conversations by account and number, which never change. */
  numbers: LRUCache<string, number>
  pages: LRUCache<string, Page>
}

const MAX_PAGES_BYTES = 32 * 1024 * 1024

export function createRecent(): Recent {
  return {
    conversations: new LRUCache({ max: 20_000 }),
    numbers: new LRUCache({ max: 20_000 }),
    pages: new LRUCache({ maxSize: MAX_PAGES_BYTES, sizeCalculation: sizeOf }),
  }
}

/** Keeps a conversation as it is in the store, unless a newer state of it is known. */
export function keepConversation({ conversations, numbers }: Recent, conversation: Conversation): void {
  const known = conversations.peek(conversation.id)
  if (known && known.revision >= conversation.revision) return
  conversations.set(conversation.id, Object.freeze(conversation))
  numbers.set(`${conversation.accountId}:${conversation.number}`, conversation.id)
}

/** The same conversation by its id, where that is known: a number is looked up in an index first. */
export function knownRef({ numbers }: Recent, accountId: number, ref: ConversationRef): ConversationRef {
  if ('id' in ref) return ref
  const id = numbers.get(`${accountId}:${ref.number}`)
  return id === undefined ? ref : { id }
}

/** A conversation of this account as it was last known; it may have changed since. */
export function keptConversation(recent: Recent, accountId: number, ref: ConversationRef): Conversation | undefined {
  const by = knownRef(recent, accountId, ref)
  const known = 'id' in by ? recent.conversations.get(by.id) : undefined
  return known?.accountId === accountId ? known : undefined
}

/** Forgets a conversation that a transaction changes, once it has: sends would otherwise find out only when they write. */
export function forgetAfter(tx: Tx, { conversations }: Recent, id: number): void {
  tx.afterCommit(() => conversations.delete(id))
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
