import type { LogEvent, Message } from '../../../api/wire.ts'

/**
 * A stretch of one conversation without gaps: every message from seq `from` through `to` that the reader may see, in order. A seq in it that has no message is one
 * that is not the reader's to see. `lastSeq` is the newest that is known of, shown or not.
 */
export type MessageWindow = { messages: readonly Message[]; from: number; to: number; lastSeq: number }

/** A page as `GET …/messages` answers it, in either order. */
export type MessagePage = { messages: readonly Message[]; nextAfter: number; nextBefore: number | null }

/** How many messages are kept at once; what is further away on the other side is read again when somebody goes there. */
export const MOST_KEPT = 300

export function hasOlder({ from }: MessageWindow): boolean {
  return from > 1
}

export function hasNewer({ to, lastSeq }: MessageWindow): boolean {
  return to < lastSeq
}

/** The window of one page that was asked for without `after`: it ends right before what it was asked to end before, or with the newest there is. */
export function windowOf(page: MessagePage, lastSeq: number = page.nextAfter): MessageWindow {
  const to = page.nextAfter
  return { messages: merge([], page.messages), from: page.nextBefore ?? 1, to, lastSeq: Math.max(lastSeq, to) }
}

/** The window with the page that was asked for with `before: window.from`. */
export function withOlder(window: MessageWindow, page: MessagePage): MessageWindow {
  return { ...window, messages: merge(window.messages, page.messages), from: Math.min(window.from, page.nextBefore ?? 1) }
}

/** The window with the page that was asked for with `after: window.to`, oldest first. */
export function withNewer(window: MessageWindow, page: MessagePage): MessageWindow {
  const to = Math.max(window.to, page.nextAfter)
  return { ...window, messages: merge(window.messages, page.messages), to, lastSeq: Math.max(window.lastSeq, to) }
}

/**
 * The window with a message as it is now: in its place where the window covers it, behind the end where it is the next one. One that is further on is left for the
 * page that leads there.
 */
export function withMessage(window: MessageWindow, message: Message): MessageWindow {
  const lastSeq = Math.max(window.lastSeq, message.seq)
  if (message.seq < window.from || message.seq > window.to + 1) return lastSeq === window.lastSeq ? window : { ...window, lastSeq }
  return { ...window, messages: merge(window.messages, [message]), to: Math.max(window.to, message.seq), lastSeq }
}

/** The window after something that happened in its conversation. */
export function afterEvent(window: MessageWindow, event: LogEvent): MessageWindow {
  return event.message && event.type.startsWith('message.') ? withMessage(window, event.message) : window
}

/** The window without what is too far from `keep`, its older or its newer end. */
export function pruned(window: MessageWindow, keep: 'older' | 'newer', most: number = MOST_KEPT): MessageWindow {
  const { messages } = window
  if (messages.length <= most) return window
  if (keep === 'newer') {
    const kept = messages.slice(-most)
    return { ...window, messages: kept, from: kept[0]?.seq ?? window.from }
  }
  const kept = messages.slice(0, most)
  return { ...window, messages: kept, to: kept.at(-1)?.seq ?? window.to }
}

/** Ordered by seq, each once; of two with one seq the later given. */
function merge(known: readonly Message[], more: readonly Message[]): Message[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]))
  for (const message of more) bySeq.set(message.seq, message)
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq)
}
