import type { Conversation } from '../../model/conversation.ts'
import type { LogEvent } from '../../model/event.ts'
import type { Participant } from '../../model/participant.ts'
import { listConversations } from '../../storage/queries/conversations/conversations.ts'
import { findParticipants } from '../../storage/queries/conversations/participants.ts'
import { listEvents } from '../../storage/queries/events.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import type { Core } from '../context.ts'
import type { Happening } from '../events/replay-events.ts'

/** Somebody who follows an account's log live. */
export type Seat = {
  /** Whose place in each conversation is to be read with it; null for whoever sees all of the log. */
  authorId: number | null
  /** The position from which on it was; undefined while that is not known yet. */
  since: number | undefined
  /** Told that the log was read on. It must not throw. */
  wake(): void
}

/** What happened, and who of those with a seat takes part in its conversation. */
export type Entry = { happening: Happening; participants: ReadonlyMap<number, Participant>; readAt: number }

/** What is kept is for those who are live; whoever is further behind reads the log itself. Microseconds, and characters of text. */
const KEEP_FOR = 5_000_000
const KEEP_EVENTS = 512
const KEEP_TEXT = 4_000_000
const READ = 500
const NOBODY: ReadonlyMap<number, Participant> = new Map()

export type AccountFeed = ReturnType<typeof createAccountFeed>

/**
 * Reads one account's log for everybody who follows it: each event once, with its conversation and message as they are, however many follow. The newest are kept for a
 * moment, so that all of them find them there.
 */
export function createAccountFeed(core: Core, accountId: number, position: number) {
  const seats = new Set<Seat>()
  let newest = position
  let entries: Entry[] = []
  let reading: Promise<void> | undefined
  let grew = false

  function take(seat: Seat): void {
    seats.add(seat)
    place(seat)
  }

  /** From here on the log is read with this seat in mind; a reading that is under way may have begun without it. */
  function place(seat: Seat): void {
    seat.since = reading ? undefined : newest
  }

  /** Reads what is new; told again meanwhile, it goes on. A store that cannot answer is asked again with the next hint or poll. */
  function read(): Promise<void> {
    grew = true
    reading ??= readOn().finally(() => {
      reading = undefined
      for (const seat of seats) seat.since ??= newest
      // A hint that came just as the last look ended.
      if (grew && seats.size > 0) return read()
    })
    return reading
  }

  async function readOn(): Promise<void> {
    while (grew) {
      grew = false
      const events = await listEvents(core.store, accountId, { after: newest, limit: READ, notes: true })
      if (events.length === 0) continue
      await append(events)
      if (events.length === READ) grew = true
      for (const seat of seats) seat.wake()
    }
  }

  async function append(events: readonly LogEvent[]): Promise<void> {
    const ids = [...new Set(events.flatMap((event) => event.conversationId ?? []))]
    const people = [...new Set([...seats].flatMap((seat) => seat.authorId ?? []))]
    const messageIds = [...new Set(events.flatMap((event) => event.messageId ?? []))]
    const [conversations, messages, participants] = await Promise.all([
      ids.length === 0 ? [] : listConversations(core.store, accountId, { ids, reach: 'all' }, { limit: ids.length }),
      messageIds.length === 0 ? [] : findMessages(core.store, accountId, messageIds),
      ids.length === 0 || people.length === 0 ? [] : findParticipants(core.store, accountId, ids, people),
    ])
    const found = {
      conversations: new Map<number, Conversation | undefined>(ids.map((id) => [id, undefined])),
      messages: new Map(messages.map((message) => [message.id, message])),
      participants: byConversation(participants),
    }
    for (const conversation of conversations) found.conversations.set(conversation.id, conversation)
    const readAt = core.now()
    const entryOf = (event: LogEvent, message = found.messages.get(event.messageId ?? 0), at = readAt): Entry => {
      const conversation = found.conversations.get(event.conversationId ?? 0)
      return {
        // With a conversation its messages are gone.
        happening: { event, conversation, message: conversation && message },
        participants: found.participants.get(event.conversationId ?? 0) ?? NOBODY,
        readAt: at,
      }
    }
    // What was kept of the same conversations is shown as that is by now: a text that was deleted meanwhile goes out to nobody.
    const isStale = ({ happening: { event } }: Entry) => event.conversationId !== null && found.conversations.has(event.conversationId)
    const renew = (entry: Entry) => {
      const { event, message } = entry.happening
      return entryOf(event, event.messageId !== null && messageIds.includes(event.messageId) ? undefined : message, entry.readAt)
    }
    // Positions have no gaps, unless the log was trimmed before it was read.
    const isNext = events[0]?.position === newest + 1
    entries = [...(isNext ? entries.map((entry) => (isStale(entry) ? renew(entry) : entry)) : []), ...events.map((event) => entryOf(event))]
    newest = events.at(-1)?.position ?? newest
    forget()
  }

  /** Drops what is old, or too much. */
  function forget(): void {
    const before = core.now() - KEEP_FOR
    let room = KEEP_TEXT
    let from = entries.length
    while (from > 0 && entries.length - from < KEEP_EVENTS) {
      const { readAt, happening } = entries[from - 1] as Entry
      room -= (happening.message?.text?.length ?? 0) + (happening.message?.html?.length ?? 0)
      if (readAt < before || room < 0) break
      from -= 1
    }
    if (from > 0) entries = entries.slice(from)
  }

  /** What is kept of the log after a position, or undefined where more than that is needed. */
  function after(seat: Seat, position: number, limit: number): readonly Entry[] | undefined {
    const first = entries[0]?.happening.event.position ?? newest + 1
    if (position < first - 1) return undefined
    if (seat.authorId !== null && (seat.since === undefined || position < seat.since)) return undefined
    const from = position - first + 1
    return entries.slice(from, from + limit)
  }

  return {
    accountId,
    seats,
    take,
    place,
    read,
    forget,
    after,
    newest: () => newest,
  }
}

function byConversation(participants: readonly Participant[]): ReadonlyMap<number, ReadonlyMap<number, Participant>> {
  const found = new Map<number, Map<number, Participant>>()
  for (const one of participants) {
    const own = found.get(one.conversationId) ?? new Map<number, Participant>()
    found.set(one.conversationId, own.set(one.authorId, one))
  }
  return found
}
