import type { Conversation, LogEvent, Message, Overview } from '../api/wire.ts'
import { belongs, type Filter } from './conversation-filter.ts'

/** A conversation with what a list shows beside it. `countedSeq` is the newest message that `unread` knows of. */
export type Listed = Conversation & { overview: Overview; countedSeq: number }

/** What is listed, the latest activity first, and everything else that is known beside it, such as the open conversation. */
export type Listing = {
  known: ReadonlyMap<number, Listed>
  ids: readonly number[]
  /** Where the next page begins; null once the end is there. */
  cursor: string | null
}

export const NOTHING_LISTED: Listing = { known: new Map(), ids: [], cursor: null }

/** Who asks, and for what: the same for every change until somebody filters otherwise. */
export type View = { filter: Filter; meId: number }

/** How many unread messages the server tells from more. */
const UNREAD_CAP = 10

export function toListed(conversation: Conversation & { overview?: Overview }): Listed {
  const overview = conversation.overview ?? { channel: null, contact: null, assignee: null, team: null, lastMessage: null, unread: 0 }
  return { ...conversation, overview, countedSeq: conversation.lastSeq }
}

/** The listing after a page was read. Pure, like all of this file. */
export function withPage(
  listing: Listing,
  page: { conversations: readonly Listed[]; nextCursor: string | null },
  isFirst: boolean,
): Listing {
  const known = new Map(listing.known)
  for (const one of page.conversations) known.set(one.id, newer(known.get(one.id), one))
  const ids = [...new Set([...(isFirst ? [] : listing.ids), ...page.conversations.map((one) => one.id)])]
  return { known, ids: sorted(known, ids), cursor: page.nextCursor }
}

/** The listing after one conversation was read anew, or changed: it may enter the list, move in it, or leave. */
export function withConversation(listing: Listing, one: Listed, view: View): Listing {
  const known = new Map(listing.known)
  known.set(one.id, one)
  const others = listing.ids.filter((id) => id !== one.id)
  const isListed = belongs(view.filter, view.meId, one) && !isBehindEnd({ ...listing, known, ids: others }, one)
  return { ...listing, known, ids: isListed ? sorted(known, [...others, one.id]) : others }
}

/** What is known of another list, until that is read: nothing, or a good part of it, at once. */
export function relisted(listing: Listing, view: View): Listing {
  const ids = [...listing.known.values()].filter((one) => belongs(view.filter, view.meId, one)).map((one) => one.id)
  return { known: listing.known, ids: sorted(listing.known, ids), cursor: null }
}

export function withoutConversation(listing: Listing, id: number): Listing {
  const known = new Map(listing.known)
  known.delete(id)
  return { ...listing, known, ids: listing.ids.filter((one) => one !== id) }
}

/** The listing after something that happened. `stale` is a conversation of which the event does not tell enough: it has to be read. */
export function afterEvent(listing: Listing, event: LogEvent, view: View): { listing: Listing; stale?: number } {
  const { type, conversationId: id, conversation, message } = event
  if (id === null) return { listing }
  if (type === 'conversation.deleted') return { listing: withoutConversation(listing, id) }
  if (!conversation) return { listing }
  const before = listing.known.get(id)
  if (!before) return belongs(view.filter, view.meId, conversation) ? { listing, stale: id } : { listing }
  const after: Listed = { ...before, ...latest(before, conversation), overview: before.overview, countedSeq: before.countedSeq }
  if (message) takeMessage(after, message, type)
  const isOther = before.contactId !== after.contactId || before.channelId !== after.channelId
  const stale = isOther || !takeReading(after, event, view.meId) ? id : undefined
  return { listing: withConversation(listing, after, view), stale }
}

/** What an event tells is as it is now, but answers may come later than newer ones. */
function latest(before: Conversation, now: Conversation): Conversation {
  return now.updatedAt < before.updatedAt && now.lastSeq <= before.lastSeq ? before : now
}

function newer(before: Listed | undefined, read: Listed): Listed {
  return before && before.lastSeq > read.lastSeq ? before : read
}

function takeMessage(one: Listed, message: Message, type: string): void {
  const { lastMessage } = one.overview
  const isWritten = message.direction !== 'system' || message.author.kind !== 'system'
  if (isWritten && (!lastMessage || message.seq >= lastMessage.seq)) one.overview = { ...one.overview, lastMessage: message }
  if (type !== 'message.created' || message.seq <= one.countedSeq) return
  one.countedSeq = message.seq
  if (message.direction !== 'inbound' || message.private) return
  one.overview = { ...one.overview, unread: Math.min(UNREAD_CAP, one.overview.unread + 1) }
}

/**
 * Takes in that somebody has looked at it, or took their look back; says whether the event is enough to know what is unread. Of others than oneself it does not tell
 * whether their look counts: a driver's does not.
 */
function takeReading(one: Listed, { type, actor, data }: LogEvent, meId: number): boolean {
  if (type === 'conversation.unread') return false
  if (type !== 'conversation.read' || actor.kind !== 'member' || one.overview.unread === 0) return true
  if (actor.id !== meId || Number(data.lastReadSeq) < one.countedSeq) return false
  one.overview = { ...one.overview, unread: 0 }
  return true
}

/** Whether there may be others before it that were not read yet: then it is not its turn. */
function isBehindEnd({ known, ids, cursor }: Listing, one: Listed): boolean {
  const last = known.get(ids.at(-1) ?? 0)
  return cursor !== null && last !== undefined && compare(one, last) > 0
}

function sorted(known: ReadonlyMap<number, Listed>, ids: readonly number[]): number[] {
  const found = ids.flatMap((id) => known.get(id) ?? [])
  return found.sort(compare).map((one) => one.id)
}

function compare(a: Listed, b: Listed): number {
  const [left, right] = [a.lastActivityAt ?? a.updatedAt, b.lastActivityAt ?? b.updatedAt]
  return left === right ? b.id - a.id : left < right ? 1 : -1
}
